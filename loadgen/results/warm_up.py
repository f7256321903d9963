"""How long a lane took until it ran steadily: found in what was measured, not guessed.

The rule is MSER-m, the marginal standard error rule (K. P. White, "An effective truncation
heuristic for bias reduction in simulation output", Simulation 69, 1997; that with m = 5 did best in
the comparison of K. Hoad, S. Robinson and R. Davies, "Automating warm-up length estimation",
Journal of the Operational Research Society 61, 2010): of all the beginnings that could be left out,
leave out the one after which the mean of the rest has the smallest standard error. A true warm-up
is far from the rest, and costs more than the values it adds; noise does not. At most half is left
out. A value is the mean of m ticks. Where lanes take turns, all the turns of a lane are laid over
each other first, and their mean is looked at (P. D. Welch's procedure, 1983), so that one turn's
noise is not taken for a warm-up.
"""

from collections.abc import Sequence

import numpy as np

from loadgen.results.columns import Array
from loadgen.results.lane_timeline import LaneTimeline
from loadgen.results.turns import Span

MOST_TICKS = 5
"""m where enough was measured: half a second. Of a short turn the values are of fewer ticks, so
that there are at least ten.
"""


def warm_up_s(lane: LaneTimeline, spans: Sequence[Span]) -> float:
    """What is to be left out at the beginning of each span: the longer one of what throughput and
    median latency take.
    """
    firsts, ends = lane.bounds(spans)
    ticks = int((ends - firsts).min(initial=1_000_000))
    if ticks < 2 or not spans:
        return 0.0
    rows = firsts[:, np.newaxis] + np.arange(ticks)
    ok, measured, median = (lane.column(name)[rows] for name in _NEEDED)
    each = max(1, min(MOST_TICKS, ticks // 10))
    left_out = each * max(
        truncation(_ratio(_by(each, ok), _by(each, measured))),
        truncation(_ratio(_by(each, np.nan_to_num(median) * ok), _by(each, ok))),
    )
    if not left_out:
        return 0.0
    until = lane.column("at_s")[rows[:, left_out - 1]]
    return float((until - np.asarray(spans)[:, 0]).max())


_NEEDED = ("ok", "measured_s", "tick_p50_ms")


def truncation(values: Array) -> int:
    """How many values at the beginning MSER leaves out, at most half of them. NaN is no value."""
    known = ~np.isnan(values)
    if known.sum() < 2:
        return 0
    centred = np.where(known, values - np.mean(values[known]), 0.0)
    # Of what is left from each value on: how many, their sum, the sum of their squares.
    count, total, squares = (
        np.cumsum(each[::-1])[::-1] for each in (known.astype(float), centred, centred**2)
    )
    half = values.size // 2 + 1
    count, total, squares = count[:half], total[:half], squares[:half]
    spread = squares - total**2 / np.maximum(count, 1)
    # What is left of a difference of equal sums is rounding, not spread.
    spread[spread < 1e-9 * squares[0]] = 0.0
    error = np.where(count > 1, spread / np.maximum(count, 1) ** 2, np.inf)
    return int(np.argmin(error))


def _by(each: int, ticks: Array) -> Array:
    """The sums over all spans, of ``each`` ticks at a time."""
    whole = ticks.shape[1] // each * each
    summed: Array = np.nansum(ticks[:, :whole], axis=0).reshape(-1, each).sum(axis=1)
    return summed


def _ratio(above: Array, below: Array) -> Array:
    ratio: Array = np.full(above.shape, np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
