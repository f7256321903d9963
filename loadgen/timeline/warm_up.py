"""How long a lane took until it ran steadily: found in what was measured, not guessed.

The rule is MSER-m, the marginal standard error rule (K. P. White, "An effective truncation
heuristic for bias reduction in simulation output", Simulation 69, 1997; that with m = 5 did best in
the comparison of K. Hoad, S. Robinson and R. Davies, "Automating warm-up length estimation",
Journal of the Operational Research Society 61, 2010): of all the beginnings that could be left out,
leave out the one after which the mean of the rest has the smallest standard error. A true warm-up
is far from the rest, and costs more than the values it adds; noise does not. At most half is left
out, and never more than ``warm_up_limit_s``: beyond it, what disturbed has to be known. It is
looked for until ``TOGETHER_MIN`` seconds of steady racing follow it, which is before the first
interval is stated, and stays as it is from then on; in turns it is looked for in ``TURNS_MIN``
pairs, then in twice, four times ... as many. A value is the mean of m ticks. Where lanes take
turns, all the turns of a lane are laid over each other first, and their mean is looked at (P. D.
Welch's procedure, 1983), so that one turn's noise is not taken for a warm-up.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from loadgen.model.snapshot import TICK_S
from loadgen.statistics.column_store import Array
from loadgen.statistics.mser import truncation
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.measurement_window import TURNS_MIN
from loadgen.timeline.row_merging import Rows, group_starts
from loadgen.timeline.turn_log import Span

MOST_TICKS = 5
"""m where enough was measured: half a second. Of a short turn the values are of fewer ticks, so
that there are at least ten.
"""


WARM_UP_S = 5.0
REQUESTS_EACH = 5
UNSTEADY = 0.1
"""What MSER would leave out beyond the limit is unsteady only if its mean differs from that of the
rest by so much of it: less is no finding, but noise.
"""


def pairs_looked_at(pairs: int) -> int:
    """In how many of so many pairs of turns the warm-up is looked for.

    In ``TURNS_MIN``, twice, four times ... as many, so that it moves only when twice as much is
    known; with fewer in all of them.
    """
    if pairs < TURNS_MIN:
        return pairs
    looked_at = TURNS_MIN
    while 2 * looked_at <= pairs:
        looked_at *= 2
    return looked_at


def warm_up_limit_s(median_s: float) -> float:
    """The longest warm-up there can be: 5 s, or five requests of each connection.

    Five seconds is for what warms up by time: processor frequency, allocators, the threads of a
    pool. Five requests are for what warms up by use: a connection's first one opens it, and after
    five, every handler, pool and cache that a connection reaches has been used. A connection needs
    ``median_s``, the slower lane's median latency, for each of them, so that five of each of N
    connections take five times the median, by Little's law at the lane's own rate.
    """
    return max(WARM_UP_S, REQUESTS_EACH * median_s)


class WarmUp(NamedTuple):
    """Seconds from the beginning of a span, or of each turn.

    ``left_out_s`` are left out. ``unsteady_s`` is what MSER would leave out where that is more
    than the limit, 0 where it is not.
    """

    left_out_s: float = 0.0
    unsteady_s: float = 0.0


class _Series(NamedTuple):
    """Values of ``each_s`` seconds: per second answered, and median latencies in ms.

    ``until_s`` is after how many seconds of its span a value ended, in the span where that is last.
    """

    each_s: float
    throughput: Array
    median_ms: Array
    until_s: Array


def warm_up(lane: LaneTimeline, spans: Sequence[Span], limit_s: float) -> WarmUp:
    """The longer one of what throughput and median latency take, of at most ``limit_s``."""
    firsts, ends = lane.bounds(spans)
    ticks = int((ends - firsts).min(initial=1_000_000))
    if ticks < 2 or not spans:
        return WarmUp()
    row_s = lane.row_length_s(spans[0][0])
    if row_s:
        made = _of_merged_rows(lane, spans[0], slice(int(firsts[0]), int(ends[0])), row_s)
    else:
        made = _of_ticks(lane, spans, firsts[:, np.newaxis] + np.arange(ticks))
    most = max(1, round(limit_s / made.each_s))
    series = (made.throughput, made.median_ms)
    found = [truncation(values) for values in series]
    unsteady = [
        n for n, values in zip(found, series, strict=True) if n > most and _differs(values, n)
    ]
    left_out = max(
        n if n <= most else truncation(values, most)
        for n, values in zip(found, series, strict=True)
    )

    def until_s(values: int) -> float:
        return float(made.until_s[values - 1]) if values else 0.0

    return WarmUp(until_s(left_out), until_s(max(unsteady, default=0)))


def _of_ticks(lane: LaneTimeline, spans: Sequence[Span], rows: Rows) -> _Series:
    """Of the rows of each span, all laid over each other."""
    ok, measured, median = (lane.column(name)[rows] for name in _NEEDED)
    each = max(1, min(MOST_TICKS, rows.shape[1] // 10))
    return _Series(
        TICK_S * each,
        _ratio(_by(each, ok), _by(each, measured)),
        _ratio(_by(each, np.nan_to_num(median) * ok), _by(each, ok)),
        (lane.column("at_s")[rows[:, each - 1 :: each]] - np.asarray(spans)[:, :1]).max(axis=0),
    )


def _of_merged_rows(lane: LaneTimeline, span: Span, rows: slice, row_s: int) -> _Series:
    """Of one span with rows of up to ``row_s``, each value of as many seconds of the clock."""
    at_s = lane.column("at_s")[rows]
    starts = group_starts(at_s, row_s, ())
    ok, measured, median = (lane.column(name)[rows] for name in _NEEDED)
    answers, seconds, weighted = (
        np.add.reduceat(np.nan_to_num(each), starts) for each in (ok, measured, median * ok)
    )
    ended_s = at_s[np.append(starts[1:], at_s.size) - 1]
    return _Series(row_s, _ratio(answers, seconds), _ratio(weighted, answers), ended_s - span[0])


def _differs(values: Array, first: int) -> bool:
    """Whether the beginning is another level than the rest."""
    before, rest = values[:first], values[first:]
    if np.isnan(before).all() or np.isnan(rest).all():
        return False
    level = float(np.nanmean(rest))
    return abs(float(np.nanmean(before)) - level) > UNSTEADY * abs(level)


_NEEDED = ("ok", "measured_s", "tick_p50_ms")


def _by(each: int, ticks: Array) -> Array:
    """The sums over all spans, of ``each`` ticks at a time."""
    whole = ticks.shape[1] // each * each
    summed: Array = np.nansum(ticks[:, :whole], axis=0).reshape(-1, each).sum(axis=1)
    return summed


def _ratio(above: Array, below: Array) -> Array:
    ratio: Array = np.full(above.shape, np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
