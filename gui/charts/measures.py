"""What can be seen inside a server, one measure at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from loadgen.model.number_format import count, milliseconds, percent, rate, significant
from servers.telemetry.columns import COLUMNS, POOL_COLUMNS, Column


def _memory(value_kib: float) -> str:
    """In the unit of the axis, however much it is."""
    return f"{significant(value_kib)} KiB"


_WRITE: dict[str, Callable[[float], str]] = {
    "": count,
    "ms": milliseconds,
    "%": percent,
    "1/s": rate,
    "KiB": _memory,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """``subtitle`` are phrases, of which the last may be left out.

    ``column`` is that of the time line, ``of`` the one of what there is of it at most. ``least`` is
    the top of an empty axis.
    """

    key: str
    title: str
    subtitle: tuple[str, ...]
    column: str
    write: Callable[[float], str]
    least: float
    of: str = ""


def _measure(column: Column) -> Measure:
    write = _WRITE[column.unit]
    return Measure(
        column.key,
        column.title,
        column.describe,
        column.name,
        write,
        column.least,
        column.capacity,
    )


_SHOWN = sorted(
    (each for each in (*COLUMNS, *POOL_COLUMNS) if each.key), key=lambda each: each.menu_place
)
MEASURES: tuple[Measure, ...] = tuple(map(_measure, _SHOWN))
"""In the order of the menu."""


def measure(key: str) -> Measure:
    """The measure of that key; the first one where settings of another version name none."""
    return {each.key: each for each in MEASURES}.get(key, MEASURES[0])
