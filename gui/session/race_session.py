"""What is raced and how it goes, without a widget."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gui.charts.latency_basis import Basis
from gui.session.demonstration_control import DemonstrationControl
from gui.session.race_thread import RaceThread
from gui.session.replayed_race import ReplayedRace
from gui.session.shown_race import State
from gui.session.waiting_verdicts import INVITATION, STARTING
from loadgen.export.frame_log import FrameLog
from loadgen.model.frame import Frame, LaneId, LaneState, LaneStatus, ServiceFrame
from loadgen.model.load_plan import Model
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import EMPTY_MIX, RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline

if TYPE_CHECKING:
    from gui.session.replay import Replay
    from loadgen.recording.race_recording import RaceRecording

FREEZE_S = 1.0
_ON = ("starting", "racing")


class RaceSession(ReplayedRace):
    """A race that is on: what is started, changed and stopped through the race's thread.

    While it is on, each change of the plan acts on it, and ``shown`` is the same. ``recording`` is
    what records live races. ``service_failed`` brings the key of a backing service that has just
    failed. ``outage_changed`` comes when a lane answers no more, and when it answers again.
    """

    services_changed = Signal()
    service_failed = Signal(str)
    outage_changed = Signal()

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
        super().__init__(plan, other_model, basis, parent, replay=replay)
        self._bridge = bridge
        self.recording: RaceRecording | None = None
        self._since: dict[LaneId, tuple[LaneState, float]] = {}
        self._is_out = False
        self._last_seq = -1
        self._frozen_until: dict[LaneId, float] = {}
        self.demonstrations = DemonstrationControl(
            self,
            start=self.start,
            stop=self.stop,
            is_idle=lambda: self.state == "idle",
            is_fixed=lambda: self.replay is not None,
        )
        self.state_changed.connect(self.demonstrations.follow_state)
        self.notes.trouble.connect(self.trouble)
        bridge.frame.connect(self._take)
        bridge.ended.connect(self._take_end)
        bridge.services.connect(self._take_services)
        bridge.want(plan.entry.services)

    @property
    def is_on(self) -> bool:
        """Whether a race is on, and was not asked to stop."""
        return self.state in _ON

    def records(self, path: Path) -> bool:
        """Whether the race that is on is recorded in this file."""
        return self.recording is not None and not self.replay and self.recording.path == path

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
            # Another recorded race may have been opened, or this one stopped while it paused.
            super().set_plan(self.replay.race.plan)
            self.replay.playback.is_paused = False
            self._empty_timeline(self.replay)
        else:
            self.timeline = Timeline(datetime.now(UTC).astimezone())
        if self.recording and not self.replay:
            self.recording.begin(self.plan, self.timeline.started_at)
            self.notes.recording = self.recording
            self.notes.set_file(self.timeline, self.recording.path)
        self._frames = FrameLog()
        self.opener.cancel()
        self.opened = None
        self.shown, self.verdict, self.has_raced = self.plan, STARTING, True
        self.plans = self.replay.plans() if self.replay else PlanLog(self.plan)
        self.selection.clear()
        self._headline = Headline()
        self._since.clear()
        self.turn = None
        self._is_out = False
        self._last_seq = -1
        self._bridge.start(self.plan, self.replay.play if self.replay else None)
        self._set_state("starting")

    def _play_again(self, replay: "Replay") -> None:
        """The frames come from the first one on again: show what they say, and no more."""
        self._empty_timeline(replay)
        self._frames, self._headline = FrameLog(), Headline()
        self._since.clear()
        self.selection.clear()
        self.verdict, self._is_out = STARTING, False
        self._set_state("starting")

    def stop(self) -> None:
        """Ask the race to end; what was measured stays. Nothing without a race."""
        if self.is_on:
            if self.replay:
                self.replay.playback.take_seek()
            self._set_state("stopping")
            self._bridge.stop()

    def restart(self, lane: LaneId) -> None:
        """Restart its server; when no race is on, start a race."""
        if self.is_on:
            self._bridge.restart(lane)
        else:
            self.start()

    def restart_service(self, key: str) -> None:
        """Restart a backing service; in a race, both servers with it."""
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

    def set_plan(self, plan: RacePlan) -> None:
        if self.replay and plan != self.plan:
            # The control that was moved goes back to what was raced, once it has moved.
            QTimer.singleShot(0, self, self.plan_changed.emit)
            self.trouble.emit(self.cannot_change)
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
        # Also while the race that is played stops: a loop and a chapter lead back from its end.
        if self.replay and self.state != "idle" and frame.seq <= self._last_seq:
            self._play_again(self.replay)
        self._last_seq = frame.seq
        if self.replay and self.replay.race.plan != self.plan:
            self._follow_plan(self.replay.race.plan)
        self.timeline.add(frame)
        self._frames.add(frame)
        if self.recording and not self.replay:
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

    def _take_end(self, trouble: str) -> None:
        self.judge()
        if self.timeline.duration_s <= 0:
            self.verdict = INVITATION
        if self.recording and not self.replay:
            self.recording.end(self.record())
        self._set_state("idle")
        if self._leaves_replay:
            self.leave_replay()
        elif trouble:
            self.trouble.emit(trouble)
        elif self.replay and self.replay.playback.is_seeking:
            self.start()  # a chapter was chosen after the last frame
