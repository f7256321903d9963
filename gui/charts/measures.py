"""What can be seen inside a server, one measure at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from loadgen.model.number_format import count, milliseconds, percent, rate, significant

MeasureKey = Literal[
    "in_progress",
    "busy",
    "queued",
    "threads",
    "loop_lag",
    "connections",
    "cpu",
    "switches",
    "pool",
    "per_connection",
    "per_request",
    "per_thread",
]


def _memory(value_kib: float) -> str:
    """In the unit of the axis, however much it is."""
    return f"{significant(value_kib)} KiB"


@dataclass(frozen=True, slots=True)
class Measure:
    """``subtitle`` are phrases, of which the last may be left out.

    ``column`` is that of the time line, ``of`` the one of what there is of it at most. ``least`` is
    the top of an empty axis.
    """

    key: MeasureKey
    title: str
    subtitle: tuple[str, ...]
    column: str
    write: Callable[[float], str]
    least: float
    of: str = ""


MEASURES: tuple[Measure, ...] = (
    Measure("in_progress", "Requests", ("in progress in the server",), "in_progress", count, 10),
    Measure(
        "busy",
        "Busy threads",
        ("threads or pool tokens that are taken",),
        "busy",
        count,
        5,
        of="capacity",
    ),
    Measure("queued", "Queue", ("requests that wait for a thread",), "queued", count, 10),
    Measure("threads", "Threads", ("of all its processes", "whatever for"), "threads", count, 10),
    Measure(
        "loop_lag",
        "Loop lag",
        ("how late the event loop is", "ms"),
        "loop_lag_ms",
        milliseconds,
        5,
    ),
    Measure("connections", "Connections", ("open to the server",), "connections", count, 10),
    Measure("cpu", "CPU", ("% of a core", "all its processes"), "cpu_percent", percent, 120),
    Measure("switches", "Switches", ("context switches a second",), "switches_per_s", rate, 100),
    Measure(
        "pool",
        "Pool",
        ("connections to a service in use",),
        "pool_in_use",
        count,
        5,
        of="pool_size",
    ),
    Measure(
        "per_connection",
        "Memory / connection",
        ("KiB resident", "by open connections"),
        "kib_per_connection",
        _memory,
        100,
    ),
    Measure(
        "per_request",
        "Memory / request",
        ("KiB resident", "by requests in progress"),
        "kib_per_request",
        _memory,
        100,
    ),
    Measure(
        "per_thread",
        "Memory / thread",
        ("KiB resident", "by threads"),
        "kib_per_thread",
        _memory,
        100,
    ),
)
"""In the order of the menu."""


def measure(key: MeasureKey) -> Measure:
    """The measure of that key."""
    return {each.key: each for each in MEASURES}[key]
