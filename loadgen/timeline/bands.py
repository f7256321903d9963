"""Named stretches of a race on every time axis: what is left out, or has to be named beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from loadgen.model.frame import LaneId
from loadgen.model.number_format import seconds
from loadgen.timeline.measurement_window import MeasurementWindow

BandKind = Literal[
    "warm-up", "catching up", "disturbance", "no answer", "stopped", "restart", "service"
]


@dataclass(frozen=True, slots=True)
class Band:
    """From ``from_s`` to ``to_s``, in seconds of the race; ``to_s`` is None while it lasts.

    ``lane`` is None where it concerns both lanes. ``text`` is its name on a chart, such as
    ``no answer 4.9 s`` or ``other programs used 1.1 of 2 cores``. ``compared`` is a stretch that is
    named, but not left out of the comparison.
    """

    kind: BandKind
    from_s: float
    to_s: float | None
    lane: LaneId | None
    text: str
    compared: bool = False


def warm_ups_of_turns(stretch: MeasurementWindow, known: Mapping[LaneId, int]) -> list[Band]:
    """What is left out at the beginning of each turn, but for the first ``known`` of each lane."""
    warm_up_s = stretch.warm_up_s
    text = f"warm-up {seconds(warm_up_s)}"
    return [
        Band("warm-up", from_s - warm_up_s, from_s, id_, text)
        for id_, spans in stretch.spans.items()
        for from_s, _ in spans[known[id_] :]
    ]
