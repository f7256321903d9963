"""What is raced and how it goes, without a widget."""

import time
from datetime import UTC, datetime
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from gui.bridge import Bridge
from loadgen.experiments.race_plan import CONCURRENCY, LaneChoice, RacePlan
from loadgen.frame import Frame, LaneId, LaneState, LaneStatus
from loadgen.plan import ClosedModel
from loadgen.results.environment import describe
from loadgen.results.run_record import RunRecord
from loadgen.results.timeline import Timeline
from loadgen.results.verdict import Verdict, judge
from servers.parameters import defaults
from servers.scenarios import scenario
from servers.variants import variant

State = Literal["idle", "starting", "racing", "stopping"]

_ON = ("starting", "racing")
INVITATION = Verdict(
    sentence="Flask or FastAPI? Press Start, and watch.",
    emphasis="Press Start",
    evidence="Both servers start on this machine and get the same requests. "
    "Move the sliders while they race.",
)
STARTING = Verdict(
    sentence="Both servers are starting.",
    evidence="Load flows as soon as both answer.",
)


class RaceSession(QObject):
    """``plan`` is what was chosen, ``shown`` the plan of the race that ``timeline`` is of.

    While a race is on, each change of the plan acts on it, and the two are the same.
    """

    plan_changed = Signal()
    state_changed = Signal()
    framed = Signal()
    trouble = Signal(str)

    def __init__(self, bridge: Bridge, plan: RacePlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.plan = self.shown = plan
        self.state: State = "idle"
        self.timeline = Timeline()
        self.has_raced = False
        self.verdict = INVITATION
        self._since: dict[LaneId, tuple[LaneState, float]] = {}
        bridge.frame.connect(self._take)
        bridge.ended.connect(self._ended)

    @property
    def is_on(self) -> bool:
        """Whether a race is on, and not yet told to stop."""
        return self.state in _ON

    def toggle(self) -> None:
        if self.is_on:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        self.timeline = Timeline(datetime.now(UTC).astimezone())
        self.shown, self.verdict, self.has_raced = self.plan, STARTING, True
        self._since.clear()
        self._bridge.start(self.plan)
        self._set_state("starting")

    def stop(self) -> None:
        if self.is_on:
            self._set_state("stopping")
            self._bridge.stop()

    def restart(self, lane: LaneId) -> None:
        """Its server anew; when no race is on, a new race."""
        if self.is_on:
            self._bridge.restart(lane)
        else:
            self.start()

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

    def judge(self) -> None:
        """Look at the time line anew; about a millisecond."""
        if self.timeline.duration_s > 0:
            self.verdict = judge(self.timeline, self.shown)

    def record(self) -> RunRecord:
        """The race so far, for whoever takes it away."""
        self.judge()
        return RunRecord(
            plan=self.shown,
            timeline=self.timeline,
            verdict=self.verdict,
            started_at=self.timeline.started_at,
            environment=describe(self.timeline),
        )

    def set_plan(self, plan: RacePlan) -> None:
        if plan == self.plan:
            return
        self.plan = plan
        if self.is_on:
            self.shown = plan
            self._bridge.change(plan)
        self.plan_changed.emit()

    def set_concurrency(self, users: int) -> None:
        self._replace(model=ClosedModel(CONCURRENCY.check(users)))

    def set_parameter(self, key: str, value: int) -> None:
        self._replace(parameters=self.plan.parameters | {key: value})

    def set_scenario(self, key: str) -> None:
        kept = {
            each.key: self.plan.parameters.get(each.key, each.default)
            for each in scenario(key).parameters
        }
        self._replace(scenario=key, parameters=defaults(scenario(key).parameters) | kept)

    def set_variant(self, lane: LaneId, key: str) -> None:
        if key != self.plan.lanes[lane].variant:
            self._set_lane(lane, LaneChoice(key, defaults(variant(key).settings)))

    def set_setting(self, lane: LaneId, key: str, value: int) -> None:
        choice = self.plan.lanes[lane]
        self._set_lane(lane, LaneChoice(choice.variant, choice.settings | {key: value}))

    def set_duration(self, seconds: int | None) -> None:
        self._replace(duration_s=seconds)

    def _set_lane(self, lane: LaneId, choice: LaneChoice) -> None:
        self._replace(lanes=self.plan.lanes | {lane: choice})

    def _replace(self, **changes: object) -> None:
        self.set_plan(msgspec.structs.replace(self.plan, **changes))

    def _set_state(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit()

    def _take(self, frame: Frame) -> None:
        self.timeline.add(frame)
        if self.state == "starting" and frame.phase == "racing":
            self.judge()
            self._set_state("racing")
        elif self.is_on and frame.phase in ("stopping", "ended"):
            self._set_state("stopping")
        self.framed.emit()

    def _ended(self, trouble: str) -> None:
        self.judge()
        if self.timeline.duration_s <= 0:
            self.verdict = INVITATION
        self._set_state("idle")
        if trouble:
            self.trouble.emit(trouble)
