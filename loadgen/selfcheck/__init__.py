"""``check-instrument``: how good the load generator is on this machine, beside other clients.

``peers`` knows how to run each client and how to read what it prints; ``python_clients`` is the
child process in which the Python ones run. ``pinned_processes`` runs them on a core away from the
server, and asks the operating system what each cost. Each module of ``figures`` measures one figure
and sets it against its bar: the CPU of a request, the constant rate, percentiles against the
independent ``reference_client`` on the ``paced_server``, the histogram against an exact sort. What
they yield are ``finding``s; ``table`` prints them and ``document`` writes them.
``background_load`` measures how much of the machine was used by others. ``command`` runs it all.
"""
