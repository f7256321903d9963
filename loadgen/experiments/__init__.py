"""Experiments: servers and generators, put together, become Frames.

``race_plan`` is what a person chose, valid once checked. ``lane`` is one side: a server child and a
generator child (``generator_process``), started, watched, restarted; its ``meter`` sums what they
report. ``comparison`` runs both lanes and emits a Frame ten times a second; ``changes`` says what
was changed meanwhile. ``contracts`` is all that they need of the children: tests bring others.
"""
