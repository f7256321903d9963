"""MSER, the marginal standard error rule: how much of a beginning to leave out of a mean."""

import numpy as np

from loadgen.statistics.column_store import Array


def truncation(values: Array, most: int | None = None) -> int:
    """How many values at the beginning MSER leaves out, at most half of them and at most ``most``.

    NaN is no value.
    """
    known = ~np.isnan(values)
    if known.sum() < 2:
        return 0
    centred = np.where(known, values - np.mean(values[known]), 0.0)
    # Of what is left from each value on: how many, their sum, the sum of their squares.
    count, total, squares = (
        np.cumsum(each[::-1])[::-1] for each in (known.astype(float), centred, centred**2)
    )
    half = min(values.size // 2, values.size if most is None else most) + 1
    count, total, squares = count[:half], total[:half], squares[:half]
    spread = squares - total**2 / np.maximum(count, 1)
    # What is left of a difference of equal sums is rounding, not spread.
    spread[spread < 1e-9 * squares[0]] = 0.0
    error = np.where(count > 1, spread / np.maximum(count, 1) ** 2, np.inf)
    return int(np.argmin(error))
