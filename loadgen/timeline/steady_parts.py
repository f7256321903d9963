"""The steady parts of a race in which both lanes ran together.

What is left when outages, warm-ups and disturbances by other programs are taken out.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from loadgen.model.frame import LaneId, MachineUse
from loadgen.model.number_format import clock, seconds, trimmed
from loadgen.timeline.bands import Band, BandKind
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.turn_log import Span
from loadgen.timeline.warm_up import WarmUp, warm_up, warm_up_limit_s

Beginning = Literal["change", "outage", "restart"]
"""What a part comes after: the beginning of the race or a change, an outage of a lane that went on
afterwards, or one after which its server was another.
"""

SHORTEST_S = 1.0
"""A part between two outages that is shorter than a block of the intervals is not used."""

OTHERS_CORES, OTHERS_MORE = 0.25, 0.2
"""Other programs disturbed where they used so many cores, and so many more than afterwards."""

Use = Callable[[float, float], MachineUse | None]
"""Who used the machine between two moments; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """From ``from_s`` to ``to_s`` nothing was changed and both lanes answered.

    It is compared from ``steady_s`` on; the warm-up ended at ``warm_s``. What lies between the two
    was disturbed. Where ``unsteady_s`` is set, throughput or latency were at another level until
    then, which is more than a warm-up; ``cause`` says who disturbed, empty where that is not known:
    then it is compared all the same.
    """

    from_s: float
    warm_s: float
    steady_s: float
    to_s: float
    unsteady_s: float | None = None
    cause: str = ""
    after: Beginning = "change"

    @property
    def span(self) -> Span:
        """What is compared."""
        return self.steady_s, self.to_s

    @property
    def is_long_enough(self) -> bool:
        """Whether it is worth a block."""
        return self.to_s - self.steady_s >= SHORTEST_S - 1e-6

    def bands(self) -> list[Band]:
        """The warm-up or backlog, and what was called a disturbance."""
        warm_s = min(self.warm_s, self.to_s)
        kind: BandKind = "catching up" if self.after == "outage" else "warm-up"
        name = f"{_NAMES[self.after]} {seconds(self.warm_up_s)}"
        found = [Band(kind, self.from_s, warm_s, None, name)]
        if self.unsteady_s is not None:
            until = clock(self.unsteady_s)
            text = (
                f"{self.cause} until {until}, left out"
                if self.cause
                else f"not steady until {until}, compared all the same"
            )
            compared = not self.cause
            found.append(
                Band("disturbance", warm_s, self.unsteady_s, None, text, compared=compared)
            )
        return [each for each in found if each.to_s is not None and each.to_s > each.from_s]

    @property
    def warm_up_s(self) -> float:
        """How long the warm-up took, or after an outage answering what had piled up in it."""
        return min(self.warm_s, self.to_s) - self.from_s


_NAMES: dict[Beginning, str] = {
    "change": "warm-up",
    "outage": "catching up after the outage",
    "restart": "warm-up after the restart",
}


class KnownWarmUps:
    """What was found of parts whose warm-up is fixed: whether they were unsteady for longer.

    That is looked for again when the part has grown by a sixteenth or less, at least by a second,
    so that a frame after an hour costs no more than one after a minute.
    """

    def __init__(self) -> None:
        self._found: dict[float, tuple[tuple[object, ...], list[WarmUp]]] = {}

    def of(self, lanes: Mapping[LaneId, LaneTimeline], span: Span, limit_s: float) -> list[WarmUp]:
        """Of each lane."""
        from_s, to_s = span
        looked_at = (from_s, from_s + _looked_at_s(to_s - from_s))
        # What a generator that stood still reports late is blanked in earlier rows.
        key = (looked_at, limit_s, *(len(lane.void_spans) for lane in lanes.values()))
        known = self._found.get(from_s)
        if known is None or known[0] != key:
            known = (key, [warm_up(lane, [looked_at], limit_s) for lane in lanes.values()])
            self._found[from_s] = known
        return known[1]


def _looked_at_s(length_s: float) -> float:
    """The length in steps of a sixteenth of the power of two below it, of a second at least."""
    step_s = max(1.0, 2.0 ** (math.floor(math.log2(max(length_s, 1.0))) - 4))
    return math.floor(length_s / step_s + 1e-6) * step_s


def steady_parts(
    lanes: Mapping[LaneId, LaneTimeline],
    raced: Span,
    cuts: Sequence[Span],
    *,
    median_s: float,
    use: Use,
    fixed: Mapping[float, float],
    known: KnownWarmUps,
    after: Callable[[float], Beginning],
) -> list[Part]:
    """The parts of ``raced`` between ``cuts``, each with its own warm-up.

    ``fixed`` has when it ended by when the part began, ``known`` what was found before. ``after``
    says what a part that begins at a moment comes after.

    That of the first takes at least ``median_s``, the slower lane's median latency: answers that
    come earlier are to requests sent before. Of a cut, such answers are part already.
    """
    return [
        replace(
            _part(
                lanes,
                span,
                median_s=median_s,
                least_s=median_s if span[0] == raced[0] else 0.0,
                use=use,
                fixed_s=fixed.get(span[0]),
                known=known,
            ),
            after=after(span[0]),
        )
        for span in _between(raced, cuts)
    ]


def _between(raced: Span, cuts: Sequence[Span]) -> list[Span]:
    spans, (from_s, until_s) = [], raced
    for began, ended in cuts:
        if began > from_s:
            spans.append((from_s, min(began, until_s)))
        from_s = max(from_s, ended)
    spans.append((from_s, until_s))
    return [span for span in spans if span[1] > span[0]]


def _part(
    lanes: Mapping[LaneId, LaneTimeline],
    span: Span,
    *,
    median_s: float,
    least_s: float,
    use: Use,
    fixed_s: float | None,
    known: KnownWarmUps,
) -> Part:
    from_s, to_s = span
    limit_s = warm_up_limit_s(median_s)
    if fixed_s is not None:
        found = known.of(lanes, span, limit_s)
    else:
        found = [warm_up(lane, [span], limit_s) for lane in lanes.values()]
    warm_s = from_s + max(least_s, *(each.left_out_s for each in found))
    if fixed_s is not None:
        warm_s = fixed_s
    unsteady_s = from_s + max(each.unsteady_s for each in found)
    if unsteady_s <= warm_s:
        return Part(from_s, warm_s, warm_s, to_s)
    cause = other_programs(use(warm_s, unsteady_s), use(unsteady_s, to_s))
    return Part(from_s, warm_s, unsteady_s if cause else warm_s, to_s, unsteady_s, cause)


def other_programs(during: MachineUse | None, after: MachineUse | None) -> str:
    """``other programs used 1.1 of 2 cores``, where they used clearly more than afterwards."""
    if during is None or after is None or during.others < OTHERS_CORES:
        return ""
    if during.others - after.others < OTHERS_MORE:
        return ""
    return f"other programs used {trimmed(during.others, 2)} of {trimmed(during.processors)} cores"
