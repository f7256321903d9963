"""The two contestants, and how to start them. Nothing here knows the load generator or the window.

``scenarios`` and ``variants`` are the catalogues: what is asked of a server, and which servers
there are. ``flask_app`` and ``fastapi_app`` mirror each other, one module per scenario, each
written as a developer of that framework would write it; diffing the two folders is the product.
``flask_orders`` holds further ways to validate in Flask, ``mounted_app`` Flask inside FastAPI;
``app_settings`` says where they depart from their libraries' defaults.
What handlers call is in ``backends``, and the real things behind that, a PostgreSQL, a Valkey and
an upstream API, are children of their own: ``python -m servers.services``.
``python -m servers`` is the child that serves one variant (``serving`` has one module per
server): it binds 127.0.0.1 itself, announces itself on stdout (``messages``), reports how it is
doing ten times a second (``telemetry``) and leaves when its stdin closes (``lifeline``).
``launcher`` is the other end of those pipes, in the parent. ``child`` is what any child process
of ours is to its parent: lines out, lines in, a ring of last words, and an ``outcome``; it gets an
``environment`` from an allow list. ``output_streams`` lets any program of ours print anywhere.
``sources`` finds the code of a handler, to be shown.
"""
