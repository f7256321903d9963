"""Threads that stay threads, for what watches a server from the inside.

gevent makes a greenlet of every ``threading.Thread``, and of every sleep a turn of its loop: a
greenlet that reports would fall silent with the loop, and one that reads stdin would stop it. What
is bound here, at import, is what the system has; ``hosts.gevent_server`` patches later.
"""

from _thread import allocate_lock as lock
from _thread import start_new_thread
from collections.abc import Callable
from time import sleep

__all__ = ["lock", "sleep", "start"]


def start(work: Callable[[], None]) -> None:
    """Do this in a thread that ends with the process."""
    start_new_thread(work, ())
