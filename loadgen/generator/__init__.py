"""The load generator child: ``python -m loadgen.generator``.

``transport`` is an ``httpx.AsyncBaseTransport`` on asyncio protocols (``connection``), with a
``parser`` for HTTP/1.1 that knows no sockets. ``users`` keeps so many requests in flight;
``recorder`` accounts for every one of them and reports ten times a second; ``generator`` is both
with the plan they follow. ``child`` is the generator under the program: plans come in on stdin,
snapshots leave on stdout, the end of stdin is the end. ``alone`` is the same for a person, from a
command line.
"""
