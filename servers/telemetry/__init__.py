"""What a child reports about itself on stdout, and how it is measured.

``messages`` are the JSON lines, ``columns`` says of each figure what it is called and how those of
several processes add up. ``gauge`` reads CPU, memory and threads of the process, ``reporter`` sends
that ten times a second, ``loop_lag`` is how late an event loop is, ``backend_usage`` counts calls
to backing services, ``python_build`` says which Python serves.
"""
