"""The migration of the window, without a widget: asks the stages, and keeps what they answered."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.session.background_task import BackgroundTask, Report
from gui.session.other_work import ANOTHER_IS_ON, other_is_running, register
from gui.session.race_session import RaceSession
from servers.catalog.migration import MIGRATION
from servers.catalog.migration_stages import FASTAPI_ALONE, FLASK_ALONE, TRAPS, Trap

if TYPE_CHECKING:
    from loadgen.migration.exchange import StageAnswers
    from loadgen.migration.migration_run import MigrationRun

STAGES = range(FLASK_ALONE, FASTAPI_ALONE + 1)
_RACE_IS_ON = "A race is on: stop it first, or it would be measured with these servers beside it."
_OVERTAKEN = "A race was started: the other servers were stopped."
_CANCELLED = "Cancelled: the stages that answered before are shown."
_CANCELLED_EARLY = "Cancelled before a stage had answered that Flask alone is compared with."


class MigrationSession(QObject):
    """``open_traps`` are for the next comparison; ``outcome`` is that of the last, None before.

    Its ``stages`` are those that have answered.

    ``answered`` counts the stages of the one that runs.

    ``changed`` comes with each stage that answered and each change of what runs, ``said`` with a
    sentence and whether it is about a failure.
    """

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, session: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open_traps: tuple[Trap, ...] = ()
        self.outcome: MigrationRun | None = None
        self.answered = 0
        self._race = session
        register(session, self)
        self._task = BackgroundTask(self)
        self._task.progressed.connect(self._take)
        self._task.failed.connect(lambda sentence: self.said.emit(sentence, True))
        self._task.cancelled.connect(self._say_cancelled)
        self._task.changed.connect(self.changed)
        session.state_changed.connect(self._follow_race)

    @property
    def is_running(self) -> bool:
        """Whether stages are asked now."""
        return self._task.is_running

    def open_trap(self, key: str, *, is_open: bool) -> None:
        """Leave that trap open in the next comparison, or mend it."""
        keys = {each.key for each in self.open_traps} - {key} | ({key} if is_open else set())
        self.open_traps = tuple(each for each in TRAPS if each.key in keys)
        self.changed.emit()

    def compare(self) -> None:
        """Start every stage, four at a time, and compare it with Flask alone."""
        if self._race.is_on:
            self.said.emit(_RACE_IS_ON, True)
            return
        if other_is_running(self._race, self):
            self.said.emit(ANOTHER_IS_ON, True)
            return
        if reason := MIGRATION.unavailable():
            self.said.emit(reason, True)
            return
        traps = self.open_traps
        keys = [each.key for each in traps]

        async def work(report: Report) -> object:
            from loadgen.migration import exchange

            found: list[StageAnswers] = []

            def on_done(answers: "StageAnswers") -> None:
                found.append(answers)
                report(_outcome(traps, found))

            await exchange.ask_stages(STAGES, keys, on_done)
            return None

        self.answered = 0
        self._task.start(work)

    def cancel(self) -> None:
        """Stop the servers; the stages that answered are kept."""
        self._task.cancel()

    def close(self) -> None:
        """Stop the servers, and wait until they have ended."""
        self._task.close()

    def _take(self, outcome: "MigrationRun") -> None:
        if outcome.stages:  # Flask alone is compared with nothing
            self.outcome = outcome
        self.answered += 1
        self.changed.emit()

    def _say_cancelled(self) -> None:
        cancelled = _CANCELLED if self.outcome else _CANCELLED_EARLY
        self.said.emit(_OVERTAKEN if self._race.is_on else cancelled, False)

    def _follow_race(self) -> None:
        if self._race.is_on and self._task.is_running:
            self._task.cancel()


def _outcome(traps: tuple[Trap, ...], found: Sequence["StageAnswers"]) -> "MigrationRun":
    """``found`` are in the order in which they answered; Flask alone is always the first."""
    from loadgen.migration.comparison import compare_stages
    from loadgen.migration.migration_run import MigrationRun

    answers = sorted(found, key=lambda each: each.stage)
    versions = {name: text for each in answers for name, text in each.versions.items()}
    return MigrationRun(tuple(compare_stages(answers)), traps, versions)
