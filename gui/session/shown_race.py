"""The race that is shown: the one that is on, one that was opened, or the one before."""

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from gui.charts.latency_basis import Basis
from gui.session.plan_editor import PlanEditor
from gui.session.previous_race import PreviousRace
from gui.session.race_notes import RaceNotes
from gui.session.race_opener import RaceOpener
from gui.session.stretch_selection import StretchSelection
from gui.session.waiting_verdicts import INVITATION, READING, invitation
from loadgen.export.frame_log import FrameLog
from loadgen.export.run_record import RunRecord
from loadgen.model.load_plan import Model
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline
from loadgen.verdict.verdict_fields import Verdict

if TYPE_CHECKING:
    from gui.session.replay import Replay
    from loadgen.model.frame import LaneId, ServiceFrame
    from loadgen.recording.race_opening import RaceOpening

State = Literal["idle", "starting", "racing", "stopping"]


class ShownRace(PlanEditor):
    """``plan`` is what was chosen, ``shown`` the plan of the race that ``timeline`` is of.

    ``opened`` is the recorded race that is shown, None where the race is of this window, or while
    ``opener`` reads it; ``previous`` the race that was shown before this one, None without one.
    ``replay`` is the recorded race that is played in the place of live ones. ``turn`` is whose turn
    it is, None when lanes race together, or between two turns. ``services`` are the backing
    services that were wanted so far. ``trouble`` brings a sentence: what cannot be done, and why.
    """

    state_changed = Signal()
    framed = Signal()
    race_opened = Signal()
    trouble = Signal(str)

    def __init__(
        self,
        plan: RacePlan,
        other_model: Model | None = None,
        basis: Basis = "schedule",
        parent: QObject | None = None,
        *,
        replay: "Replay | None" = None,
    ) -> None:
        super().__init__(plan, other_model, basis, parent)
        self.state: State = "idle"
        self.replay = replay
        self.opened: RunRecord | None = None
        self.previous: PreviousRace | None = None
        self.opener = RaceOpener(self)
        self.shown = plan
        self.timeline = Timeline()
        self.plans = PlanLog(plan)
        self.selection = StretchSelection(self)
        self.notes = RaceNotes(self._history, self)
        self.has_raced = False
        self.verdict = INVITATION
        self.turn: LaneId | None = None
        self.services: dict[str, ServiceFrame] = {}
        self._frames = FrameLog()
        self._headline = Headline()
        self.opener.grown.connect(self.framed)
        self.opener.opened.connect(self._show_opened)

    @property
    def shows_recorded(self) -> bool:
        """Whether a race is shown that was opened, or is being read."""
        return self.opened is not None or self.opener.opening is not None

    def open_recorded(self, opening: "RaceOpening") -> None:
        """Show a recorded race as it was when it ended, and choose its plan.

        Its charts grow while a long one is read: some ten seconds for an hour.
        """
        race = opening.race
        verdict = race.stop.verdict if race.stop else READING
        self._replace_shown(opening.timeline, race.plan, opening.plans, verdict)
        self.notes.set_file(opening.timeline, opening.path)
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

    def select(self, low: float, high: float) -> None:
        """Select a stretch of the charts' time axis; a click selects nothing.

        Neither does a stretch whose settings the opened file lacks: ``trouble`` says so.
        """
        if refusal := self.selection.select(self.timeline, self.plans, low, high):
            self.trouble.emit(refusal)

    @property
    def shown_verdict(self) -> Verdict:
        """On the stretch that is selected, else on the race; before the first, what Start does."""
        if self.verdict is INVITATION:
            return invitation(self.plan)
        return self.selection.verdict or self.verdict

    def judge(self) -> None:
        """Judge the time line as it is now; about a millisecond."""
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
        record = RunRecord.of(
            self.shown, self.timeline, self._frames, self.verdict, self.plans.followed
        )
        return self.replay.record(record) if self.replay else record
