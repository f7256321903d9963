"""The backing services that both lanes share: a database, a cache, an upstream API.

``python -m servers.backing_services KEY`` is the child that provides one. It behaves as a server
child does: it listens on 127.0.0.1 only, at a port that the system chooses, announces that port on
stdout, reports ten times a second, and leaves when its stdin closes. ``launcher`` is the parent's
end of those pipes.

PostgreSQL and Valkey run as processes of their own below a ``supervisor``, which outlives the child
by a moment: however the child ends, the supervisor ends the server and removes its data folder. A
``folder_lock`` is held on the folder, so that only an abandoned one is removed later.
Where the real server is not available, one of the ``stand_ins`` runs, with the reason.
``seed_data`` is what the database holds, whichever database it is.
"""
