"""What a person takes away. Everything here is made of Frames, and knows neither sockets nor Qt.

``timeline`` keeps them as columns for plots, ``lane_timeline`` those of one lane (with
``server_columns`` and ``trailing`` percentiles), ``turns`` who raced when. A ``stretch`` is the
part of it that is worth a verdict: undisturbed, and after the ``warm_up``, which is found by a
rule. Its paired ``blocks`` give ``ratios`` of the lanes' figures with their ``intervals``
(``percentiles`` are of merged histograms). The ``verdict`` says so in words: ``sentences``,
``evidence``, ``caution``, ``wording``.

``bottleneck`` has the rules that name what limits a lane (those of the CPU are in
``bottleneck_cpu``), from ``bottleneck_evidence`` that ``bottleneck_limits`` takes from the time
line (``server_columns``, ``process_columns``, ``backend_columns``); while it races,
``bottleneck_watch`` keeps the name from flickering. ``machine_history`` is who used the machine,
``machine_words`` says so. ``generator_use`` is what the sending needed, ``littles_law`` checks the
instrument.

A ``run_record`` is all that is known of one race, its ``environment`` included; ``run_file`` is the
document, with a ``lane_summary`` each, that every other export is a view of. ``fairness`` is the
table of what both servers ran with, which stands in every form. ``exporters`` write them, whole or
not at all (``atomic``).
"""
