"""The sweep of the window, without a widget: what is swept, how far it is, what came."""

import math
import time
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from gui.session.background_task import Report
from gui.session.last_sweep import read_last_sweep, write_last_sweep
from gui.session.race_session import RaceSession
from gui.session.series_session import Series, SeriesSession
from loadgen.model.race_plan import EMPTY_MIX, RacePlan
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.points import Point
from loadgen.sweep.sweep_run import SweepRun

if TYPE_CHECKING:
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording


class SweepStep(NamedTuple):
    """The step that is on: its value, and the seconds that were left when it began."""

    value: int
    left_s: float


class SweepSession(QObject):
    """``run`` is the sweep that is shown, None before the first; its points come one by one.

    ``step`` is the step that is on. ``changed`` comes with each of them, ``said`` brings a sentence
    and whether it is about a failure. After each step the sweep is written to a file, from which
    ``recall`` shows it again; ``is_recalled`` tells that what is shown is from there.
    """

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._race = race
        self.run: SweepRun | None = None
        self.ladder: Ladder | None = None
        self.step: SweepStep | None = None
        self.budget_s = 0.0
        self.is_recalled = False
        self._is_of_here = True
        self._points: list[Point] = []
        self._began = 0.0
        self._series = SeriesSession(race, self)
        self._series.reported.connect(self._take)
        self._series.said.connect(self.said)
        self._series.changed.connect(self._follow)

    @property
    def is_running(self) -> bool:
        """Whether a sweep is on."""
        return self._series.is_running

    @property
    def is_stopping(self) -> bool:
        """Whether it was cancelled, and its servers are still ending."""
        return self.is_running and self._series.is_cancelled

    @property
    def can_resume(self) -> bool:
        """Whether the sweep that is shown was ended before it had found all."""
        if self.is_running or self.ladder is None or not self._points or not self._is_of_here:
            return False
        return self.ladder.next(self._points) is not None

    @property
    def left_s(self) -> float:
        """About how long it still takes at most, in seconds; 0 when none is on."""
        if self.step is None:
            return 0.0
        return max(0.0, self.step.left_s - (time.monotonic() - self._began))

    @property
    def share(self) -> float:
        """How much of its time has passed, 0 to 1; NaN when none is on."""
        return 1 - self.left_s / self.budget_s if self.step and self.budget_s else math.nan

    def start(self, ladder: Ladder, budget_s: float) -> None:
        """Sweep the window's plan, in the place of the sweep that is shown."""
        plan = self._race.plan
        reason = EMPTY_MIX if plan.is_empty_mix else plan.refusal()
        if reason:
            self.said.emit(reason, True)
            return
        self._begin(plan, ladder, budget_s, [])

    def resume(self, budget_s: float) -> None:
        """Go on with the sweep that is shown, for so many seconds."""
        if self.can_resume and self.run and self.ladder:
            self._begin(self.run.plan, self.ladder, budget_s, self._points)

    def recall(self) -> None:
        """Show the sweep that was written last, where none is shown and one was written.

        It can be gone on with where it was measured on this machine, with the same versions.
        """
        found = None if self.run is not None or self.is_running else read_last_sweep()
        if found is not None:
            self.ladder, self._is_of_here = found.ladder, found.is_of_here
            self._points = list(found.run.points)
            self.run = SweepRun(found.run.plan, self._points, found.ladder.quantity)
            self.is_recalled = True
            self.changed.emit()

    def cancel(self) -> None:
        """End it; what was measured is kept."""
        self._series.cancel()

    def close(self) -> bool:
        """End it at once, and wait for its servers; False when that took too long."""
        return self._series.close()

    def _begin(self, plan: RacePlan, ladder: Ladder, budget_s: float, points: list[Point]) -> None:
        before = list(points)

        def begin(services: "Services", recording: "RaceRecording", report: Report) -> Series:
            from loadgen.sweep.sweep import Sweep

            def take_point(point: Point) -> None:
                report(point)
                measured = SweepRun(plan, tuple(sweep.points), ladder.quantity)
                write_last_sweep(measured, ladder)

            sweep = Sweep(
                plan,
                services,
                recording,
                ladder,
                budget_s=budget_s,
                on_step=lambda value, left_s: report(SweepStep(value, left_s)),
                on_point=take_point,
                points=before,
            )
            return sweep

        if self._series.start(begin):
            self.ladder, self.budget_s, self._points = ladder, budget_s, points
            self.run = SweepRun(plan, points, ladder.quantity)
            self.is_recalled, self._is_of_here = False, True
            self.changed.emit()

    def _take(self, report: object) -> None:
        if isinstance(report, SweepStep):
            self.step, self._began = report, time.monotonic()
        elif isinstance(report, Point):
            self._points.append(report)
        self.changed.emit()

    def _follow(self) -> None:
        if not self.is_running:
            self.step = None
        self.changed.emit()
