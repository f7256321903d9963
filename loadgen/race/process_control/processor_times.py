"""The system's accounting of the processors that may be used: how long they were idle."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from servers.process.processors import Processors, usable_processors


@dataclass(frozen=True, slots=True)
class ProcessorTimes:
    """Running totals in seconds at a moment, ``at`` on ``time.monotonic``.

    ``idle_s`` is the time that the allowed processors had nothing to run, summed over them: idle
    and waiting for I/O, in which another process could have run. Time that a hypervisor gave to
    other machines (steal) is not idle. ``group_s`` is the CPU time of all processes under the
    quota, None without a quota. ``program_s`` is that of this process.
    """

    at: float
    idle_s: float
    program_s: float
    group_s: float | None = None


ReadProcessorTimes = Callable[[Processors], ProcessorTimes | None]


def read_processor_times(processors: Processors) -> ProcessorTimes | None:
    """Now; None where the system does not tell. About 0.1 ms on two processors."""
    at, program_s = time.monotonic(), time.process_time()
    try:
        idle_s = _idle_s(set(processors.allowed))
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    group_s = processors.quota.used_s() if processors.quota and processors.has_quota else None
    return ProcessorTimes(at, idle_s, program_s, group_s)


def free_cores_s() -> float:
    """Running total of the CPU time that this program might have used and nobody did, in seconds.

    What the quota left, without one the idle time. 0 where that is not known.
    """
    processors = usable_processors()
    found = read_processor_times(processors)
    if found is None:
        return 0.0
    if found.group_s is None:
        return found.idle_s
    return processors.cores * found.at - found.group_s


def _idle_s(allowed: set[int]) -> float:
    if sys.platform == "linux":
        # psutil numbers the processors that are online one after the other, /proc/stat as the
        # affinity mask does.
        with open("/proc/stat", "rb") as file:
            lines = file.read().split(b"\n")
        ticks = sum(_idle_ticks(line, allowed) for line in lines if line.startswith(b"cpu"))
        return ticks / _TICKS_PER_S
    each = psutil.cpu_times(percpu=True)
    return float(sum(times.idle for number, times in enumerate(each) if number in allowed))


def _idle_ticks(line: bytes, allowed: set[int]) -> int:
    """Of ``cpu3 user nice system idle iowait ...``; 0 of one that may not be used."""
    name, *values = line.split()
    number = name.removeprefix(b"cpu")
    return int(values[3]) + int(values[4]) if number and int(number) in allowed else 0


if sys.platform == "linux":
    import os

    _TICKS_PER_S = os.sysconf("SC_CLK_TCK")
