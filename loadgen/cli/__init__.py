"""The command line: a race without a display.

``arguments`` turns words into a checked request (``race_options`` are those that say what is
raced), ``headless`` runs it, ``progress`` shows it live on stderr, ``report`` tells the result on
stdout. ``display`` says whether a window could be opened at all, and ``qt_libraries`` what Qt lacks
for it. ``interrupts`` are the three steps of leaving, and
``result_files`` loses no result. Exit codes: 0 when both lanes ran, 1 when something failed (what
was measured is written), 2 for bad usage, 130, 143 or 129 after Ctrl-C, SIGTERM or SIGHUP.
"""
