"""The load generator child: ``python -m loadgen.generator``.

``transport`` is an ``httpx.AsyncBaseTransport`` on asyncio protocols; ``users`` keeps so many requests in
flight; ``recorder`` accounts for every one of them and reports ten times a second. Plans come in on stdin,
snapshots leave on stdout; the end of stdin is the end.
"""
