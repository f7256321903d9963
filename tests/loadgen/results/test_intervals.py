"""Intervals hold the truth as often as they say, with few blocks and with noise that lingers."""

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from loadgen.histogram import LatencyHistogram
from loadgen.results.blocks import LaneBlocks, PairedBlocks
from loadgen.results.columns import Array
from loadgen.results.intervals import Ratio, Statistic, draws, student, with_interval
from loadgen.results.percentiles import Percentile, cumulative
from loadgen.results.ratios import Ratios, ratios_of

if TYPE_CHECKING:
    from loadgen.frame import LaneId

SEEDS = 400
TRUTH = 1.25
TICKS = 10


def lingering(random: np.random.Generator, blocks: int, sticky: float) -> Array:
    """A first-order autoregression over ticks, averaged over each block of ten."""
    noise = random.normal(size=blocks * TICKS)
    for n in range(1, noise.size):
        noise[n] = sticky * noise[n - 1] + math.sqrt(1 - sticky**2) * noise[n]
    means: Array = noise.reshape(blocks, TICKS).mean(axis=1)
    return means


def lane(random: np.random.Generator, shared: Array, factor: float, sticky: float) -> LaneBlocks:
    """A lane whose rate, latency and CPU scatter, on their own and with the other lane's."""
    blocks = shared.size
    off = 0.05 * shared + 0.05 * lingering(random, blocks, sticky)
    ok = np.round(20_000 * factor * np.exp(off))
    cpu = ok * 1e-5 * factor * np.exp(0.03 * lingering(random, blocks, sticky))
    latencies = 0.01 * factor * np.exp(random.normal(off[:, np.newaxis], 0.3, (blocks, 400)))
    return LaneBlocks(ok, np.ones(blocks), cpu, [cumulative(histogram(row)) for row in latencies])


def histogram(latencies_s: Array) -> LatencyHistogram:
    kept = LatencyHistogram()
    kept.record(latencies_s)
    return kept


def measured(seed: int, blocks: int, sticky: float) -> Ratios:
    random = np.random.default_rng(seed)
    shared = lingering(random, blocks, sticky)
    lanes: dict[LaneId, LaneBlocks] = {
        "a": lane(random, shared, 1.0, sticky),
        "b": lane(random, shared, TRUTH, sticky),
    }
    return ratios_of(PairedBlocks(lanes))


@pytest.mark.parametrize(
    ("blocks", "sticky"), [(3, 0.0), (4, 0.0), (8, 0.0), (30, 0.0), (10, 0.5), (20, 0.8), (40, 0.9)]
)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(blocks: int, sticky: float) -> None:
    held = np.zeros(4)
    for seed in range(SEEDS):
        for n, ratio in enumerate(measured(seed, blocks, sticky).named().values()):
            assert ratio is not None
            assert ratio.interval is not None
            held[n] += ratio.interval[0] <= TRUTH <= ratio.interval[1]
    assert (held >= 0.92 * SEEDS).all()
    assert (held <= 0.99 * SEEDS).all()


@pytest.mark.parametrize("pairs", [4, 8])
@pytest.mark.parametrize("sticky", [0.0, 0.9, 0.98])
def test_noise_that_lasts_longer_than_a_turn_is_not_taken_for_a_difference(
    pairs: int, sticky: float
) -> None:
    held = 0
    for seed in range(SEEDS):
        random = np.random.default_rng([seed, pairs])
        one, other = lingering(random, 2 * pairs, sticky).reshape(-1, 2).T
        # ABBA: in every second pair the other lane comes first.
        abba = (other - one) * np.where(np.arange(pairs) % 2, -1, 1)
        ratio = with_interval(scatter(abba), pairs)
        held += ratio is not None and ratio.holds_one
    assert 0.92 * SEEDS <= held <= 0.99 * SEEDS


def scatter(deviations: Array) -> Statistic:
    """The mean deviation of the blocks that are drawn, as a logarithm."""
    return lambda weights: (weights @ deviations) / weights.sum(axis=1)


def test_who_looks_after_every_pair_and_stops_when_it_is_clear_is_seldom_fooled() -> None:
    fooled = naive = 0
    for seed in range(200):
        deviations = np.random.default_rng(seed).normal(0, 0.05, 40)
        looks = [with_interval(scatter(deviations[:n]), n) for n in range(3, 41)]
        fooled += any(ratio is not None and ratio.is_clear for ratio in looks)
        naive += any(ratio is not None and not ratio.holds_one for ratio in looks)
    assert fooled <= 0.08 * 200
    assert naive >= 0.2 * 200  # or the stricter rule were not needed


def test_a_true_difference_becomes_clear() -> None:
    deviations = np.random.default_rng(1).normal(np.log(1.1), 0.03, 12)
    ratio = with_interval(scatter(deviations), 12)
    assert ratio is not None
    assert ratio.is_clear
    assert ratio.inverse().is_clear
    assert not Ratio(1.1).is_clear


def test_the_same_blocks_give_the_same_interval() -> None:
    assert measured(1, 8, 0.0) == measured(1, 8, 0.0)


def test_one_block_in_which_nothing_came_back_costs_no_interval() -> None:
    logs = np.full(40, 0.1)
    logs[7] = -np.inf

    def statistic(weights: Array) -> Array:
        return np.asarray(np.log(weights @ np.exp(logs)))

    with np.errstate(divide="ignore"):
        ratio = with_interval(statistic, 40)
    assert ratio is not None
    assert ratio.interval is not None


def test_no_interval_is_narrower_than_what_a_bucket_can_tell() -> None:
    alike = np.full(6, 0.01)
    lanes: dict[LaneId, LaneBlocks] = {
        "a": LaneBlocks(alike, alike, alike, [cumulative(histogram(np.full(9, 0.0500)))] * 6),
        "b": LaneBlocks(alike, alike, alike, [cumulative(histogram(np.full(9, 0.0504)))] * 6),
    }
    found = ratios_of(PairedBlocks(lanes))
    assert found.p50 is not None
    assert found.p99 is not None
    assert found.p50.holds_one
    assert found.p99.holds_one


@pytest.mark.parametrize(
    ("ok_b", "expected"),
    [
        ([5.0, 5.0, 5.0], Ratio(0.5, 0.5 / 1.005, 0.5 * 1.005)),
        ([0.0, 0.0, 15.0], Ratio(0.5)),  # in some draws b answered nothing
        ([0.0, 0.0, 0.0], None),
    ],
)
def test_what_is_undefined_has_no_interval_or_no_ratio(
    ok_b: list[float], expected: Ratio | None
) -> None:
    second = np.ones(3)
    nothing = [cumulative(LatencyHistogram())] * 3
    lanes: dict[LaneId, LaneBlocks] = {
        "a": LaneBlocks(10 * second, second, second, nothing),
        "b": LaneBlocks(np.array(ok_b), second, np.nan * second, nothing),
    }
    found = ratios_of(PairedBlocks(lanes))
    assert found.p99 is None
    assert found.cpu_per_request is None
    if expected is None:
        assert found.throughput is None
        return
    assert found.throughput is not None
    assert found.throughput.estimate == pytest.approx(expected.estimate)
    assert found.throughput.interval == (expected.interval and pytest.approx(expected.interval))


@pytest.mark.parametrize("fraction", [0.01, 0.5, 0.9, 0.99, 1.0])
def test_blocks_drawn_together_have_the_percentile_of_the_merged_histogram(fraction: float) -> None:
    random = np.random.default_rng(3)
    parts = [histogram(0.02 * np.exp(random.normal(n / 10, 0.5, 50 * n))) for n in range(7)]
    percentile = Percentile([cumulative(part) for part in parts], fraction)
    for weights in (np.ones(7), np.arange(7.0), np.array([0, 3, 0, 1, 0, 0, 2.0])):
        merged = LatencyHistogram()
        for part, times in zip(parts, weights, strict=True):
            for _ in range(int(times)):
                merged.add(part)
        micros = np.exp(percentile(weights[np.newaxis]))[0]
        assert micros == pytest.approx(merged.percentile(fraction) * 1e6, rel=0.03)


def test_latencies_over_the_range_are_counted() -> None:
    over = histogram(np.array([0.01, 300.0, 300.0]))
    assert np.exp(Percentile([cumulative(over)], 0.99)(np.ones((1, 1))))[0] > 268e6


@pytest.mark.parametrize(
    ("freedom", "table"), [(2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (59, 2.001)]
)
def test_students_quantile(freedom: int, table: float) -> None:
    assert student(freedom) == pytest.approx(table, rel=0.01)


def test_each_draw_takes_as_many_blocks_as_there_are() -> None:
    assert (draws(7).sum(axis=1) == 7).all()
    assert draws(7).mean() == pytest.approx(1)
