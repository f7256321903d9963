"""What is done to the children's processes from outside: they are frozen, and kept to processors.

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
