"""What is done to the children's processes from outside: they are frozen, kept to processors, and
their CPU time is read.

A server is its whole tree, its workers included.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable

import psutil

_GONE = (psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError, PermissionError)


def _tree(pid: int) -> list[psutil.Process]:
    """The process and all below it, itself first; empty when it is gone."""
    with contextlib.suppress(*_GONE):
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    return []


def freeze(pid: int) -> Callable[[], None]:
    """Stop the tree where it stands; what is returned lets it go on, and may be called twice."""
    frozen = []
    for process in _tree(pid):  # itself first: it can start no other meanwhile
        with contextlib.suppress(*_GONE):
            process.suspend()
            frozen.append(process)

    def thaw() -> None:
        while frozen:
            with contextlib.suppress(*_GONE):
                frozen.pop().resume()

    return thaw


def keep_to(pid: int, processors: Iterable[int]) -> bool:
    """Let the tree run on these processors only; False when the system does not obey."""
    wanted = sorted(processors)
    try:
        for process in _tree(pid):
            if sys.platform == "linux":
                # Linux knows processors of a thread; new threads inherit those of their maker.
                for thread in process.threads():
                    with contextlib.suppress(ProcessLookupError):
                        os.sched_setaffinity(thread.id, wanted)
            else:
                process.cpu_affinity(wanted)
    except (*_GONE, OSError, ValueError, AttributeError):
        return False
    return True


def cpu_seconds(pid: int) -> float:
    """User and system time of the tree so far, of those processes that are still there."""
    spent_s = 0.0
    for process in _tree(pid):
        with contextlib.suppress(*_GONE):
            times = process.cpu_times()
            spent_s += times.user + times.system
    return spent_s
