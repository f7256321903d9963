"""What is raced and how it goes, without a widget."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from gui.charts.latency_basis import Basis
from gui.session.demonstration_control import DemonstrationControl
from gui.session.plan_editor import PlanEditor
from gui.session.previous_race import PreviousRace
from gui.session.race_opener import RaceOpener
from gui.session.race_thread import RaceThread
from gui.session.stretch_selection import StretchSelection
from gui.session.waiting_verdicts import INVITATION, READING, STARTING
from loadgen.export.frame_log import FrameLog
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Frame, LaneId, LaneState, LaneStatus, ServiceFrame
from loadgen.model.load_plan import Model
from loadgen.model.race_plan import EMPTY_MIX, RacePlan
from loadgen.recording.plan_log import PlanLog
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline
from loadgen.verdict.verdict_fields import Verdict

if TYPE_CHECKING:
    from gui.session.replay import Replay
    from loadgen.recording.race_opening import RaceOpening
    from loadgen.recording.race_recording import RaceRecording

CANNOT_CHANGE = "This race was recorded and cannot be changed: open Faceoff by itself to race."

State = Literal["idle", "starting", "racing", "stopping"]

FREEZE_S = 1.0
_ON = ("starting", "racing")


class RaceSession(PlanEditor):
    """``plan`` is what was chosen, ``shown`` the plan of the race that ``timeline`` is of.

    While a race is on, each change of the plan acts on it, and the two are the same. ``turn`` is
    whose turn it is, None when lanes race together, or between two turns. ``replay`` is the
    recorded race that is played in the place of live ones, ``recording`` what records live ones,
    ``opened`` the recorded race that is shown, None where the race is of this window, or while
    ``opener`` reads it.
    ``services`` are the backing services that were wanted so far; ``service_failed`` brings the key
    of one that has just failed. ``outage_changed`` comes when a lane answers no more, and when it
    answers again. ``previous`` is the race that was shown before this one, None without one.
    """

    state_changed = Signal()
    framed = Signal()
    trouble = Signal(str)
    services_changed = Signal()
    service_failed = Signal(str)
    outage_changed = Signal()
    race_opened = Signal()

    def __init__(
        self,
        bridge: RaceThread,
        plan: RacePlan,
        parent: QObject | None = None,
        *,
        other_model: Model | None = None,
        basis: Basis = "schedule",
        replay: "Replay | None" = None,
    ) -> None:
        super().__init__(plan, other_model, basis, parent)
        self._bridge = bridge
        self.replay = replay
        self.recording: RaceRecording | None = None
        self.opened: RunRecord | None = None
        self.previous: PreviousRace | None = None
        self.opener = RaceOpener(self)
        self.shown = plan
        self.state: State = "idle"
        self.timeline = Timeline()
        self._frames = FrameLog()
        self.plans = PlanLog(plan)
        self.selection = StretchSelection(self)
        self.has_raced = False
        self.verdict = INVITATION
        self._headline = Headline()
        self.turn: LaneId | None = None
        self._since: dict[LaneId, tuple[LaneState, float]] = {}
        self._is_out = False
        self._frozen_until: dict[LaneId, float] = {}
        self.services: dict[str, ServiceFrame] = {}
        self.demonstrations = DemonstrationControl(
            self,
            start=self.start,
            stop=self.stop,
            is_idle=lambda: self.state == "idle",
            is_fixed=replay is not None,
        )
        self.state_changed.connect(self.demonstrations.follow_state)
        bridge.frame.connect(self._take)
        bridge.ended.connect(self._ended)
        bridge.services.connect(self._take_services)
        bridge.want(plan.entry.services)
        self.opener.grown.connect(self.framed)
        self.opener.opened.connect(self._show_opened)

    @property
    def is_on(self) -> bool:
        """Whether a race is on, and not yet told to stop."""
        return self.state in _ON

    @property
    def shows_recorded(self) -> bool:
        """Whether a race is shown that was opened, or is being read."""
        return self.opened is not None or self.opener.opening is not None

    def toggle(self) -> None:
        """Start a race, or stop the one that is on."""
        if self.is_on:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """Start a race of the plan with an empty time line; ``trouble`` says why it cannot race."""
        reason = EMPTY_MIX if self.plan.is_empty_mix else self.plan.refusal()
        if reason and not self.replay:
            self.trouble.emit(reason)
            return
        self._put_aside()
        if self.replay:
            self.timeline = self.replay.timeline()
        else:
            self.timeline = Timeline(datetime.now(UTC).astimezone())
        if self.recording:
            self.recording.begin(self.plan, self.timeline.started_at)
        self._frames = FrameLog()
        self.opener.cancel()
        self.opened = None
        self.shown, self.verdict, self.has_raced = self.plan, STARTING, True
        self.plans = PlanLog(self.plan)
        self.selection.clear()
        self._headline = Headline()
        self._since.clear()
        self.turn = None
        self._is_out = False
        self._bridge.start(self.plan)
        self._set_state("starting")

    def open_recorded(self, opening: "RaceOpening") -> None:
        """Show a recorded race as it was when it ended, and choose its plan.

        Its charts grow while a long one is read: some ten seconds for an hour.
        """
        race = opening.race
        verdict = race.stop.verdict if race.stop else READING
        self._replace_shown(opening.timeline, race.plan, opening.plans, verdict)
        self.services = {}
        self.opener.start(opening)
        self._signal_opened()

    def show_previous(self) -> bool:
        """Show the race before, choose its plan, and make the one that was shown the race before.

        False where there is none, or while a race is on.
        """
        before = self.previous
        if before is None or self.state != "idle":
            return False
        run = before.run
        self._replace_shown(run.timeline, run.plan, before.plans, run.verdict)
        self.opened = run
        self._signal_opened()
        return True

    def _replace_shown(
        self, timeline: Timeline, plan: RacePlan, plans: PlanLog, verdict: Verdict
    ) -> None:
        self._put_aside()
        self.opener.cancel()
        self.opened = None
        self.selection.clear()
        self.timeline, self.shown, self.plans, self.verdict = timeline, plan, plans, verdict
        self._headline, self.turn, self.has_raced = Headline(), None, True
        PlanEditor.set_plan(self, plan)

    def _signal_opened(self) -> None:
        self.state_changed.emit()
        self.framed.emit()
        self.race_opened.emit()

    def _put_aside(self) -> None:
        """Make the race that is shown the one before, if anything was measured and read of it."""
        if self.timeline.duration_s > 0 and self.opener.opening is None and not self.replay:
            self.previous = PreviousRace(self.record(), self.plans)

    def _show_opened(self, opening: "RaceOpening") -> None:
        run = opening.read()
        self.opened, self.verdict, self.plans = run, run.verdict, opening.plans
        self.services = dict(run.timeline.services)
        self.state_changed.emit()
        self.framed.emit()

    def stop(self) -> None:
        """Ask the race to end; what was measured stays. Nothing without a race."""
        if self.is_on:
            self._set_state("stopping")
            self._bridge.stop()

    def restart(self, lane: LaneId) -> None:
        """Its server anew; when no race is on, a new race."""
        if self.is_on:
            self._bridge.restart(lane)
        else:
            self.start()

    def restart_service(self, key: str) -> None:
        """A backing service anew; in a race, both servers with it."""
        self._bridge.restart_service(key)

    @property
    def is_in_turns(self) -> bool:
        """Whether lanes take turns at the moment."""
        return self.state == "racing" and self.shown.mode == "turns"

    def can_freeze(self, lane: LaneId) -> bool:
        """Whether load flows there, so that a freeze would be felt."""
        return self.replay is None and self.state == "racing" and self.timeline.lane(lane).measured

    def freeze(self, lane: LaneId) -> None:
        """Let the lane's server stand still for a second: who notices?"""
        if self.can_freeze(lane):
            self._frozen_until[lane] = time.monotonic() + FREEZE_S
            self._bridge.freeze(lane, FREEZE_S)
            self.framed.emit()

    def is_frozen(self, lane: LaneId) -> bool:
        """Whether the lane's server is stopped by hand at the moment."""
        return time.monotonic() < self._frozen_until.get(lane, 0.0)

    def status(self, lane: LaneId) -> LaneStatus:
        """How the lane is; before its first frame it is starting, too."""
        status = self.timeline.lane(lane).status
        return LaneStatus("starting") if status.state == "idle" and self.is_on else status

    def waited_s(self, lane: LaneId) -> float:
        """For how long the lane has been in its state."""
        state, now = self.status(lane).state, time.monotonic()
        known, since = self._since.get(lane, (state, now))
        if known != state:
            since = now
        self._since[lane] = (state, since)
        return now - since

    def select(self, low: float, high: float) -> None:
        """Select a stretch of the charts' time axis; a click selects nothing."""
        self.selection.select(self.timeline, self.plans, low, high)

    @property
    def shown_verdict(self) -> Verdict:
        """On the stretch that is selected, else on the race."""
        return self.selection.verdict or self.verdict

    def judge(self) -> None:
        """Look at the time line anew; about a millisecond."""
        if self.timeline.duration_s > 0 and not self.shows_recorded:
            self.verdict = self._headline.update(self.timeline, self.shown)

    def record(self) -> RunRecord:
        """The race so far with all its frames, as every exporter takes it.

        One that is being opened is read to its end.
        """
        self.opener.finish()
        if self.opened:
            return self.opened
        self.judge()
        record = RunRecord.of(self.shown, self.timeline, self._frames, self.verdict)
        return self.replay.record(record) if self.replay else record

    def set_plan(self, plan: RacePlan) -> None:
        if self.replay and plan != self.plan:
            # The control that was moved goes back to what was raced, once it has moved.
            QTimer.singleShot(0, self, self.plan_changed.emit)
            self.trouble.emit(CANNOT_CHANGE)
            return
        if self.is_on and plan.is_empty_mix:
            QTimer.singleShot(0, self, self.plan_changed.emit)
            self.trouble.emit(EMPTY_MIX)
            return
        if self.is_on and plan != self.plan:
            self.shown = plan
            self.plans.add(self.timeline.duration_s, plan)
            self._bridge.change(plan)
            if self.recording:
                self.recording.change_plan(plan)
        self._bridge.want(plan.entry.services)
        super().set_plan(plan)

    def _set_state(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit()

    def _take(self, frame: Frame) -> None:
        self.timeline.add(frame)
        self._frames.add(frame)
        if self.recording:
            self.recording.add(frame)
        self.turn = frame.turn
        if frame.services:
            self._take_services(self.services | frame.services)
        if self.state == "starting" and frame.phase == "racing":
            self.judge()
            self._set_state("racing")
        elif self.is_on and frame.phase in ("stopping", "ended"):
            self._set_state("stopping")
        self._follow_outage()
        self.framed.emit()

    def _follow_outage(self) -> None:
        """Judge at once when an outage begins or ends, and in every frame while it lasts."""
        was_out, self._is_out = self._is_out, self.timeline.outages.is_open
        if self.state == "racing" and (self._is_out or was_out):
            self.judge()
        if self._is_out != was_out:
            self.outage_changed.emit()

    def _take_services(self, services: dict[str, ServiceFrame]) -> None:
        before, self.services = self.services, services
        for key, frame in services.items():
            if frame.state == "failed" and before.get(key) != frame:
                self.service_failed.emit(key)
        self.services_changed.emit()

    def _ended(self, trouble: str) -> None:
        self.judge()
        if self.timeline.duration_s <= 0:
            self.verdict = INVITATION
        if self.recording:
            self.recording.end(self.record())
        self._set_state("idle")
        if trouble:
            self.trouble.emit(trouble)
