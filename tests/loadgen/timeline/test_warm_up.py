"""The warm-up is found where there is one, and only there."""

import numpy as np
import pytest

from loadgen.statistics.mser import truncation
from loadgen.timeline.warm_up import warm_up
from tests.support.every_case import every_case
from tests.support.synthetic_frames import Side, timeline

STEADY = Side(per_tick=100, jitter=10, latency_ms=20, spread=0.05)


@every_case(
    ("values", "left_out"),
    [
        ([], 0),
        ([5.0], 0),
        ([5.0] * 20, 0),
        ([1.0, 3.0] + [5.0] * 18, 2),
        ([9.0] * 4 + [5.0, 5.1] * 10, 4),
        ([0.1 + 0.2, 0.3] * 10, 0),  # rounding is no warm-up
        ([1.0] * 15 + [5.0] * 5, 0),  # the end is not more steady than the beginning
        ([np.nan, np.nan, 1.0] + [5.0] * 17, 3),
        ([np.nan] * 9, 0),
    ],
)
def test_what_is_left_out(values: list[float], left_out: int) -> None:
    assert truncation(np.array(values)) == left_out


def test_never_more_than_half_is_left_out() -> None:
    for seed in range(100):
        walk = np.random.default_rng(seed).normal(size=31).cumsum()
        assert truncation(walk) <= 16


def test_of_steady_noise_little_is_left_out() -> None:
    left_out = [truncation(np.random.default_rng(seed).normal(size=60)) for seed in range(200)]
    assert np.mean(left_out) < 3


@pytest.mark.parametrize("seconds", [0.5, 1.0, 2.5])
@pytest.mark.parametrize(
    "cold",
    [
        Side(per_tick=50, jitter=10, latency_ms=20, spread=0.05),
        Side(per_tick=100, jitter=10, latency_ms=40, spread=0.05),
    ],
)
def test_a_slow_start_is_found_in_throughput_and_in_latency(seconds: float, cold: Side) -> None:
    lane = timeline((seconds, cold, STEADY), (10, STEADY, STEADY)).lane("a")
    assert seconds - 1e-6 <= warm_up(lane, [(0.0, seconds + 10)], 60).left_out_s <= seconds + 1.5


def test_the_same_slow_start_of_many_short_turns_is_found_in_all_of_them_together() -> None:
    cold = Side(per_tick=85, jitter=10, latency_ms=20, spread=0.05)
    line = timeline(
        *[(s, side, STEADY) for _ in range(20) for s, side in ((0.3, cold), (0.7, STEADY))]
    )
    turns = [(float(n), n + 1.0) for n in range(20)]
    assert 0.29 <= warm_up(line.lane("a"), turns, 60).left_out_s <= 0.51


def test_without_rows_there_is_no_warm_up() -> None:
    lane = timeline((1, STEADY, STEADY)).lane("a")
    assert warm_up(lane, [], 60) == (0, 0)
    assert warm_up(lane, [(5.0, 6.0)], 60) == (0, 0)
