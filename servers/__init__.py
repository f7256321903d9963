"""The two contestants, and how to start them. Nothing here knows the load generator or the window.

``catalog`` says what is asked of a server and which servers there are. ``apps`` has one folder for
each application, one module per scenario; comparing those of Flask and of FastAPI is the product.
``hosts`` has one module for each HTTP server that an app can run on. ``clients`` are what handlers
call, ``backing_services`` the real things behind them: a PostgreSQL, a Valkey and an upstream API,
each in a child process (``python -m servers.backing_services``).

``python -m servers`` is the child that serves one variant: it binds 127.0.0.1 itself, announces
itself on stdout, reports ten times a second (``telemetry``) and leaves when its stdin closes
(``process.parent_death``). ``launcher`` is the parent's end of those pipes. ``process`` is what any
child process and its parent need, whatever the child does.
"""
