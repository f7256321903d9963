"""When a lane did not answer: outages, found in the frames as they come.

An outage is open from the last moment at which the lane answered until it answers successfully
again. It begins with what a frame says: the lane's state (see ``race.liveness``), a server
that is held stopped, or a backing service that has failed.

What was sent before a lane answers again and is answered after it waited through the outage, so it
belongs to the outage: the lane is steady again at the end of the last tick that holds a latency
which reaches back before that moment, once ``STEADY_S`` have passed without another such tick.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from loadgen.model.frame import LANES, Frame, LaneCause, LaneFrame, LaneId, LaneState, ServiceFrame
from loadgen.model.number_format import seconds
from loadgen.timeline.bands import Band
from loadgen.timeline.turn_log import Span

OutageKind = Literal["no answer", "stopped", "restart", "service"]

Now = Literal["", "service starts", "lane starts"]

STEADY_S = 1.0

_RANK: dict[OutageKind, int] = {"restart": 0, "no answer": 1, "stopped": 2, "service": 3}
"""Of several kinds in one outage the highest names it: a killed server that is restarted was
killed.
"""


@dataclass(frozen=True, slots=True)
class _Sign:
    """What one frame says of why a lane does not answer."""

    kind: OutageKind
    cause: LaneCause | Literal["frozen"] = ""
    reason: str = ""
    sentence: str = ""
    service: str = ""
    names_lane: bool = False
    last_lines: tuple[str, ...] = ()
    silent_s: float | None = None
    now: Now = ""


@dataclass(slots=True)
class Outage:
    """One outage of one lane, in seconds of the race. ``now`` is what is being done about it.

    ``to_s`` is when it answered again and ``steady_s`` when it was steady, None while it lasts.
    ``cause`` is what is at fault, ``reason`` how a child ended (``SIGKILL``), ``sentence`` the
    lane's or the service's own words, ``names_lane`` whether the lane's name is in them,
    ``service`` the title of the backing service that failed, ``last_lines`` the last lines on
    stderr of the child that failed.
    """

    lane: LaneId
    from_s: float
    kind: OutageKind
    cause: LaneCause | Literal["frozen"] = ""
    reason: str = ""
    sentence: str = ""
    service: str = ""
    names_lane: bool = False
    last_lines: tuple[str, ...] = ()
    now: Now = ""
    to_s: float | None = None
    steady_s: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether the lane has not answered again."""
        return self.to_s is None

    def seconds(self, now_s: float) -> float:
        """How long it lasted, or has lasted by now."""
        return max(0.0, (now_s if self.to_s is None else self.to_s) - self.from_s)

    def left_out(self, until_s: float) -> Span:
        """What is not compared because of it, up to ``until_s`` while it lasts."""
        end = self.steady_s if self.steady_s is not None else self.to_s
        return self.from_s, until_s if end is None else end

    def text(self, now_s: float) -> str:
        """Its name on a chart: ``no answer 4.9 s``, ``stopped (SIGKILL) 2.0 s``."""
        return f"{self._name()} {seconds(self.seconds(now_s))}"

    def _name(self) -> str:
        match self.kind, self.cause:
            case "service", _:
                return f"{self.service or 'backing service'} down"
            case "stopped", "generator":
                return "load generator stopped"
            case "stopped", _:
                return f"stopped ({self.reason})" if self.reason else "stopped"
            case "restart", _:
                return "restart"
            case _, "frozen":
                return "frozen"
            case _, "generator":
                return "load generator silent"
            case _, "requests":
                return "every request failed"
        return "no answer"

    def take(self, sign: _Sign) -> None:
        """One more frame of it; a kind of higher rank renames it."""
        self.now = sign.now or ("lane starts" if sign.kind == "restart" else "")
        if _RANK[sign.kind] >= _RANK[self.kind]:
            self.kind, self.cause, self.reason = sign.kind, sign.cause, sign.reason
            self.sentence, self.names_lane = sign.sentence, sign.names_lane
            self.service = sign.service or self.service
            self.last_lines = sign.last_lines or self.last_lines


class LaneOutages:
    """All outages of one lane, in the order of time."""

    def __init__(self, lane: LaneId) -> None:
        self.lane: LaneId = lane
        self.all: list[Outage] = []

    @property
    def open(self) -> Outage | None:
        """The one that lasts."""
        return self.all[-1] if self.all and self.all[-1].is_open else None

    @property
    def is_steady(self) -> bool:
        """Whether there is none whose backlog is still being answered."""
        return not self.all or self.all[-1].steady_s is not None

    def kind_at(self, at_s: float) -> OutageKind | Literal[""]:
        """Of the outage that a tick which ended then is left out for; empty without one."""
        for each in self.all:
            from_s, to_s = each.left_out(math.inf)
            if from_s < at_s - 1e-6 and at_s <= to_s + 1e-6:
                return each.kind
        return ""

    def add(
        self, before_s: float, at_s: float, frame: LaneFrame, services: Mapping[str, ServiceFrame]
    ) -> None:
        """Take one frame; ``before_s`` is the time of the one before it."""
        sign, current = _sign(frame, services), self.open
        if current is not None:
            sign = _recovering(current, services) or sign
        if current is None:
            if sign is not None:
                self._begin(sign, before_s, at_s)
            elif not self.is_steady:
                self._settle(at_s, frame)
        elif sign is not None:
            current.take(sign)
        elif frame.ok or frame.status.state == "ready":  # or it waits for its turn
            current.to_s = before_s
            self._settle(at_s, frame)

    def _begin(self, sign: _Sign, before_s: float, at_s: float) -> None:
        from_s = before_s if sign.silent_s is None else at_s - sign.silent_s
        earliest = self.all[-1].left_out(at_s)[1] if self.all else 0.0
        if self.all and self.all[-1].steady_s is None:
            self.all[-1].steady_s = self.all[-1].to_s
        outage = Outage(self.lane, min(at_s, max(from_s, earliest)), sign.kind)
        outage.take(sign)
        self.all.append(outage)

    def _settle(self, at_s: float, frame: LaneFrame) -> None:
        """See whether this tick still answers what was sent before the lane answered again."""
        last = self.all[-1]
        assert last.to_s is not None
        if frame.latency.max_s > at_s - last.to_s:
            self._reaches_until = at_s
        elif at_s - max(self._reaches_until, last.to_s) >= STEADY_S:
            last.steady_s = max(self._reaches_until, last.to_s)

    _reaches_until = float("-inf")
    """The end of the last tick with an answer that waited through an outage."""


class Outages:
    """Those of both lanes. A restart of a lane before load flows is none."""

    def __init__(self) -> None:
        self.lanes: dict[LaneId, LaneOutages] = {id_: LaneOutages(id_) for id_ in LANES}

    def add(self, frame: Frame, before_s: float) -> None:
        """Take one frame of a race under load; ``before_s`` is the time of the one before it."""
        for id_, lane in self.lanes.items():
            lane.add(before_s, frame.at_s, frame.lanes[id_], frame.services)

    @property
    def is_open(self) -> bool:
        """Whether a lane does not answer now."""
        return any(lane.open is not None for lane in self.lanes.values())

    @property
    def all(self) -> list[Outage]:
        """In the order in which they began."""
        found = [each for lane in self.lanes.values() for each in lane.all]
        return sorted(found, key=lambda each: each.from_s)

    def bands(self, now_s: float) -> list[Band]:
        """For the time axes, each to where its lane was steady again.

        One for both lanes where a backing service was down.
        """
        found = [_band(each, now_s) for each in self.all if each.kind != "service"]
        down = [each for each in self.all if each.kind == "service"]
        while down:
            first = down.pop(0)
            twin = next((each for each in down if each.lane != first.lane), None)
            if twin is None:
                found.append(_band(first, now_s))
                continue
            down.remove(twin)
            longer = max(first, twin, key=lambda each: each.left_out(math.inf)[1])
            found.append(replace(_band(longer, now_s), from_s=first.from_s, lane=None))
        return found

    def kind_before(self, at_s: float) -> OutageKind | None:
        """Of the outage after which both lanes were steady at that moment."""
        found = [each for each in self.all if abs(each.left_out(math.inf)[1] - at_s) < 1e-6]
        return found[-1].kind if found else None

    def cuts(self, until_s: float) -> list[Span]:
        """What is not compared because of them, in the order of time, none overlapping another."""
        joined: list[Span] = []
        if not any(lane.all for lane in self.lanes.values()):
            return joined  # as in most frames, of which each asks
        for from_s, to_s in sorted(each.left_out(until_s) for each in self.all):
            if joined and from_s <= joined[-1][1]:
                began, ended = joined.pop()
                from_s, to_s = began, max(ended, to_s)
            joined.append((from_s, to_s))
        return joined


def _band(outage: Outage, now_s: float) -> Band:
    to_s = None if outage.is_open else outage.left_out(now_s)[1]
    return Band(outage.kind, outage.from_s, to_s, outage.lane, outage.text(now_s))


def _sign(frame: LaneFrame, services: Mapping[str, ServiceFrame]) -> _Sign | None:
    """Why this lane does not answer, None where it can."""
    status = frame.status
    if status.state in ("idle", "stopped") or status.planned:
        return None
    for each in services.values():
        if each.state == "failed":
            return _Sign("service", "service", each.ended, each.text, each.title)
    if status.frozen:
        return _Sign("no answer", "frozen")
    kind = _KINDS.get(status.state)
    if kind is None:
        return None
    return _Sign(
        kind,
        status.cause,
        status.reason,
        status.text,
        names_lane=status.names_lane,
        last_lines=status.last_lines,
        silent_s=status.silent_s or None,
    )


_KINDS: dict[LaneState, OutageKind] = {
    "starting": "restart",
    "restarting": "restart",
    "unresponsive": "no answer",
    "failing": "no answer",
    "failed": "stopped",
}


def _recovering(outage: Outage, services: Mapping[str, ServiceFrame]) -> _Sign | None:
    """A backing service that is being started again is still down."""
    if outage.kind == "service" and any(each.state == "starting" for each in services.values()):
        return _Sign(
            "service",
            outage.cause,
            outage.reason,
            outage.sentence,
            outage.service,
            now="service starts",
        )
    return None
