"""Answers per second over time as a few points, for a small picture of a race in a list."""

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from loadgen.model.frame import LANES, LaneId
from loadgen.recording.frame_codec import Tick
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.timeline import Timeline

POINTS = 40
"""A curve has at most so many points."""

Curves = dict[LaneId, tuple[float, ...]]


def curves_of(timeline: Timeline) -> Curves:
    """Both lanes' curves until the last full load."""
    return {id_: _curve_of(timeline.lane(id_), timeline.raced_until_s) for id_ in LANES}


def _curve_of(lane: LaneTimeline, until_s: float) -> tuple[float, ...]:
    """Of rows that may be merged: parts of equal time, with the ticks that ended in them."""
    rows = slice(*lane.rows(0.0, until_s))
    at_s, ok, measured_s = (lane.column(name)[rows] for name in ("at_s", "ok", "measured_s"))
    if lane.merged_until_s:
        edges = np.linspace(0.0, until_s, POINTS + 1)[1:]
        parts = np.minimum(np.searchsorted(edges, at_s - 1e-6), POINTS - 1)
        ok, measured_s = (
            np.bincount(parts, each, POINTS).astype(np.float64) for each in (ok, measured_s)
        )
    return small_curve(ok, measured_s)


def curves_of_ticks(ticks: Iterable[Tick]) -> tuple[float, Curves]:
    """The same of a race that has no end in its file, and for how many seconds it raced."""
    raced_s = 0.0
    ok = {id_: array("d") for id_ in LANES}
    measured_s = {id_: array("d") for id_ in LANES}
    for tick in ticks:
        if tick.phase != "racing" or tick.at_s <= 0:
            continue
        raced_s = max(raced_s, tick.at_s)
        for id_ in LANES:
            lane = tick.lanes[id_]
            ok[id_].append(lane.ok)
            measured_s[id_].append(lane.interval_s)
    return round(raced_s, 1), {id_: small_curve(ok[id_], measured_s[id_]) for id_ in LANES}


def small_curve(ok: npt.ArrayLike, seconds: npt.ArrayLike) -> tuple[float, ...]:
    """Means over equal parts of the ticks, from their answers and measured seconds.

    In the other lane's turns, and where nothing is known, it stays as it was.
    """
    answers, measured = np.asarray(ok, np.float64), np.asarray(seconds, np.float64)
    curve: list[float] = []
    for part in np.array_split(np.arange(answers.size), min(POINTS, answers.size) or 1):
        measured_s = float(measured[part].sum())
        if measured_s > 0:
            curve.append(round(float(answers[part].sum()) / measured_s, 1))
        elif curve:
            curve.append(curve[-1])
    return tuple(curve)
