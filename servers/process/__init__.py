"""Child processes, from both sides of the pipe, and what a process needs of the system.

``child_process`` is a child as its parent sees it: lines out, bytes in, last words, an
``exit_outcome``; ``reporting_child`` is one that announces itself and then reports. A child gets an
environment from an allow list (``child_environment``) and ends with its parent (``parent_death``,
``windows_job``). ``output_streams`` lets a program print anywhere, ``termination_signals`` lets it
stop in order. ``loopback_socket`` is what a server listens on, ``native_threads`` are threads that
gevent does not patch, ``processors`` and ``cgroups`` say how many CPUs may be used.
"""
