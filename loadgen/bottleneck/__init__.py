"""What limits a lane: a stated rule over measured values.

``from_timeline`` collects the ``inputs`` from the columns, ``rules`` and ``cpu_rules`` decide, the
answer is a ``bottleneck``. ``littles_law`` checks the measurement itself. ``debounce`` holds the
displayed bottleneck while another has not lasted.
"""
