"""The program's exit codes, but for signals: those are 128 and the signal's number."""

OK, FAILED, USAGE = 0, 1, 2
"""All went well; something failed, and what was measured is written; nothing was started."""

NOT_MET = 3
"""A requirement fails."""

INTERRUPTED = 130
"""Ctrl-C where nothing handles it."""
