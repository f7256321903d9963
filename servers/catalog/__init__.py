"""What is asked of a server, and which servers there are: plain values, no server is imported.

Each thing is one entry: of ``scenarios`` (with ``scenario_parameters`` and ``scenario_requests``),
of ``variants`` (with ``server_parameters``, the ``common_settings`` of all, the ``http_servers``
that run them and the ``validation`` of their input) and of ``backing_services``. Menus, command
line, fairness table, exports and tests follow from these. A ``parameter`` is a bounded number or a
choice. ``compatibility`` says which variant cannot race in which scenario, ``handler_source`` finds
the file of a handler.
"""
