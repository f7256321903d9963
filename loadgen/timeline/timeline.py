"""The time line of a race: frames go in at the end, columns and stretches come out."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from loadgen.model.frame import LANES, Frame, LaneId, MachineUse, Mark, Phase, ServiceFrame
from loadgen.timeline.bands import Band
from loadgen.timeline.lane_axes import LaneAxes
from loadgen.timeline.lane_medians import LaneMedians
from loadgen.timeline.lane_timeline import COLUMNS, MEASURED, Counts, LaneTimeline
from loadgen.timeline.machine_history import MachineHistory
from loadgen.timeline.measurement_window import TOGETHER_MIN, Block, LaneWindow, MeasurementWindow
from loadgen.timeline.outages import Outages
from loadgen.timeline.row_merging import EVERY_FRAMES, LEVELS, Level
from loadgen.timeline.steady_parts import Beginning, KnownWarmUps, Part, steady_parts
from loadgen.timeline.turn_log import Span, TurnLog
from loadgen.timeline.turns_window import TurnsWindow
from servers.process.processors import usable_processors

__all__ = ["COLUMNS", "Counts", "LaneTimeline", "MeasurementWindow", "Timeline"]

STABLE_S = 2.0
"""So much steady racing is needed to say anything."""

_ONE_GAP_S = 0.25
"""Frames without load that are no further apart are one gap."""

_KEPT = 400
"""So many blocks are kept, 30 KB each: those of two verdicts."""


class Timeline(LaneAxes):
    """Both lanes' columns, marks and notes, and which stretch of it all is worth a verdict.

    ``started_at`` is wall time with its zone, a label; ``processors`` is how many may be used, on
    this machine unless given. A timeline is read and written by one thread. ``frames`` is how many
    were added. ``in_turns`` says whether the lanes take turns now; ``services`` are the backing
    services as they were last; ``machine`` is who used the machine, ``outages`` are those of both
    lanes. Rows are merged as ``levels`` say; ``()`` leaves each a tick.
    """

    notes: tuple[Mark, ...] = ()
    is_selection = False
    """Whether it is a stretch of another one; how lanes are now is then not of it."""

    def __init__(
        self,
        started_at: datetime | None = None,
        processors: int | None = None,
        *,
        levels: Sequence[Level] = LEVELS,
    ) -> None:
        super().__init__()
        self.started_at = started_at or datetime.now(UTC).astimezone()
        self.processors = processors or usable_processors().whole
        self.services: dict[str, ServiceFrame] = {}
        self.machine = MachineHistory()
        self.duration_s, self.frames = 0.0, 0
        self.phase: Phase = "starting"
        self.marks: list[Mark] = []
        self.outages = Outages()
        self.in_turns = False
        self._own_s: dict[LaneId, float] = dict.fromkeys(LANES, 0.0)
        self._turns = TurnLog()
        self._turns_window = TurnsWindow(self._lanes)
        self._disturbed_s = 0.0
        self._disturbances: list[float] = []
        self._warm_s: dict[float, float] = {}
        self._known_warm_ups = KnownWarmUps()
        self._raced_until_s = 0.0
        self._medians = LaneMedians()
        self._found: tuple[int, MeasurementWindow | None] = (-1, None)
        self._parted: tuple[int, list[Part]] = (-1, [])
        self._banded: tuple[int, tuple[Band, ...]] = (-1, ())
        self._levels = levels
        self._parts: dict[LaneId, LaneWindow] = {}
        self._parts_before: dict[LaneId, LaneWindow] = {}
        self._blocks: dict[tuple[LaneId, tuple[Span, ...]], Block] = {}

    def end(self) -> None:
        """The race is over, whatever its last frame says: it was left before it had ended."""
        self.phase = "ended"

    def add(self, frame: Frame) -> None:
        """Take one more frame.

        Until load flows, it changes what is known of the lanes, but adds no row.
        """
        before_s = self.duration_s
        self.frames += 1
        self._pass_time(frame)
        self.phase, self.duration_s = frame.phase, frame.at_s
        self.services |= frame.services
        if frame.machine is not None:
            self.machine.add(frame.machine)
        self.marks.extend(frame.marks)
        for mark in frame.marks:
            if mark.disturbs:
                self._disturb(max(self._disturbed_s, mark.at_s))
        for id_, lane in self._lanes.items():
            if frame.at_s > 0:
                lane.add(frame.at_s, frame.lanes[id_], self._own_s[id_], frame.services)
            else:
                lane.note(frame.lanes[id_])
        self._found, self._parted, self._banded = (-1, None), (-1, []), (-1, ())
        self._parts.clear()
        if frame.phase == "racing":
            self._race_on(frame, before_s)
        if self._levels and self.frames % EVERY_FRAMES == 0:
            self._merge_old_rows()

    def _race_on(self, frame: Frame, before_s: float) -> None:
        """Take over from a frame under full load what the comparison depends on."""
        if frame.at_s > 0:
            self.outages.add(frame, before_s)
        self._raced_until_s = frame.at_s
        self._medians.note(self._lanes, self.outages)
        if not self.in_turns and self._has_gap():
            self._disturb(frame.at_s)
        if not self.in_turns:
            self._fix_warm_up()

    def _merge_old_rows(self) -> None:
        edges = {edge for cut in self.outages.cuts(self._raced_until_s) for edge in cut}
        edges.update(self._disturbances, self._warm_s.values())
        if self.in_turns and self.duration_s - self._levels[0].after_s > self._disturbed_s:
            self._fix_warm_up_of_turns()
        for id_, lane in self._lanes.items():
            of_lane = sorted(edges.union(self._turn_edges(id_)))
            lane.merge_old_rows(self._levels, self.duration_s, of_lane)

    def _turn_edges(self, id_: LaneId) -> Iterator[float]:
        """Where rows of a lane must not be merged: its turns' ends, and those of their warm-ups.

        Of the turns in which rows may still be merged.
        """
        newest = self._levels[-1]
        lane = self._lanes[id_]
        for turn in self._turns.since(lane.merged_to_s(newest)):
            if turn.lane == id_:
                yield from (turn.from_s, turn.to_s)
                if (warm_up_s := self._turns_window.warm_up_of(turn.from_s)) is not None:
                    yield turn.from_s + warm_up_s

    def _fix_warm_up_of_turns(self) -> None:
        """It is not looked for in turns whose ticks may be merged."""
        self._in_turns()
        self._turns_window.fix(self._disturbed_s)

    def _disturb(self, at_s: float) -> None:
        """What is compared begins anew there; a gap of some frames is one disturbance."""
        if self.in_turns:
            self._fix_warm_up_of_turns()
        if self._disturbances and at_s - self._disturbances[-1] < _ONE_GAP_S:
            self._disturbances.pop()
        self._disturbances.append(at_s)
        self._disturbed_s = at_s

    @property
    def raced_until_s(self) -> float:
        """When the last full load was seen: what comes after is cool-down, and not measured."""
        return self._raced_until_s

    def stretch(self) -> MeasurementWindow | None:
        """All steady racing under the same settings as now.

        None while it is shorter than 2 s, or than a pair of turns.

        It begins with the race or the last mark that disturbs. Outages are left out of it, those of
        one lane on both; in turns so is each pair that one touches. After each of them both lanes
        warm up, as ``warm_up`` finds it, and together at least for the slower lane's median
        latency. In turns the warm-up is left out of every turn, and so is at least its first tick,
        which began before it.
        """
        frames = self._lanes["a"].frames
        if self._found[0] != frames:
            self._found = (frames, self._in_turns() if self.in_turns else self._together())
        return self._found[1]

    def lane_stretch(self, id_: LaneId) -> LaneWindow | None:
        """What counts of one lane."""
        found = self.stretch()
        if found is None:
            return None
        if id_ not in self._parts:
            before = self._parts_before.get(id_)
            made = LaneWindow(self._lanes[id_], found.spans[id_], before)
            self._parts[id_] = self._parts_before[id_] = made
        return self._parts[id_]

    def block(self, id_: LaneId, spans: tuple[Span, ...]) -> Block:
        """What a lane did in spans that are over. It is kept, for the next verdict asks again."""
        key = (id_, spans)
        if key not in self._blocks:
            if len(self._blocks) > _KEPT:
                self._blocks.clear()
            self._blocks[key] = Block(LaneWindow(self._lanes[id_], spans))
        return self._blocks[key]

    def bands(self) -> tuple[Band, ...]:
        """What is left out of the comparison or has to be named beside it, in the order of time.

        Cached until the next frame: every chart over time asks for them.
        """
        frames = self._lanes["a"].frames
        if self._banded[0] != frames:
            self._banded = (frames, self._find_bands())
        return self._banded[1]

    def _find_bands(self) -> tuple[Band, ...]:
        stretch = self.stretch()
        found = self.outages.bands(self._raced_until_s)
        if self.in_turns and stretch is not None:
            found += self._turns_window.warm_ups()
        elif not self.in_turns:
            found += [band for part in self._steady() for band in part.bands()]
        return tuple(sorted(found, key=lambda band: band.from_s))

    def machine_use(self, from_s: float, to_s: float) -> MachineUse | None:
        """Who used the machine between two moments of the race; None where that is not known."""
        return self.machine.between(from_s, to_s)

    def measured_machine_use(self) -> MachineUse | None:
        """The same over what is compared, or over all of the race where that is nothing."""
        stretch = self.stretch()
        if stretch is None:
            return self.machine.between(0.0, self.raced_until_s)
        # Together, both lanes' spans are the same.
        return self.machine.over(
            sorted({each for spans in stretch.spans.values() for each in spans})
        )

    def undisturbed_s(self) -> tuple[float, float]:
        """The newest steady part in which both raced together.

        Empty or negative when too little was raced.
        """
        parts = self._steady()
        return parts[-1].span if parts else (self._disturbed_s, self._disturbed_s)

    def _steady(self) -> list[Part]:
        """Since the last change, the parts between outages."""
        frames = self._lanes["a"].frames
        if self._parted[0] != frames:
            raced = (self._disturbed_s, self._raced_until_s)
            cuts = self.outages.cuts(self._raced_until_s)
            found = steady_parts(
                self._lanes,
                raced,
                cuts,
                median_s=self._medians.slower_s,
                use=self.machine_use,
                fixed=self._warm_s,
                known=self._known_warm_ups,
                after=self._after,
            )
            self._parted = (frames, found)
        return self._parted[1]

    def _after(self, from_s: float) -> Beginning:
        kind = self.outages.kind_before(from_s)
        if kind is None:
            return "change"
        # After a backing service was down both servers are restarted, too.
        return "outage" if kind == "no answer" else "restart"

    def _fix_warm_up(self) -> None:
        """The newest part's stays as it is as soon as so much follows it as an interval needs."""
        cuts = self.outages.cuts(self._raced_until_s)
        from_s = max([self._disturbed_s, *(ended for _, ended in cuts)])
        if from_s in self._warm_s or self._raced_until_s - from_s < TOGETHER_MIN - 1e-6:
            return
        part = self._steady()[-1]
        if part.from_s == from_s and part.to_s - part.warm_s >= TOGETHER_MIN - 1e-6:
            self._warm_s[from_s] = part.warm_s

    def _together(self) -> MeasurementWindow | None:
        parts = [part for part in self._steady() if part.is_long_enough]
        whole = tuple(part.span for part in parts)
        if sum(to_s - from_s for from_s, to_s in whole) < STABLE_S - 1e-6:
            return None
        warm_up_s = max((each.warm_up_s for each in parts if each.after != "outage"), default=0.0)
        catch_up_s = sum(each.warm_up_s for each in parts if each.after == "outage")
        return MeasurementWindow(dict.fromkeys(LANES, whole), warm_up_s, False, catch_up_s)

    def _in_turns(self) -> MeasurementWindow | None:
        cuts = self.outages.cuts(self._raced_until_s)
        pairs = self._turns.pairs(self._disturbed_s)
        return self._turns_window.find(self._disturbed_s, pairs, cuts, self._medians.slower_s)

    def _pass_time(self, frame: Frame) -> None:
        self._turns.add(frame, self.duration_s)
        # Between two turns no lane is under load.
        flows = all(lane.status.state in MEASURED for lane in frame.lanes.values())
        self.in_turns = frame.turn is not None or (self.in_turns and not flows)
        self._had_turns = self._had_turns or self.in_turns
        for id_ in LANES:
            if not self._had_turns:
                self._own_s[id_] = frame.at_s
            elif not self.in_turns or frame.turn == id_:
                self._own_s[id_] += max(0.0, frame.at_s - self.duration_s)

    def _has_gap(self) -> bool:
        """Whether a lane has no load now, and no outage says why."""
        return any(
            not lane.measured and self.outages.lanes[id_].open is None
            for id_, lane in self._lanes.items()
        )
