"""The load generator child: ``python -m loadgen.generator``.

``client`` is an ``httpx.AsyncBaseTransport`` made for measuring, ``models`` are the closed model (a
number of users, each with one request in flight) and the open model (a constant arrival rate).
Both send the requests of ``request_cycle`` through ``senders``. ``recorder`` accounts for every
request and reports ten times a second; ``generator`` puts all of it together for the plan that it
follows. ``null_server`` costs next to nothing: what can be sent to it at most is the generator's
own ceiling.

``child`` is the generator as a child process: plans come in on stdin, snapshots leave on stdout,
the end of stdin is the end. ``standalone`` is the same for a person, from a command line.
"""
