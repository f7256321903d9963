"""The load generator, the races made with it, and their results. No Qt, and no display needed.

``model`` has the values that everything talks about, a plan down and a ``Frame`` up. ``generator``
is a child process that sends requests to one server and reports ten times a second. ``race`` puts a
server and generators into each lane and turns what they report into frames.

Results are made of frames and know neither sockets nor Qt: ``statistics`` works on arrays,
``timeline`` has the columns of a race, ``bottleneck`` names what limits a lane, ``verdict`` says
who is ahead and by how much, ``export`` writes documents. ``selfcheck`` measures the generator
itself, ``cli`` is the command line, ``files`` is what is kept on disk.
"""
