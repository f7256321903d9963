"""The processes of one server beside each other, as columns: is one full while others are idle?

A process is *full* when all its threads are busy and a request waits for one, or, when it uses 85 %
of a core or wants 90 % of one (what it waits for a processor included). It is *spare* when it has a
thread that is free and nothing waits, or, where no threads are counted, when it wants less than
half of a core.
"""

from collections import deque
from collections.abc import Sequence

from servers.telemetry.messages import ProcessLoad

PER_PROCESS = ("in_progress", "busy", "queued", "connections", "loop_lag_ms", "cpu_percent")
"""The server columns that are known of each process."""

EXTREMES = {name: (f"{name}_least", f"{name}_most") for name in PER_PROCESS}
"""For each of them, the columns of the least and of the greatest value of any process."""

PROCESS_COLUMNS = (
    "serving",
    "full_processes",
    "full_connections",
    "full_queued",
    "spare_processes",
    *(name for pair in EXTREMES.values() for name in pair),
)
"""How many processes answer; how many are full, with so many connections and requests that wait;
how many are spare; and what the least and the most loaded one has. All are gaps where one process
is the whole server.
"""

FULL, WANTED, SPARE = 0.85, 0.9, 0.5

_WINDOW_S = 1.0


class TrailingRate:
    """How fast a total grows, over the trailing second of the reporter's own clock."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def of(self, at: float, total: float) -> float | None:
        """Per second; None before two reports. A total that falls is another's."""
        seen = self._seen
        if seen and total < seen[-1][1]:
            seen.clear()
        if not seen or at > seen[-1][0]:
            seen.append((at, total))
        while len(seen) > 2 and at - seen[0][0] > _WINDOW_S + 0.05:
            seen.popleft()
        (first, before), (last, after) = seen[0], seen[-1]
        return (after - before) / (last - first) if last > first else None


class _Process:
    def __init__(self) -> None:
        self.cpu, self.wait = TrailingRate(), TrailingRate()


class ProcessColumns:
    """Follows each process by its pid."""

    def __init__(self) -> None:
        self._known: dict[int, _Process] = {}

    def row(self, parts: Sequence[ProcessLoad]) -> dict[str, float]:
        """The values of one row; empty where one process is the whole server."""
        if not parts:
            return {}
        self._known = {each.pid: self._known.get(each.pid) or _Process() for each in parts}
        loads = {part.pid: self._load(part) for part in parts}
        full = [part for part in parts if _is_full(part, *loads[part.pid])]
        spare = [part for part in parts if _is_spare(part, *loads[part.pid])]
        return {
            "serving": len(parts),
            "full_processes": len(full),
            "full_connections": sum(part.connections or 0 for part in full),
            "full_queued": sum(part.queued or 0 for part in full),
            "spare_processes": len(spare),
            **_extremes(parts, [100 * used for used, _ in loads.values()]),
        }

    def _load(self, part: ProcessLoad) -> tuple[float, float]:
        """What it used of a core in the last second, and that with what it waited for one."""
        known = self._known[part.pid]
        used = known.cpu.of(part.at, part.cpu_s) or 0.0
        waited = 0.0 if part.cpu_wait_s is None else known.wait.of(part.at, part.cpu_wait_s) or 0.0
        return used, used + waited


def _extremes(parts: Sequence[ProcessLoad], cpu_percent: Sequence[float]) -> dict[str, float]:
    """The columns of ``EXTREMES`` that every process has a value of."""
    found: dict[str, float] = {}
    for name, (least, most) in EXTREMES.items():
        values = cpu_percent if name == "cpu_percent" else [getattr(each, name) for each in parts]
        known = [value for value in values if value is not None]
        if len(known) == len(parts):
            found |= {least: min(known), most: max(known)}
    return found


def _is_full(part: ProcessLoad, used: float, wanted: float) -> bool:
    threads = part.capacity and (part.busy or 0) >= part.capacity and (part.queued or 0) >= 1
    return bool(threads) or used >= FULL or wanted >= WANTED


def _is_spare(part: ProcessLoad, used: float, wanted: float) -> bool:
    if wanted >= SPARE:
        return False
    return not part.capacity or ((part.busy or 0) < part.capacity and not part.queued)
