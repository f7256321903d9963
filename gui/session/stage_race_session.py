"""The races of the migration's stages, without a widget: which is on, and what came."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from gui.session.background_task import Report
from gui.session.migration_session import STAGES
from gui.session.race_session import RaceSession
from gui.session.series_session import Series
from gui.session.series_work import SeriesWork
from servers.catalog.migration_stages import Trap

# Imported where it is used: the window has to be there at once.
if TYPE_CHECKING:
    from loadgen.migration.stage_races import StageRace, StageSpeed
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording


class RaceStep(NamedTuple):
    """The race that is on, the ``number``-th of ``total``, from 1 on."""

    number: int
    total: int
    race: "StageRace"


class StageRaceSession(SeriesWork):
    """``speeds`` are the races that are over, with ``traps`` open; ``step`` is the one that is on.

    Each stage races Flask alone; then a route that still is Flask, and a front before both apps.
    """

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(race, parent)
        self.speeds: tuple[StageSpeed, ...] = ()
        self.traps: tuple[Trap, ...] = ()
        self.step: RaceStep | None = None

    def start(self, traps: Sequence[Trap]) -> None:
        """Race all stages with these traps open, in the place of what is shown."""
        chosen = tuple(traps)

        def begin(services: "Services", recording: "RaceRecording", report: Report) -> Series:
            from loadgen.migration.stage_races import StageRaceSeries, stage_races

            races = stage_races(STAGES[1:], [each.key for each in chosen])

            def on_race(number: int, race: "StageRace") -> None:
                report(RaceStep(number, len(races), race))

            return StageRaceSeries(races, services, recording, on_race=on_race, on_speed=report)

        if self._start(begin):
            self.speeds, self.traps = (), chosen
            self.changed.emit()

    def _take(self, report: object) -> bool:
        from loadgen.migration.stage_races import StageSpeed

        if isinstance(report, RaceStep):
            self.step = report
        elif isinstance(report, StageSpeed):
            self.speeds += (report,)
        return isinstance(report, RaceStep)

    def _forget_step(self) -> None:
        self.step = None
