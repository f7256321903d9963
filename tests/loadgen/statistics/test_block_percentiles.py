"""The interval of p99 holds the truth with few pairs, however unevenly the slow answers come."""

import numpy as np
import pytest

from loadgen.model.histogram import LatencyHistogram
from loadgen.statistics.block_percentiles import cumulative
from loadgen.statistics.column_store import Array
from loadgen.timeline.paired_blocks import LaneBlocks, PairedBlocks
from loadgen.verdict.ratios import ratios_of

SEEDS = 80
ANSWERS = 500


def even(random: np.random.Generator) -> Array:
    """A block's latencies in seconds: all blocks are alike but for a little."""
    off = 0.05 * random.normal()
    return np.asarray(0.005 * np.exp(off + random.normal(0, 0.3, ANSWERS)))


def tailed(random: np.random.Generator) -> Array:
    """About one in a hundred is slow, in one block ten times as many as in another."""
    latencies = even(random)
    slow = random.binomial(ANSWERS, min(1.0, 0.01 * np.exp(random.normal())))
    latencies[:slow] += random.exponential(0.02, slow)
    return latencies


def stalled(random: np.random.Generator) -> Array:
    """One block in four stands still for a moment; the others know no slow answer."""
    latencies = even(random)
    if random.random() < 0.25:
        slow = int(random.uniform(0, 0.04) * ANSWERS)
        latencies[:slow] += random.uniform(0.01, 0.1, slow)
    return latencies


NOISES = {"even": even, "tailed": tailed, "stalled": stalled}


def lane(random: np.random.Generator, noise: str, pairs: int, answers: int = ANSWERS) -> LaneBlocks:
    """The same server on both sides: the truth is a ratio of 1."""
    below, one = [], np.ones(pairs)
    for _ in range(pairs):
        histogram = LatencyHistogram()
        histogram.record(random.permutation(NOISES[noise](random))[:answers])
        below.append(cumulative(histogram))
    return LaneBlocks(answers * one, one, one, below, np.nan * one, np.nan * one, 0 * one)


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [4, 10, 20])
@pytest.mark.parametrize("noise", NOISES)
def test_the_interval_of_p99_holds_the_truth(noise: str, pairs: int) -> None:
    held = 0
    for seed in range(SEEDS):
        random = np.random.default_rng([seed, pairs])
        blocks = PairedBlocks(
            {"a": lane(random, noise, pairs), "b": lane(random, noise, pairs)}, needed=3
        )
        ratio = ratios_of(blocks).p99
        assert ratio is not None
        held += ratio.holds_one
    assert held >= 0.93 * SEEDS


@pytest.mark.slow
@pytest.mark.parametrize(("pairs", "answers", "tail"), [(5, 4, 0.5), (6, 20, 0.9), (10, 101, 0.99)])
@pytest.mark.parametrize("noise", NOISES)
def test_so_does_the_highest_percentile_that_few_answers_allow(
    noise: str, pairs: int, answers: int, tail: float
) -> None:
    held = 0
    for seed in range(SEEDS):
        random = np.random.default_rng([seed, pairs])
        sides = [lane(random, noise, pairs, answers) for _ in range(2)]
        found = ratios_of(PairedBlocks({"a": sides[0], "b": sides[1]}, needed=3))
        assert found.tail is not None
        assert found.tail_at == tail
        held += found.tail.holds_one
    assert held >= 0.95 * SEEDS
