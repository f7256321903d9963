"""The search for rates and costs of the window, without a widget."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.session.background_task import Report
from gui.session.race_session import RaceSession
from gui.session.series_session import Series, SeriesSession
from loadgen.model.race_plan import EMPTY_MIX
from loadgen.objective.cost import Price
from loadgen.objective.cost_run import CostRun
from loadgen.objective.lane_rate import LaneRate
from loadgen.objective.objective import Objective
from loadgen.objective.search_step import Step

if TYPE_CHECKING:
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording


class CostSession(QObject):
    """``run`` is the search that is shown, None before the first; its lanes grow race by race.

    ``step`` is the race that is on. ``price`` and ``utilisation`` may change at any time: cost is
    computed of them and the rates. ``changed`` comes with each of it, ``said`` brings a sentence
    and whether it is about a failure.
    """

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._race = race
        self.run: CostRun | None = None
        self.step: Step | None = None
        self._began = 0.0
        self._series = SeriesSession(race, self)
        self._series.reported.connect(self._take)
        self._series.said.connect(self.said)
        self._series.changed.connect(self._follow)

    @property
    def is_running(self) -> bool:
        """Whether a search is on."""
        return self._series.is_running

    @property
    def is_stopping(self) -> bool:
        """Whether it was cancelled, and its servers are still ending."""
        return self.is_running and self._series.is_cancelled

    @property
    def left_s(self) -> float:
        """For how long the lane of the present step is still searched at most, in seconds."""
        if self.step is None:
            return 0.0
        return max(0.0, self.step.left_s - (time.monotonic() - self._began))

    def start(self, objective: Objective, price: Price | None, utilisation: float) -> None:
        """Search the rates of the window's plan at this objective, and replace what is shown."""
        plan = self._race.plan
        reason = EMPTY_MIX if plan.is_empty_mix else plan.refusal()
        if reason:
            self.said.emit(reason, True)
            return

        def begin(services: "Services", recording: "RaceRecording", report: Report) -> Series:
            from loadgen.objective.search import RateSearch

            return RateSearch(plan, objective, services, recording, on_step=report, on_found=report)

        if self._series.start(begin):
            self.run = CostRun(plan, objective, {}, price, utilisation)
            self.changed.emit()

    def set_cost(self, price: Price | None, utilisation: float) -> None:
        """Compute the cost of what is shown by these."""
        if self.run is not None:
            run = self.run
            self.run = CostRun(run.plan, run.objective, run.lanes, price, utilisation)
            self.changed.emit()

    def cancel(self) -> None:
        """End it; what was found is kept."""
        self._series.cancel()

    def close(self) -> bool:
        """End it at once, and wait for its servers; False when that took too long."""
        return self._series.close()

    def _take(self, report: object) -> None:
        if isinstance(report, Step):
            self.step, self._began = report, time.monotonic()
        elif isinstance(report, LaneRate) and self.run is not None:
            self.run.lanes[report.lane] = report
        self.changed.emit()

    def _follow(self) -> None:
        if not self.is_running:
            self.step = None
        self.changed.emit()
