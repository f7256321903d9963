"""The command line: races without a display.

``arguments`` turns words into a checked request (``race_options`` say what is raced),
``headless_race`` runs it, ``progress`` shows it live on stderr, ``report`` prints the result on
stdout. ``display_check`` says whether a window could be opened at all, ``qt_libraries`` which
libraries Qt lacks for it. ``result_files`` writes the files. ``check_instrument`` is the command of
that name. Exit codes: 0 when both lanes ran, 1 when something failed (what was measured is
written), 2 for bad usage, 130, 143 or 129 after Ctrl-C, SIGTERM or SIGHUP.
"""
