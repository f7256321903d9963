"""Which processors the children of each lane are kept to.

Sender and server then do not displace each other. Nothing is done here, it is only worked out.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import psutil

from loadgen.model.frame import LANES, LaneId, Pinned

Core = tuple[int, ...]
"""The processors of one core: those that share its execution units."""


def cores() -> list[Core]:
    """The cores that this process may use."""
    try:
        allowed = psutil.Process().cpu_affinity()  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, psutil.Error):
        return []
    return sorted({_siblings(cpu, allowed) for cpu in allowed})


def _siblings(cpu: int, allowed: Sequence[int]) -> Core:
    if sys.platform == "linux":
        try:
            listed = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
            return tuple(each for each in _numbers(listed.read_text()) if each in allowed)
        except (OSError, ValueError):
            return (cpu,)
    # Windows numbers the processors of a core one after the other.
    whole = max(1, (psutil.cpu_count() or 1) // (psutil.cpu_count(logical=False) or 1))
    first = cpu - cpu % whole
    return tuple(each for each in range(first, first + whole) if each in allowed)


def _numbers(text: str) -> list[int]:
    """``0,4`` and ``0-1``, as Linux writes them."""
    found: list[int] = []
    for part in text.strip().split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def problem(known: Sequence[Core] | None = None) -> str:
    """Why nothing can be pinned here, in a sentence; empty when it can."""
    found = cores() if known is None else known
    if not found:
        return "This system does not let a program keep its processes to processors."
    if len(found) < 2:
        return "Keeping servers and generators apart takes two cores; there is one."
    return ""


def layout(known: Sequence[Core], mode: Literal["together", "turns"]) -> dict[LaneId, Pinned]:
    """Servers on the upper half of the cores, generators on the lower.

    In turns a lane has all of each half. Together the lanes part a half where it has two cores or
    more; else they share its one core.
    """
    half = len(known) // 2
    senders, servers = list(known[:half]), list(known[half:])
    return {
        lane: Pinned(
            server=_processors(_part(servers, n, mode)),
            generators=_processors(_part(senders, n, mode)),
        )
        for n, lane in enumerate(LANES)
    }


def one_of(
    processors: tuple[int, ...], lane: LaneId, mode: Literal["together", "turns"]
) -> tuple[int, ...]:
    """The one of these for a server that may use one core alone.

    Lanes that race together get different ones where there are two.
    """
    from_the_end = LANES.index(lane) if mode == "together" else 0
    return (processors[-1 - from_the_end % len(processors)],)


def _part(half: list[Core], n: int, mode: str) -> list[Core]:
    if mode == "turns" or len(half) < 2:
        return half
    middle = len(half) // 2
    return half[:middle] if n == 0 else half[middle : 2 * middle]


def _processors(part: Sequence[Core]) -> tuple[int, ...]:
    return tuple(sorted(cpu for core in part for cpu in core))
