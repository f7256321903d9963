"""What is done to the children's processes from outside.

They are frozen, kept to processors, and the time is read for which they were ready to run.

A server is its whole tree, its workers included.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

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


class RunnableTime(NamedTuple):
    """Of all threads of a tree together, in seconds.

    ``ran_s`` is their CPU time, ``waited_s`` for how long they were ready to run and had no
    processor. A stopped process has neither, one that is starved by other programs the second.
    """

    ran_s: float = 0.0
    waited_s: float = 0.0


def runnable_time(pid: int) -> RunnableTime:
    """That of the tree so far, of those processes that are still there.

    What its threads waited is known on Linux alone.
    """
    ran_s = waited_s = 0.0
    for process in _tree(pid):
        with contextlib.suppress(*_GONE):
            times = process.cpu_times()
            ran_s += times.user + times.system
            waited_s += _run_delay_s(process.pid)
    return RunnableTime(ran_s, waited_s)


def _run_delay_s(pid: int) -> float:
    """How long the living threads waited for a processor (see ``schedstat`` in proc(5))."""
    waited_ns = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            waited_ns += int(path.read_bytes().split()[1])
    return waited_ns / 1e9
