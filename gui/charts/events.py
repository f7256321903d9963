"""What happened during a race, on its time axis: numbered events, and named stretches."""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from gui.charts.chart_model import Event, Shade
from loadgen.model.frame import LANES, LaneId, MarkKind
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline

STALLED = "generator stalled"


class Annotations(NamedTuple):
    """What stands on a time axis beside the curves."""

    events: tuple[Event, ...]
    shades: tuple[Shade, ...]


_Moment = tuple[object, ...]
_annotated: WeakKeyDictionary[Timeline, tuple[_Moment, Annotations]] = WeakKeyDictionary()


def annotations(timeline: Timeline, plan: RacePlan, until: float) -> Annotations:
    """The events and shades at this moment, computed once for all charts of a frame.

    Of ten minutes in turns of 1 s they take 2 ms.
    """
    of = timeline.frames, timeline.phase, plan, until
    found = _annotated.get(timeline)
    if found is None or found[0] != of:
        found = of, Annotations(events(timeline, plan), shades(timeline, plan, until))
        _annotated[timeline] = found
    return found[1]


def events(timeline: Timeline, plan: RacePlan) -> tuple[Event, ...]:
    """Changes, events and stalls of a generator, numbered from 1 in the order of the axis."""
    found: list[tuple[float, str, MarkKind, LaneId | None]] = [
        (timeline.x_of(mark.at_s, mark.lane), mark.text, mark.kind, mark.lane)
        for mark in timeline.marks
    ]
    for began, _, lane in _voids(timeline):
        whose = f"{plan.name(lane)}: " if lane else ""
        found.append((began, f"{whose}{STALLED}", "program", lane))
    found.sort(key=lambda each: each[:2])
    return tuple(
        Event(x, number, text, kind, lane)
        for number, (x, text, kind, lane) in enumerate(found, start=1)
    )


def shades(timeline: Timeline, plan: RacePlan, until: float) -> tuple[Shade, ...]:
    """The race's bands and voids; what still lasts ends at ``until``, in seconds of the race."""
    bands = timeline.bands()
    lows = _xs(timeline, [(band.from_s, band.lane) for band in bands])
    highs = _xs(
        timeline, [(until if band.to_s is None else band.to_s, band.lane) for band in bands]
    )
    found, warm_ups = [], []
    for band, low, high in zip(bands, lows, highs, strict=True):
        if band.kind == "warm-up":
            warm_ups.append((low, high, band.text))
            continue
        text = f"{plan.name(band.lane)}: {band.text}" if band.lane else band.text
        found.append(Shade(band.kind, low, high, text, band.lane, band.compared))
    found += _joined_warm_ups(warm_ups)
    found += [Shade("void", began, ended, STALLED, lane) for began, ended, lane in _voids(timeline)]
    return tuple(sorted(found, key=lambda shade: shade.low))


def _joined_warm_ups(spans: list[tuple[float, float, str]]) -> list[Shade]:
    """One shade for those that overlap.

    In turns both lanes have theirs at about the same place of their own axes, and ten minutes have
    two hundred.
    """
    joined: list[tuple[float, float, str]] = []
    for low, high, text in sorted(spans):
        if joined and low <= joined[-1][1]:
            began, ended, named = joined.pop()
            low, high, text = began, max(ended, high), named
        joined.append((low, high, text))
    return [Shade("warm-up", low, high, text) for low, high, text in joined]


def _xs(timeline: Timeline, moments: Sequence[tuple[float, LaneId | None]]) -> list[float]:
    """Where moments of the race are on their lanes' axis, for many moments at once.

    As ``Timeline.x_of`` has it for one; in turns there are two for each.
    """
    if not timeline.had_turns:
        return [at_s for at_s, _ in moments]
    of = np.array([at_s for at_s, _ in moments])
    xs = {
        lane: np.interp(of, timeline.lane(lane).column("at_s"), timeline.x(lane)) for lane in LANES
    }
    furthest = np.maximum(*xs.values())
    chosen = [xs[lane] if lane else furthest for _, lane in moments]
    return [float(each[n]) for n, each in enumerate(chosen)]


def _voids(timeline: Timeline) -> list[tuple[float, float, LaneId | None]]:
    """Where nothing is known, on the lanes' axis.

    When the machine sleeps, both generators stand still: that is one, of no lane.
    """
    own, others = (timeline.void_spans(lane) for lane in LANES)
    found: list[tuple[float, float, LaneId | None]] = []
    for began, ended in own:
        shared = [span for span in others if began < span[1] and span[0] < ended]
        first = min([began, *(span[0] for span in shared)])
        last = max([ended, *(span[1] for span in shared)])
        found.append((first, last, None if shared else "a"))
    for began, ended in others:
        if not any(began < to_s and from_s < ended for from_s, to_s in own):
            found.append((began, ended, "b"))
    return found
