"""What handlers call, the same for both frameworks, with a face for threads and one for async.

``database``, ``cache`` and ``upstream`` are clients of the backing services that the environment
names (``settings``); ``sqlite`` stands in where there is no PostgreSQL. ``watch`` counts what a
process asks of them. A module is imported by the handlers that need it, and by nobody else: what is
not raced costs no memory.
"""
