"""Where texts go so that none covers another, without Qt: all in pixels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_GAP = 8.0


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
class Placed:
    """Text number ``index`` of those that were to be placed, from ``left`` to ``right``."""

    index: int
    left: float
    right: float


def place_in_line(
    wanted: Sequence[tuple[float, float]], left: float, right: float, gap: float = _GAP
) -> list[Placed]:
    """Texts in one line, each as near to the right of its point as the others allow.

    ``wanted`` are (point, width), ascending. Where there is no room for all, the oldest are left
    out, those that come first.
    """
    first, taken = len(wanted), -gap
    while first > 0 and taken + gap + wanted[first - 1][1] <= right - left:
        first -= 1
        taken += gap + wanted[first][1]
    lefts: list[float] = []
    free = left
    for at, width in wanted[first:]:
        lefts.append(max(at, free))
        free = lefts[-1] + width + gap
    limit = right
    for n in range(len(lefts) - 1, -1, -1):
        width = wanted[first + n][1]
        lefts[n] = min(lefts[n], limit - width)
        limit = lefts[n] - gap
    return [Placed(first + n, at, at + wanted[first + n][1]) for n, at in enumerate(lefts)]


def place_in_rows(
    wanted: Sequence[tuple[float, float]],
    right: float,
    rows: int,
    taken: Callable[[int], list[tuple[float, float]]],
    gap: float = _GAP,
) -> list[tuple[int, float] | None]:
    """The row and the left edge of each text, None where no row has room for it.

    ``wanted`` are (left, width), the most important first; a text that would leave ``right`` is
    moved to the left. ``taken`` returns for one of so many ``rows`` (left, right) of what is there
    already; it is asked for a row only when those before it have no room, since looking where
    curves are costs 50 us.
    """
    known: dict[int, list[tuple[float, float]]] = {}

    def has_room(n: int, left: float, right: float) -> bool:
        if n not in known:
            known[n] = taken(n)
        return all(right + gap <= low or high + gap <= left for low, high in known[n])

    placed: list[tuple[int, float] | None] = []
    for at, width in wanted:
        left = min(at, right - width)
        n = next((n for n in range(rows) if has_room(n, left, left + width)), None)
        if n is not None:
            known[n].append((left, left + width))
        placed.append(None if n is None else (n, left))
    return placed


def merge_near(points: Sequence[float], apart: float) -> list[tuple[float, int, int]]:
    """Groups of ascending points that are closer than ``apart`` to the group's first.

    Returns where each group stands, and its first and last member.
    """
    groups: list[tuple[float, int, int]] = []
    for n, at in enumerate(points):
        if groups and at - groups[-1][0] < apart:
            start, first, _ = groups[-1]
            groups[-1] = (start, first, n)
        else:
            groups.append((at, n, n))
    return groups
