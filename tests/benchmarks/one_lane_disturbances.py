"""How often the interval in turns holds the truth where something disturbs one lane alone:
``python -m tests.benchmarks.one_lane_disturbances [--races 400]``; half a minute, without servers.

Two alike lanes answer with 3 % of noise in each turn. One of them loses 30 % of its answers in
episodes that begin at random and last for some pairs on average. The truth is the ratio over an
endless race. ``none`` are races without an episode, of which nothing can be seen. The bar: of races
without disturbances, and of those whose episodes last one pair, 95 of 100 hold the truth. What
longer episodes do is reported: docs/decisions/0012.
"""

import argparse
import math
import sys
from typing import NamedTuple

import numpy as np

from loadgen.statistics.bootstrap import Statistic, with_interval
from loadgen.statistics.column_store import Array
from tests.benchmarks.bars import Bar, report

NOISE, LOSS = 0.03, 0.3
PAIRS = (4, 6, 10, 20, 40)
BAR = 0.95


class Episodes(NamedTuple):
    """``share`` of the pairs are in episodes, each ``pairs`` long on average."""

    share: float
    pairs: int


DISTURBANCES = (Episodes(0, 1), Episodes(0.1, 1), Episodes(0.1, 3), Episodes(0.2, 5))


class Coverage(NamedTuple):
    """Shares of races: that hold the truth, of all and of those with an episode; without one.

    ``half_width`` is the median, as a logarithm.
    """

    held: float
    held_if_disturbed: float
    undisturbed: float
    half_width: float


def disturbed(random: np.random.Generator, pairs: int, episodes: Episodes) -> Array:
    """1 for each pair that is in an episode, else 0: a stationary Markov chain."""
    begins = episodes.share / (1 - episodes.share) / episodes.pairs
    now, states = random.random() < episodes.share, np.zeros(pairs)
    for n in range(pairs):
        states[n] = now
        now = random.random() < (1 - 1 / episodes.pairs if now else begins)
    return states


def log_ratio(a: Array, b: Array) -> Statistic:
    """Of the answers of lane b and of lane a, one value for each pair."""
    return lambda drawn: np.log((drawn @ b) / (drawn @ a))


def coverage(pairs: int, episodes: Episodes, races: int) -> Coverage:
    """Of so many simulated races of ``pairs`` pairs of turns."""
    truth = math.log(1 - LOSS * episodes.share)
    held, seen, widths = np.zeros(races, bool), np.zeros(races, bool), np.zeros(races)
    for race in range(races):
        random = np.random.default_rng([race, pairs, episodes.pairs, round(100 * episodes.share)])
        a, b = np.exp(NOISE * random.normal(size=(2, pairs)))
        lost = disturbed(random, pairs, episodes)
        b *= 1 - LOSS * lost
        ratio = with_interval(log_ratio(a, b), pairs, alternate=True)
        assert ratio is not None
        assert ratio.interval is not None
        low, high = ratio.interval
        held[race], seen[race] = math.log(low) <= truth <= math.log(high), lost.any()
        widths[race] = ratio.half_width
    among_seen = float(held[seen].mean()) if seen.any() else math.nan
    return Coverage(float(held.mean()), among_seen, 1 - seen.mean(), float(np.median(widths)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--races", type=int, default=400, help="for each line")
    races = parser.parse_args().races
    bars = []
    for episodes in DISTURBANCES:
        for pairs in PAIRS:
            found = coverage(pairs, episodes, races)
            words = f"{found.held:.0%}, ±{found.half_width:.1%}"
            if episodes.share:
                words = f"none in {found.undisturbed:.0%}, {words}"
                words = f"with one {found.held_if_disturbed:.0%}, {words}"
            figure = f"{pairs} pairs, {episodes.share:.0%} in episodes of {episodes.pairs}"
            bar = (f">= {BAR:.0%}", found.held >= BAR) if episodes.pairs == 1 else ("", None)
            bars.append(Bar(figure, words, *bar))
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
