"""The search for rates and costs of the window, without a widget."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.session.background_task import Report
from gui.session.last_document import write_last_document
from gui.session.race_session import RaceSession
from gui.session.series_session import Series
from gui.session.series_work import SeriesWork
from loadgen.objective.cost import Price
from loadgen.objective.cost_run import CostRun
from loadgen.objective.lane_rate import LaneRate
from loadgen.objective.objective import Objective
from loadgen.objective.search_step import Step

if TYPE_CHECKING:
    from loadgen.model.frame import LaneId
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording


class CostSession(SeriesWork):
    """``run`` is the search that is shown, None before the first; its lanes grow race by race.

    ``step`` is the race that is on. ``price`` and ``utilisation`` may change at any time: cost is
    computed of them and the rates.
    """

    kind = "cost"

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(race, parent)
        self.run: CostRun | None = None
        self.step: Step | None = None

    def start(self, objective: Objective, price: Price | None, utilisation: float) -> None:
        """Search the rates of the window's plan at this objective, and replace what is shown."""
        plan = self._raceable_plan()
        if plan is None:
            return

        def begin(services: "Services", recording: "RaceRecording", report: Report) -> Series:
            from loadgen.objective.cost_document import encode_cost
            from loadgen.objective.search import RateSearch

            lanes: dict[LaneId, LaneRate] = {}

            def take_rate(found: LaneRate) -> None:
                report(found)
                lanes[found.lane] = found
                run = CostRun(plan, objective, lanes, price, utilisation)
                write_last_document(self.kind, encode_cost(run))

            return RateSearch(
                plan, objective, services, recording, on_step=report, on_found=take_rate
            )

        if self._start(begin):
            self.run = CostRun(plan, objective, {}, price, utilisation)
            self.changed.emit()

    def set_cost(self, price: Price | None, utilisation: float) -> None:
        """Compute the cost of what is shown by these."""
        if self.run is not None:
            self.run = replace(self.run, price=price, utilisation=utilisation)
            self.changed.emit()

    @property
    def _step_left_s(self) -> float | None:
        """Of the search for the lane that is raced now."""
        return None if self.step is None else self.step.left_s

    def _restore(self, data: bytes) -> bool:
        """Its rates and its cost."""
        from loadgen.objective.cost_document import decode_cost

        self.run = found = decode_cost(data)
        self.is_of_here = found.origin is None or found.origin.is_here
        return True

    def _take(self, report: object) -> bool:
        if isinstance(report, Step):
            self.step = report
        elif isinstance(report, LaneRate) and self.run is not None:
            self.run.lanes[report.lane] = report
        return isinstance(report, Step)

    def _forget_step(self) -> None:
        self.step = None
