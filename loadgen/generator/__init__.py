"""The load generator child: ``python -m loadgen.generator``.

``transport`` is an ``httpx.AsyncBaseTransport`` on asyncio protocols (``connection``), with a
``parser`` for HTTP/1.1 that knows no sockets. In the closed model ``users`` keep so many requests
in flight; in the open one ``arrivals`` send so many a second, as ``pacer`` reckons and ``alarm``
wakes them. Both send the same ``job``, over our transport or with ``stock`` httpx. ``recorder``
accounts for every request and reports ten times a second; ``generator`` is all that with the plan
it follows, and knows by ``stall`` when it stood still itself. ``null_server`` costs next to
nothing: what is sent to it at most is the generator's own ceiling.

``child`` is the generator under the program: plans come in on stdin, snapshots leave on stdout, the
end of stdin is the end. ``alone`` is the same for a person, from a command line.
"""
