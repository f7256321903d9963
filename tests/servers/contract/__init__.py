"""What every variant answers to every request that somebody may send it.

``served`` says what the shared servers of a test run have, ``table`` which request gets which
status, ``bodies`` makes the requests.
"""
