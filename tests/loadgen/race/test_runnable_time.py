"""A server that other programs starve is not taken for one that is stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from loadgen.race.liveness import BUSY_SHARE
from loadgen.race.process_control.process_tree import runnable_time

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="run delays are Linux's"),
]

SPIN = "while True: pass"
RIVAL_S = 0.3
"""A look takes until a rival has used so much CPU time."""


@contextmanager
def spinning(nice: int = 0) -> Iterator[psutil.Process]:
    """A process that computes, on one core that it shares with all others of this test."""
    child = subprocess.Popen([sys.executable, "-c", SPIN])
    os.sched_setaffinity(child.pid, {min(os.sched_getaffinity(0))})
    os.setpriority(os.PRIO_PROCESS, child.pid, nice)
    try:
        yield psutil.Process(child.pid)
    finally:
        child.kill()
        child.wait(10)


def cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def shares(process: psutil.Process, rival: psutil.Process) -> tuple[float, float]:
    """Of the time of one look: in which it was ready to run, and in which it ran."""
    began_s, until_s = time.monotonic(), cpu_seconds(rival) + RIVAL_S
    ready_s, ran_s = sum(runnable_time(process.pid)), cpu_seconds(process)
    while cpu_seconds(rival) < until_s:
        os.sched_yield()
    took_s = time.monotonic() - began_s
    return (sum(runnable_time(process.pid)) - ready_s) / took_s, (
        cpu_seconds(process) - ran_s
    ) / took_s


def test_waiting_for_a_processor_counts_and_being_stopped_does_not() -> None:
    # At nice 15 it runs a few times in each look; at 19 perhaps never, and what it waits for is
    # counted when it runs.
    with spinning(nice=15) as starved, spinning() as rival, spinning():
        ready, ran = shares(starved, rival)
        assert ran < BUSY_SHARE < ready
        starved.send_signal(signal.SIGSTOP)
        os.waitpid(starved.pid, os.WUNTRACED)
        ready, _ = shares(starved, rival)
        assert ready < BUSY_SHARE
