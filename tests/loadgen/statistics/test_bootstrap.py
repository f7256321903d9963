"""Intervals hold the truth at all looks as often as they say, with few blocks and with noise that
lasts.
"""

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from loadgen.model.histogram import LatencyHistogram
from loadgen.statistics.block_percentiles import Percentile, cumulative
from loadgen.statistics.bootstrap import Ratio, Statistic, draws, student, with_interval
from loadgen.statistics.column_store import Array
from loadgen.timeline.measurement_window import TOGETHER_MIN
from loadgen.timeline.paired_blocks import LaneBlocks, PairedBlocks
from loadgen.verdict.ratios import Ratios, ratios_of

if TYPE_CHECKING:
    from loadgen.model.frame import LaneId

SEEDS = 100
TRUTH = 1.25
TICKS = 10


def lingering(random: np.random.Generator, blocks: int, sticky: float) -> Array:
    """A first-order autoregression over ticks, averaged over each block of ten."""
    noise = autoregression(blocks * TICKS, sticky) @ random.normal(size=blocks * TICKS)
    means: Array = noise.reshape(blocks, TICKS).mean(axis=1)
    return means


@lru_cache
def autoregression(size: int, sticky: float) -> Array:
    """The matrix that makes a first-order autoregression with a variance of 1 of white noise."""
    after = np.arange(size)[:, np.newaxis] - np.arange(size)
    matrix: Array = np.where(after >= 0, sticky ** np.maximum(after, 0.0), 0.0)
    matrix[:, 1:] *= math.sqrt(1 - sticky**2)
    return matrix


def lane(random: np.random.Generator, shared: Array, factor: float, sticky: float) -> LaneBlocks:
    """A lane whose rate, latency and CPU scatter, on their own and with the other lane's."""
    blocks = shared.size
    off = 0.05 * shared + 0.05 * lingering(random, blocks, sticky)
    ok = np.round(20_000 * factor * np.exp(off))
    cpu = ok * 1e-5 * factor * np.exp(0.03 * lingering(random, blocks, sticky))
    latencies = 0.01 * factor * np.exp(random.normal(off[:, np.newaxis], 0.3, (blocks, 400)))
    drift = 40 + np.cumsum(random.normal(0, 0.02, blocks))
    return lane_blocks(ok, np.ones(blocks), cpu, [histogram(row) for row in latencies], drift)


def lane_blocks(
    ok: Array,
    measured_s: Array,
    cpu_s: Array,
    histograms: list[LatencyHistogram],
    rss_mib: Array | None = None,
) -> LaneBlocks:
    unknown = np.full(ok.size, np.nan)
    memory = unknown if rss_mib is None else rss_mib
    below = [cumulative(each) for each in histograms]
    return LaneBlocks(ok, measured_s, cpu_s, below, unknown, memory, np.zeros(ok.size))


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
    return ratios_of(PairedBlocks(lanes, needed=3))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("blocks", "sticky"), [(3, 0.0), (5, 0.0), (8, 0.0), (30, 0.0), (10, 0.5), (20, 0.8), (40, 0.9)]
)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(blocks: int, sticky: float) -> None:
    held = np.zeros(4)
    for seed in range(SEEDS):
        found = measured(seed, blocks, sticky)
        for n, ratio in enumerate((found.throughput, found.p50, found.tail, found.cpu_per_request)):
            assert ratio is not None
            assert ratio.interval is not None
            held[n] += ratio.interval[0] <= TRUTH <= ratio.interval[1]
    assert (held >= 0.95 * SEEDS).all()


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
        ratio = with_interval(scatter(abba), pairs, alternate=True)
        held += ratio is not None and ratio.holds_one
    assert held >= 0.95 * SEEDS


def scatter(deviations: Array) -> Statistic:
    """The mean deviation of the blocks that are drawn, as a logarithm."""
    return lambda weights: (weights @ deviations) / weights.sum(axis=1)


@pytest.mark.slow
@pytest.mark.parametrize("sticky", [0.0, 0.3, 0.6])
def test_noise_is_seldom_taken_for_a_difference_at_any_look(sticky: float) -> None:
    fooled = naive = 0
    moments = range(TOGETHER_MIN, 31, 2)
    for seed in range(SEEDS):
        random = np.random.default_rng([seed, round(10 * sticky)])
        deviations = 0.05 * autoregression(30, sticky) @ random.normal(size=30)
        looks = [with_interval(scatter(deviations[:n]), n) for n in moments]
        fooled += any(ratio is not None and ratio.is_clear for ratio in looks)
        naive += any(excludes_one_at_one_look(deviations[:n]) for n in moments)
    assert fooled <= 0.05 * SEEDS
    assert naive >= 0.15 * SEEDS  # or an interval for one look would do


def excludes_one_at_one_look(deviations: Array) -> bool:
    """What Student's t says of independent values that are looked at once."""
    error = float(deviations.std(ddof=1)) / math.sqrt(deviations.size)
    return abs(float(deviations.mean())) > student(deviations.size - 1) * error


@pytest.mark.parametrize(("blocks", "widest"), [(6, 0.35), (10, 0.12), (28, 0.05)])
def test_the_interval_is_no_wider_than_that_takes(blocks: int, widest: float) -> None:
    widths = []
    for seed in range(50):
        deviations = np.random.default_rng(seed).normal(0, 0.05, blocks)
        ratio = with_interval(scatter(deviations), blocks)
        assert ratio is not None
        widths.append(ratio.half_width)
    assert np.median(widths) <= widest


def test_a_program_that_comes_and_goes_on_one_lane_is_no_difference() -> None:
    """Another program takes half of one lane's processor for one to three seconds at a time, half
    of the time, and the scheduler moves it between the lanes' processors.
    """
    fooled = 0
    for seed in range(2 * SEEDS):
        random = np.random.default_rng(seed)
        seconds: list[float] = []
        while len(seconds) < 10:
            loss = random.choice([0.0, 0.0, math.log(0.5), -math.log(0.5)])
            seconds += [float(loss)] * int(random.integers(1, 4))
        deviations = np.array(seconds[:10]) + random.normal(0, 0.03, 10)
        looks = [with_interval(scatter(deviations[:n]), n) for n in range(TOGETHER_MIN, 11)]
        fooled += any(ratio is not None and ratio.is_clear for ratio in looks)
    assert fooled <= 0.05 * 2 * SEEDS


def test_a_true_difference_becomes_clear() -> None:
    deviations = np.random.default_rng(1).normal(np.log(1.1), 0.03, 12)
    ratio = with_interval(scatter(deviations), 12)
    assert ratio is not None
    assert ratio.is_clear
    assert ratio.inverse().is_clear
    assert not Ratio(1.1).is_clear


def test_memory_has_an_interval_that_its_drift_widens() -> None:
    still, drifts = np.full(20, 40.0), 40 + np.arange(20.0)
    one = np.ones(20)
    answered = [histogram(np.full(9, 0.05))] * 20

    def ratio(memory: Array) -> Ratio:
        lanes: dict[LaneId, LaneBlocks] = {
            "a": lane_blocks(9 * one, one, one, answered, still),
            "b": lane_blocks(9 * one, one, one, answered, memory),
        }
        found = ratios_of(PairedBlocks(lanes, needed=5))
        assert found.memory is not None
        assert found.memory_kind == "resident"
        return found.memory

    assert ratio(still).half_width == pytest.approx(math.log1p(0.01))
    assert ratio(still).holds_one
    assert ratio(1.5 * still).estimate == pytest.approx(1.5)
    assert ratio(drifts).half_width > 0.1


@pytest.mark.parametrize(
    ("answers", "expected"),
    [(1_000, 0.99), (999, 0.95), (200, 0.95), (199, 0.9), (99, 0.75), (39, 0.5), (19, None)],
)
def test_a_percentile_takes_ten_answers_beyond_it(answers: int, expected: float | None) -> None:
    parts = np.array_split(np.linspace(0.01, 0.02, answers), 5)
    ok = np.array([float(part.size) for part in parts])
    one = np.ones(5)
    few = lane_blocks(ok, one, one, [histogram(part) for part in parts])
    many = lane_blocks(300 * one, one, one, [histogram(np.full(300, 0.01))] * 5)
    for lanes in ({"a": few, "b": many}, {"a": many, "b": few}):
        found = ratios_of(PairedBlocks(lanes, needed=5))  # type: ignore[arg-type]
        assert found.tail_at == expected
        assert (found.p99 is not None) == (expected == 0.99)
        assert (found.throughput is None) == (expected is None)


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
    ok, one = np.full(6, 200.0), np.ones(6)
    lanes: dict[LaneId, LaneBlocks] = {
        "a": lane_blocks(ok, one, one, [histogram(np.full(200, 0.0500))] * 6),
        "b": lane_blocks(ok, one, one, [histogram(np.full(200, 0.0504))] * 6),
    }
    found = ratios_of(PairedBlocks(lanes, needed=5))
    assert found.p50 is not None
    assert found.p99 is not None
    assert found.p50.holds_one
    assert found.p99.holds_one


@pytest.mark.parametrize(
    ("ok_b", "expected"),
    [
        ([50.0, 50.0, 50.0], Ratio(0.5, 0.5 / 1.005, 0.5 * 1.005)),
        ([0.0, 0.0, 150.0], None),  # in some draws b answered nothing
        ([0.0, 0.0, 0.0], None),
    ],
)
def test_what_is_undefined_has_no_ratio(ok_b: list[float], expected: Ratio | None) -> None:
    second = np.ones(3)
    nothing = [LatencyHistogram()] * 3
    lanes: dict[LaneId, LaneBlocks] = {
        "a": lane_blocks(100 * second, second, second, nothing),
        "b": lane_blocks(np.array(ok_b), second, np.nan * second, nothing),
    }
    found = ratios_of(PairedBlocks(lanes, needed=3))
    assert (found.p99, found.cpu_per_request, found.memory) == (None, None, None)
    if expected is None:
        assert found.throughput is None
        return
    assert found.throughput is not None
    assert found.throughput.estimate == pytest.approx(expected.estimate)
    assert found.throughput.interval == (expected.interval and pytest.approx(expected.interval))


def test_too_few_blocks_have_no_ratio() -> None:
    one = np.ones(4)
    few = lane_blocks(500 * one, one, one, [histogram(np.full(500, 0.05))] * 4)
    blocks = PairedBlocks({"a": few, "b": few}, needed=5)
    assert blocks.lacking == 1
    assert ratios_of(blocks) == Ratios()


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


@pytest.mark.parametrize(("freedom", "table"), [(4, 6.62), (7, 4.53), (27, 3.31), (59, 3.13)])
def test_students_quantile_far_out(freedom: int, table: float) -> None:
    """At the level of z = 3: 99.865 % on one side."""
    assert student(freedom, 3.0) == pytest.approx(table, rel=0.03)


def test_each_draw_takes_as_many_blocks_as_there_are() -> None:
    assert (draws(7).sum(axis=1) == 7).all()
    assert draws(7).mean() == pytest.approx(1)
