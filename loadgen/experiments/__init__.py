"""Experiments: servers and generators, put together, become Frames.

``race_plan`` is what a person chose, always valid. ``lane`` is one side: a server child and a
generator child, started, watched, restarted. ``comparison`` runs both lanes and emits a Frame ten
times a second.
"""
