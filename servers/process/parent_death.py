"""In a child: leave when the parent is gone, whatever took it. Standard library only.

Two ways, because each has a hole: the end of stdin works everywhere, but a process that is stuck
does not read it; Linux's parent-death signal kills even that one, but exists nowhere else.
"""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable

from servers.process import native_threads
from servers.process.child_environment import PARENT_PID

_PR_SET_PDEATHSIG = 1


def is_started_by_hand() -> bool:
    """Whether no program of ours started this process: then a person reads what it prints."""
    return PARENT_PID not in os.environ


def die_with_parent() -> None:
    """Have the system kill this process when its parent dies; exits at once if it has already.

    Linux looks at the parent's *thread* that started us, not only at its process: a parent must
    start children from a thread that lives as long as they do.
    """
    parent = os.environ.get(PARENT_PID)
    if parent is None or not sys.platform.startswith("linux"):
        return  # started by hand, or no such signal here
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if str(os.getppid()) != parent:
        os._exit(1)


def on_stdin_closed(callback: Callable[[], None]) -> None:
    """Call back once, from a thread of its own, when stdin ends; what it brings is thrown away."""

    def read_to_the_end() -> None:
        # os.read holds no lock of sys.stdin's, which would abort the interpreter on its way out.
        with contextlib.suppress(OSError):
            while os.read(0, 65_536):
                pass
        callback()

    native_threads.start(read_to_the_end)
