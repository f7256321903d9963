"""Where texts go so that none covers another, without Qt: all in pixels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MERGE = 3.0
_GAP = 8.0
_OFFSET = 5.0


def spread(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Middles as near to the wanted ones as possible, ``height`` apart, in order, between the ends.

    When there is no room for all, they are packed as far as it goes, evenly.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    height = min(height, (bottom - top) / max(len(wanted), 1))
    groups: list[tuple[list[int], float]] = []
    for n in order:
        members, middle = [n], _clamped(wanted[n], 1, height, top, bottom)
        while groups and groups[-1][1] + height * (len(groups[-1][0]) + len(members)) / 2 > middle:
            members = groups.pop()[0] + members
            mean = sum(wanted[m] for m in members) / len(members)
            middle = _clamped(mean, len(members), height, top, bottom)
        groups.append((members, middle))
    placed = [0.0] * len(wanted)
    for members, middle in groups:
        first = middle - height * (len(members) - 1) / 2
        for rank, n in enumerate(members):
            placed[n] = first + rank * height
    return placed


def _clamped(middle: float, count: int, height: float, top: float, bottom: float) -> float:
    half = height * count / 2
    return min(max(middle, top + half), bottom - half)


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A dotted line at ``x``; its text starts at ``text_x``, empty where there was no room."""

    x: float
    text: str
    text_x: float


def place_marks(
    marks: Sequence[tuple[float, str]], width: Callable[[str], float], left: float, right: float
) -> list[PlacedMark]:
    """Lines for all marks and texts for as many as fit, the newest first; ``marks`` ascend in x.

    Marks of the same moment share a line. Where room is short, a subject that a neighbour names is
    left out: “concurrency 16 → 64”, then “64 → 256”.
    """
    merged: list[tuple[float, str]] = []
    for x, text in marks:
        if merged and x - merged[-1][0] < _MERGE:
            merged[-1] = (x, text)
        else:
            merged.append((x, text))
    placed: list[PlacedMark] = []
    limit = right
    for n in range(len(merged) - 1, -1, -1):
        x, text = merged[n]
        neighbours = [merged[m][1] for m in (n - 1, n + 1) if 0 <= m < len(merged)]
        fitting = (t for t in (text, shortened(text, neighbours)) if t)
        place = next(((t, x + _OFFSET) for t in fitting if x + _OFFSET + width(t) <= limit), None)
        if place is None and n == len(merged) - 1:
            # What just happened is always told. Left of their lines, other texts would seem to
            # belong to the line before.
            place = (text, max(left, x - _OFFSET - width(text)))
        placed.append(PlacedMark(x, *(place or ("", x))))
        limit = min(limit, x, place[1] if place else x) - _GAP
    return placed[::-1]


def shortened(text: str, neighbours: Sequence[str]) -> str:
    """``text`` without the subject that one of its neighbours names too; empty when none does."""
    subject, arrow, _ = text.partition(" → ")
    name = subject.rpartition(" ")[0]
    if arrow and name and any(other.startswith(name + " ") for other in neighbours):
        return text[len(name) + 1 :]
    return ""
