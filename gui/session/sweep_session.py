"""The sweep of the window, without a widget: what is swept, how far it is, what came."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from gui.session.background_task import Report
from gui.session.last_document import write_last_document
from gui.session.race_session import RaceSession
from gui.session.series_session import Series
from gui.session.series_work import SeriesWork
from loadgen.model.race_plan import RacePlan
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


class SweepSession(SeriesWork):
    """``run`` is the sweep that is shown, None before the first; its points come one by one.

    ``step`` is the step that is on.
    """

    kind = "sweep"

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(race, parent)
        self.run: SweepRun | None = None
        self.ladder: Ladder | None = None
        self.step: SweepStep | None = None
        self.budget_s = 0.0
        self._points: list[Point] = []

    @property
    def can_resume(self) -> bool:
        """Whether the sweep that is shown was ended before it had found all."""
        if self.is_running or self.ladder is None or not self._points or not self.is_of_here:
            return False
        return self.ladder.next(self._points) is not None

    @property
    def share(self) -> float:
        """How much of its time has passed, 0 to 1; NaN when none is on."""
        return 1 - self.left_s / self.budget_s if self.step and self.budget_s else math.nan

    def start(self, ladder: Ladder, budget_s: float) -> None:
        """Sweep the window's plan, in the place of the sweep that is shown."""
        plan = self._raceable_plan()
        if plan is None:
            return
        self._begin(plan, ladder, budget_s, [])

    def resume(self, budget_s: float) -> None:
        """Go on with the sweep that is shown, for so many seconds."""
        if self.can_resume and self.run and self.ladder:
            self._begin(self.run.plan, self.ladder, budget_s, self._points)

    def _begin(self, plan: RacePlan, ladder: Ladder, budget_s: float, points: list[Point]) -> None:
        before = list(points)

        def begin(services: "Services", recording: "RaceRecording", report: Report) -> Series:
            from loadgen.sweep.sweep import Sweep
            from loadgen.sweep.sweep_document import encode_sweep

            def take_point(point: Point) -> None:
                report(point)
                measured = SweepRun(plan, tuple(sweep.points), ladder.quantity)
                write_last_document(self.kind, encode_sweep(measured, ladder))

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

        if self._start(begin):
            self.ladder, self.budget_s, self._points = ladder, budget_s, points
            self.run = SweepRun(plan, points, ladder.quantity)
            self.changed.emit()

    @property
    def _step_left_s(self) -> float | None:
        return None if self.step is None else self.step.left_s

    def _restore(self, data: bytes) -> bool:
        """It can be gone on with where it was measured on this machine, with the same versions."""
        from loadgen.sweep.sweep_document import decode_sweep

        found = decode_sweep(data)
        self.ladder, self.is_of_here = found.ladder, found.is_of_here
        self._points = list(found.run.points)
        self.run = replace(found.run, points=self._points)
        return True

    def _take(self, report: object) -> bool:
        if isinstance(report, SweepStep):
            self.step = report
        elif isinstance(report, Point):
            self._points.append(report)
        return isinstance(report, SweepStep)

    def _forget_step(self) -> None:
        self.step = None
