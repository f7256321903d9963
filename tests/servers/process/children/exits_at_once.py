"""Complains and leaves."""

import sys

sys.exit("no such thing")
