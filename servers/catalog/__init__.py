"""What is asked of a server, and which servers there are: plain values, no server is imported.

``scenarios`` (with ``scenario_parameters`` and ``scenario_requests``) and ``variants`` (with
``server_parameters`` and the ``common_settings`` of all) are the two catalogues. A ``parameter`` is
a bounded number or a choice. ``compatibility`` says which variant cannot race in which scenario,
``handler_source`` finds the file of a handler.
"""
