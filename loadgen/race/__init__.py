"""Experiments: servers and generators, put together, become Frames.

``race_plan`` is what a person chose, valid once checked. ``comparison`` runs two lanes and emits a
Frame ten times a second; a ``schedule`` says which lane is under load when, both together or in
``turns``; ``changes`` says what was changed meanwhile, ``standstill`` when nothing moved at all.

``lane`` is one side: a server child that is started, watched, restarted, and the ``flow`` of load
on it. That comes from a ``generator_group``: one child (``generator_process``), or more where
``growth`` says that one is the limit. A ``meter`` sums what they report. ``freezer`` and
``placement`` (after ``pinning``) are what may be done to the lane's ``processes`` from outside.

``machine_meter`` says who used the machine, from ``processor_times`` and what the children report.
``calibration`` finds out what a generator could send at most. ``contracts`` is all that is needed
of the children, ``means`` all that is done to the system: tests bring others.
"""
