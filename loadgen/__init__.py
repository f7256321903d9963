"""The load generator, the experiments made with it, and their results. No Qt, and no display
needed.

``generator`` is a child process that sends requests to one server as its ``plan`` says and reports
``snapshot``s ten times a second; latencies travel as ``histogram``s, never as raw samples.
``experiments`` puts a server and a generator into each lane and turns what they report into
``frame``s: the one value that the rest of the program talks about. ``results`` makes of frames what
a person wants: columns for plots, a verdict, the run document and its exports. ``command_line``
races without a window. ``user_files`` says where settings, calibration and log are, and
``program_log`` writes that log.
"""
