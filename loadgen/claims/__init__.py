"""Claims about Flask and FastAPI, put to the test on this machine.

A claim (``claim``) names its tests, the function that makes figures of their evidence, and the rule
that decides. ``claim_list`` has all of them, one module each in ``cards``. ``board_run`` runs the
tests, ``judgement`` applies the rules, ``board_document`` and ``board_text`` write what came out.
"""
