"""Races: servers and generators, put together, become Frames.

``race`` runs two lanes and emits a Frame ten times a second; a ``schedule`` says which lane is
under load when, both together or in turns (``alternating_schedule``); ``plan_diff`` says what was
changed meanwhile.

``lane`` is one side: a server child that is started, watched, restarted, and its ``lane_load``.
That comes from a ``generator_group``: one ``generator_process``, or more where
``generator_scaling`` finds that one is the limit. ``lane_metrics`` sums what they report,
``lane_status`` and ``liveness`` say how the lane is. ``process_control`` acts on processes from
outside: for ``cpu_affinity`` and ``pause_process``.

``machine_meter`` says who used the machine. ``calibration`` measures what a generator can send at
most. ``protocols`` is what a race needs of its children, ``dependencies`` what it needs of the
system: tests pass others.
"""
