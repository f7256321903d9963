"""The verdict: who is ahead and by how much, with intervals and what a reader must know.

``ratios`` of the lanes' figures have intervals (``loadgen.statistics.bootstrap``); ``demand`` says
whether a lane keeps up with a constant arrival rate. ``verdict`` decides, as ``verdict_fields``;
``sentences`` are made of them last, of each ``clause``, with ``ratio_text``, ``provenance`` (what
they rest on) and ``caveats``. ``headline`` keeps the displayed sentence from changing without
cause, ``stop_rule`` ends a race that goes on until it is clear. ``no_comparison``, ``outage_text``
and ``failed_requests`` are for races in which a lane failed.
"""
