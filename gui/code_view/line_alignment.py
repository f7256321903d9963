"""Which line of one module corresponds to which of another: two columns of the same height.

Handlers of the same route are pinned to each other; between them, lines are matched by the words
they share, in the order in which they stand (Needleman and Wunsch).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from gui.code_view.handler_analysis import Handler, Reading

Row = tuple[int | None, int | None]
"""A line of the left and of the right, counted from 1; None is a blank that fills up."""

_LEAST = 0.34
"""Lines that share less than this do not correspond."""
_WORD = re.compile(r"\w+|[@(\[{:=]")
_SAME = {
    "await": "",
    "async": "",
    "blueprint": "router",
    "blp": "router",
    "bp": "router",
    "APIRouter": "Blueprint",
}


def align(left: Reading, right: Reading) -> tuple[Row, ...]:
    """All lines of both, each once, in order."""
    rows: list[Row] = []
    a = b = 1
    for mine, yours in _anchors(left, right):
        rows += _matched(left, right, range(a, mine), range(b, yours))
        rows.append((mine, yours))
        a, b = mine + 1, yours + 1
    ends = range(a, len(left.lines) + 1), range(b, len(right.lines) + 1)
    return (*rows, *_matched(left, right, *ends))


def alike(one: str, other: str) -> float:
    """0 to 1: how many of their words two lines share.

    Names that only differ in the framework count as the same.
    """
    return _share(_words(one), _words(other))


def _anchors(left: Reading, right: Reading) -> list[tuple[int, int]]:
    """Pair the first decorator, the ``def`` and the end of handlers of one route.

    Only where the order of both files allows it.
    """
    of: dict[str, Handler] = {_plain(each.route): each for each in right.handlers}
    found: list[tuple[int, int]] = []
    for mine in left.handlers:
        yours = of.get(_plain(mine.route))
        if yours is None or (found and yours.first <= found[-1][1]):
            continue
        found.append((mine.first, yours.first))
        if mine.line > mine.first and yours.line > yours.first:
            found.append((mine.line, yours.line))
    return found


def _plain(route: str) -> str:
    """``get /orders/{}``, however the framework writes the variable part."""
    return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", route)


def _matched(left: Reading, right: Reading, mine: range, yours: range) -> list[Row]:
    """Rows of these two stretches."""
    pairs = _best([left.lines[n - 1] for n in mine], [right.lines[n - 1] for n in yours])
    rows: list[Row] = []
    a, b = mine.start, yours.start
    for i, j in pairs:
        rows += zip_longest(range(a, mine.start + i), range(b, yours.start + j))
        rows.append((mine.start + i, yours.start + j))
        a, b = mine.start + i + 1, yours.start + j + 1
    return [*rows, *zip_longest(range(a, mine.stop), range(b, yours.stop))]


def _best(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of positions that have most in common in all."""
    mine, yours = [_words(each) for each in left], [_words(each) for each in right]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    shared = [[_share(one, other) for other in yours] for one in mine]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], shared[i][j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if shared[i][j] and best[i][j] == shared[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _words(line: str) -> Counter[str]:
    words: Iterable[str] = _WORD.findall(line)
    return Counter(word for each in words if (word := _SAME.get(each, each)))


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient; blank lines are only a little alike, so that they hold nothing apart."""
    if not one or not other:
        return 0.05 if not one and not other else 0.0
    share = 2 * (one & other).total() / (one.total() + other.total())
    return share if share >= _LEAST else 0.0
