"""The backing services that both lanes share: a database, a cache, an upstream.

``python -m servers.services KEY`` is the child that provides one. It keeps the promises of a server
child: it listens on 127.0.0.1 only, at a port that the system chooses, says on stdout where
(``servers.messages.ServiceReady``) and ten times a second how it is doing, and leaves when its
stdin closes. ``launcher`` is the other end of those pipes, in the parent.

PostgreSQL and Valkey run as processes of their own in the care of a ``keeper``, which outlives the
child by a moment: whatever ends the child, the keeper ends the server and removes its folder. A
``folder_lock`` is held on the folder, so that only an abandoned one is swept up.
Where the real thing cannot be had, a stand-in takes its place and says so and why. ``seed`` is
what the database holds; nothing depends on which database it is.
"""
