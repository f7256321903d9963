"""Which arrival rate to try next: double while an objective holds, then between met and unmet."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from loadgen.export.requirement_result import Result

CLOSEST = 1.1
"""The search ends when a rate that is met and one that is not are within this factor."""

_UP = 2.0


class Tried(NamedTuple):
    """One rate in requests a second, and what came of it; of one tried again, the last counts."""

    rate: int
    result: Result


def sustained(tried: Sequence[Tried]) -> int | None:
    """The highest rate that is met, below all that fail; None where none is."""
    results = _by_rate(tried)
    fails = min((rate for rate, result in results.items() if result == "fails"), default=math.inf)
    met = [rate for rate, result in results.items() if result == "holds" and rate < fails]
    return max(met, default=None)


def unmet(tried: Sequence[Tried]) -> int | None:
    """The lowest rate above ``sustained`` that fails or is not decided."""
    met = sustained(tried) or 0
    results = _by_rate(tried).items()
    return min((rate for rate, result in results if result != "holds" and rate > met), default=None)


def next_rate(tried: Sequence[Tried], first: int, least: int, most: int) -> int | None:
    """The rate to try next, from ``least`` to ``most``, beginning with ``first``; None at the end.

    It ends where the highest rate that is met and the lowest that is not are within ``CLOSEST``,
    where ``most`` is met, or where ``least`` is not.
    """
    if not tried:
        return min(max(first, least), most)
    met, above = sustained(tried), unmet(tried)
    if above is None:
        rate = min(most, round((met or least) * _UP))
    elif met is None:
        rate = max(least, round(above / _UP))
    elif above / met <= CLOSEST:
        return None
    else:
        rate = round(math.sqrt(met * above))
    return None if any(each.rate == rate for each in tried) else rate


def _by_rate(tried: Sequence[Tried]) -> dict[int, Result]:
    return {each.rate: each.result for each in tried}
