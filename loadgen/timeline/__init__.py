"""The columns of a race, made of its frames, and the parts of it that can be compared.

``timeline`` has all lanes, ``lane_timeline`` the columns of one (``server_columns``,
``backend_columns``, ``process_columns``, ``sliding_percentiles``), ``turn_log`` who raced when,
``turns_window`` which turns are compared.
``steady_parts`` is what remains without ``outages``, ``warm_up`` and disturbances; a
``measurement_window`` is a part that a verdict is about, and ``paired_blocks`` cut it into what
both lanes did at the same time. ``bands`` are the parts with a name on the charts.
``machine_history`` and ``machine_text`` say who used the machine, ``generator_use`` what sending
needed.
"""
