"""The reference: curves and throughput of a moment, beside those of now until it is cleared."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from gui.charts.time_chart import TimeChart
from gui.session.race_session import RaceSession
from gui.widgets.verdict_line import VerdictLine
from loadgen.comparison.before_and_now import Throughput, before_and_now, throughput_of
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.selection import SelectedTimeline
from loadgen.timeline.timeline import Timeline

TAKEN = "The curves of now stay as a reference until R is pressed again."
CLEARED = "The reference is cleared."
NOT_YET = "Too little was measured for a reference: press R when the verdict has figures."
LOOK_FRAMES = 10
"""The throughput of now is computed once a second."""


class ReferenceControl(QObject):
    """``toggle`` takes the reference, or clears it; it outlasts the race that it is of."""

    def __init__(
        self,
        session: RaceSession,
        charts: Sequence[TimeChart],
        verdict: VerdictLine,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(verdict)
        self._session, self._charts, self._verdict, self._say = session, charts, verdict, say
        self._before: tuple[Throughput, dict[LaneId, str]] | None = None
        self._taken: tuple[Timeline, float, RacePlan] | None = None
        self._looked: object = None
        session.framed.connect(self._look)
        session.state_changed.connect(self._look)

    @property
    def is_taken(self) -> bool:
        """Whether there is a reference."""
        return self._before is not None

    def toggle(self) -> None:
        """Take the race as it is shown now as the reference; where there is one, clear it."""
        if self.is_taken:
            self._before = self._taken = None
            for chart in self._charts:
                chart.clear_reference()
            self._verdict.show_reference(())
            self._say(CLEARED)
            return
        throughput = throughput_of(self._session.timeline)
        if not throughput:
            self._say(NOT_YET)
            return
        timeline, shown = self._session.timeline, self._session.shown
        self._before = throughput, _names(shown)
        self._taken = timeline, timeline.duration_s, shown
        for chart in self._charts:
            # One that is behind the spectrum was not redrawn, and may have another race's curves.
            chart.refresh(timeline, shown)
            chart.take_reference()
        self._looked = None
        self._look()
        self._say(TAKEN)

    def run_before(self, timeline: Timeline) -> RunRecord | None:
        """The race of the reference as it was then, to be set beside the race of ``timeline``.

        None without a reference, and where it is all that there is of that race.
        """
        if self._taken is None:
            return None
        of, until_s, plan = self._taken
        if of is timeline and until_s >= timeline.duration_s:
            return None
        return RunRecord.of(plan, SelectedTimeline(of, 0.0, until_s))

    def _look(self) -> None:
        """Say before and now, again when another second was measured."""
        if self._before is None:
            return
        timeline, shown = self._session.timeline, self._session.shown
        of = (id(timeline), timeline.frames // LOOK_FRAMES, timeline.phase, shown)
        if of != self._looked:
            self._looked = of
            now = throughput_of(timeline)
            self._verdict.show_reference(before_and_now(*self._before, now, _names(shown)))


def _names(plan: RacePlan) -> dict[LaneId, str]:
    return {id_: plan.name(id_) for id_ in LANES}
