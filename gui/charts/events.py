"""What happened during a race, on its time axis: numbered events, and named stretches."""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from gui.charts.chart_model import Event, Shade
from gui.charts.downsampling import Array
from gui.charts.per_frame import per_frame
from loadgen.model.frame import LANES, LaneId, MarkKind
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.bands import Band
from loadgen.timeline.notes import marks_and_notes
from loadgen.timeline.timeline import Timeline

STALLED = "generator stalled"
FRAMES_PER_S = 10


class Annotations(NamedTuple):
    """What stands on a time axis beside the curves."""

    events: tuple[Event, ...]
    shades: tuple[Shade, ...]


@per_frame
def annotations(timeline: Timeline, plan: RacePlan, until: float) -> Annotations:
    """The events and shades at this moment."""
    return Annotations(events(timeline, plan), shades(timeline, plan, until))


def events(timeline: Timeline, plan: RacePlan) -> tuple[Event, ...]:
    """Changes, events and stalls of a generator, numbered from 1 in the order of the axis."""
    found: list[tuple[float, str, MarkKind, LaneId | None]] = [
        (timeline.x_of(mark.at_s, mark.lane), mark.text, mark.kind, mark.lane)
        for mark in marks_and_notes(timeline)
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
    bands = _bands(timeline)
    found = _warm_ups(timeline, [band for band in bands if band.kind == "warm-up"], until)
    named = [band for band in bands if band.kind != "warm-up"]
    for band, low, high in zip(named, *_ends(timeline, named, until), strict=True):
        text = f"{plan.name(band.lane)}: {band.text}" if band.lane else band.text
        found.append(Shade(band.kind, float(low), float(high), text, band.lane, band.compared))
    found += [Shade("void", began, ended, STALLED, lane) for began, ended, lane in _voids(timeline)]
    return tuple(sorted(found, key=lambda shade: shade.low))


_known_bands: WeakKeyDictionary[Timeline, tuple[object, tuple[Band, ...]]] = WeakKeyDictionary()


def _bands(timeline: Timeline) -> tuple[Band, ...]:
    """The bands of at most a second ago; those of now where an outage or a mark changes them.

    To find warm-ups takes as long as to draw all charts; they change a little with each frame.
    """
    outages = timeline.outages
    counted = sum(len(lane.all) for lane in outages.lanes.values())
    second = timeline.frames // FRAMES_PER_S if timeline.phase == "racing" else timeline.frames
    of = second, timeline.phase, len(timeline.marks), counted, outages.is_open
    known = _known_bands.get(timeline)
    if known is None or known[0] != of or outages.is_open:
        known = _known_bands[timeline] = of, timeline.bands()
    return known[1]


def _warm_ups(timeline: Timeline, bands: Sequence[Band], until: float) -> list[Shade]:
    """One shade for those that overlap.

    In turns both lanes have theirs at about the same place of their own axes, and ten minutes of
    turns of 1 s have six hundred.
    """
    if not bands:
        return []
    lows, highs = _ends(timeline, bands, until)
    order = np.argsort(lows, kind="stable")
    lows, highs = lows[order], np.maximum.accumulate(highs[order])
    firsts = np.flatnonzero(np.append(True, lows[1:] > highs[:-1]))
    ends = highs[np.append(firsts[1:], lows.size) - 1].tolist()
    began = zip(order[firsts].tolist(), lows[firsts].tolist(), ends, strict=True)
    return [Shade("warm-up", low, high, bands[n].text) for n, low, high in began]


def _ends(timeline: Timeline, bands: Sequence[Band], until: float) -> tuple[Array, Array]:
    """From where to where bands are on their lanes' axis, (bands,) each."""
    lanes = [band.lane for band in bands]
    from_s = np.array([band.from_s for band in bands])
    to_s = np.array([until if band.to_s is None else band.to_s for band in bands])
    return _xs(timeline, from_s, lanes), _xs(timeline, to_s, lanes)


def _xs(timeline: Timeline, at_s: Array, lanes: Sequence[LaneId | None]) -> Array:
    """Where moments of the race are on their lanes' axis, for many moments at once.

    As ``Timeline.x_of`` has it for one.
    """
    if not timeline.had_turns:
        return at_s
    a, b = (np.interp(at_s, timeline.lane(lane).column("at_s"), timeline.x(lane)) for lane in LANES)
    of_a, of_b = (np.array([lane == each for lane in lanes], bool) for each in LANES)
    xs: Array = np.where(of_a, a, np.where(of_b, b, np.maximum(a, b)))
    return xs


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
