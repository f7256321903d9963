"""A figure before and after: by what factor it has changed, with its 95 % interval."""

import math
from collections.abc import Sequence

from loadgen.statistics.bootstrap import Ratio, student

_T_OF_ONE = 12.706
"""Student's t at 95 % for one degree of freedom, which ``student`` does not have."""

CONFIDENCE_Z = 1.959964


def change_of(before: Ratio, after: Ratio) -> Ratio:
    """``after`` over ``before``.

    Two races know nothing of each other, so their errors add up as squares, on the scale of
    logarithms. What differs from one race to the next, but not within one, such as how connections
    were spread, is in neither interval: only ``group`` of several races has it.
    """
    half = math.hypot(before.half_width, after.half_width)
    return _ratio(after.estimate / before.estimate, half)


def group(figures: Sequence[Ratio]) -> Ratio:
    """The geometric mean of repeated races, with the interval that their scatter gives."""
    if len(figures) == 1:
        return figures[0]
    logs = [math.log(figure.estimate) for figure in figures]
    mean = sum(logs) / len(logs)
    variance = sum((each - mean) ** 2 for each in logs) / (len(logs) - 1)
    quantile = _T_OF_ONE if len(logs) == 2 else student(len(logs) - 1, CONFIDENCE_Z)
    return _ratio(math.exp(mean), quantile * math.sqrt(variance / len(logs)))


def _ratio(estimate: float, half_width: float) -> Ratio:
    return Ratio(estimate, estimate * math.exp(-half_width), estimate * math.exp(half_width))
