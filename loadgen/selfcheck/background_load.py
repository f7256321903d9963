"""How much of the machine others used while something was measured."""

import sys
import time
from typing import NamedTuple

import psutil

OTHERS_MAX_PERCENT = 10.0
"""Above, figures say as much about them as about the instrument."""

_IDLE = {"idle", "iowait", "guest", "guest_nice"}  # a guest's time is in the user's already


class Used(NamedTuple):
    """CPU seconds of all cores, and of this process with its ended children, at a time."""

    at: float
    busy_s: float
    own_s: float


def measure_use() -> Used:
    """Until now."""
    return Used(time.monotonic(), _busy_s(), _own_s())


def others_percent(before: Used, after: Used, cores: int) -> float | None:
    """Of all cores' time; None where the system does not tell our own (Windows)."""
    elapsed_s = after.at - before.at
    if sys.platform == "win32" or elapsed_s <= 0:
        return None
    others_s = (after.busy_s - before.busy_s) - (after.own_s - before.own_s)
    return max(0.0, 100 * others_s / (elapsed_s * cores))


def caution(percent: float | None) -> str:
    """A sentence for the user when others took too much, else nothing."""
    if percent is None or percent <= OTHERS_MAX_PERCENT:
        return ""
    return (
        f"Other processes took {percent:.0f} % of this machine's CPU meanwhile, which spoils such "
        "figures: close them, and check again."
    )


def _busy_s() -> float:
    times = psutil.cpu_times()._asdict()
    return float(sum(seconds for name, seconds in times.items() if name not in _IDLE))


def _own_s() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)
