"""At one look, the interval from few pairs holds the truth in 93 of 100 races, also where noise has
heavy tails or is skewed: a percentile bootstrap, which is too narrow with few pairs, does not.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest

from loadgen.statistics.bootstrap import Statistic, draws, with_interval
from loadgen.statistics.column_store import Array
from tests.support.every_case import every_case

RACES = 400

Noise = Callable[[np.random.Generator, tuple[int, int]], Array]

NOISES: dict[str, Noise] = {
    "normal": lambda random, size: random.normal(size=size),
    "heavy-tailed": lambda random, size: random.standard_t(3, size=size),
    # Its mean is exp(1/2), and most values are below it.
    "skewed": lambda random, size: np.exp(random.normal(size=size)) - math.exp(0.5),
}


def mean_of(deviations: Array) -> Statistic:
    """The mean deviation of the pairs that are drawn, as a logarithm."""
    return lambda weights: (weights @ deviations) / weights.sum(axis=1)


@pytest.mark.slow
@every_case("in_turns", [True, False])
@every_case("noise", NOISES)
@every_case("pairs", [5, 8, 15, 30])
def test_an_interval_from_few_pairs_holds_the_truth(pairs: int, noise: str, in_turns: bool) -> None:
    """The truth is a ratio of 1; in turns neighbours are taken to be independent."""
    held = percentile_held = 0
    for deviations in 0.05 * NOISES[noise](np.random.default_rng(pairs), (RACES, pairs)):
        means = draws(pairs) @ deviations / pairs
        ratio = with_interval(mean_of(deviations), pairs, alternate=in_turns)
        assert ratio is not None
        held += ratio.holds_one
        low, high = np.quantile(means, [0.025, 0.975])
        percentile_held += low <= 0 <= high
    assert held >= 0.93 * RACES
    if pairs <= 8:
        assert percentile_held < 0.93 * RACES
