"""``check-instrument``: how good the load generator is on this machine, beside every other client
found on it.

``peers`` knows how to run each client and how to read what it prints; ``clients`` is the child
process in which the Python ones run. ``processes`` runs them, pinned to a core away from the
server, and asks the operating system what each cost. Each module of ``figures`` measures one figure
and sets it against its bar: the CPU of a request, the constant rate, percentiles against the
independent ``reference`` on the ``paced_server``, the histogram against an exact sort. What they
yield are ``finding``s; ``table`` prints them and ``document`` writes them. ``interference`` tells
how much of the machine was taken by others meanwhile. ``program`` is the command.
"""
