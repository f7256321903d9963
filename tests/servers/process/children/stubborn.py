"""Ignores the end of stdin and SIGTERM."""

import signal
import sys
import threading

signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdout.write("up\n")
sys.stdout.flush()
threading.Event().wait()
