"""The interval of a share."""

import math

import numpy as np
import pytest

from loadgen.objective.share import Share


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 400, 0.0, 0.0095), (10, 1000, 0.00545, 0.01831), (500, 1000, 0.4691, 0.5309)],
)
def test_it_is_wilsons(count: int, total: int, low: float, high: float) -> None:
    share = Share.of(count, total)
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_nothing_is_known() -> None:
    assert (Share.of(0, 0).low, Share.of(0, 0).high) == (0.0, 1.0)
    assert math.isnan(Share.of(0, 0).estimate)
    assert Share.of(5, 5).high == 1.0


def test_slow_answers_that_come_together_widen_it() -> None:
    apart = Share.of_blocks([5] * 10, [1000] * 10)
    together = Share.of_blocks([50] + [0] * 9, [1000] * 10)
    assert (apart.count, apart.total) == (together.count, together.total) == (50, 10_000)
    assert apart == Share.of(50, 10_000)
    assert together.high > 1.5 * apart.high
    assert together.low < apart.low


def test_it_covers_the_share_of_bursts_in_most_races() -> None:
    random = np.random.default_rng(3)
    covered = 0
    for _ in range(400):
        bursts = random.random(10) < 0.3
        share = Share.of_blocks([40 if burst else 5 for burst in bursts], [1000] * 10)
        covered += share.low <= (0.3 * 40 + 0.7 * 5) / 1000 <= share.high
    assert covered >= 0.9 * 400
