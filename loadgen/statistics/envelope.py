"""One figure of several starts of the same server."""

import math
from collections.abc import Iterable

from loadgen.statistics.bootstrap import Ratio


def envelope(figures: Iterable[Ratio | None]) -> Ratio | None:
    """The geometric mean, from the lowest end of an interval to the highest.

    None where one of them has no interval.
    """
    known = list(figures)
    ends = [each.interval for each in known if each is not None and each.interval is not None]
    if not ends or len(ends) < len(known):
        return None
    mean = math.exp(sum(math.log(each.estimate) for each in known if each) / len(known))
    return Ratio(mean, min(low for low, _ in ends), max(high for _, high in ends))
