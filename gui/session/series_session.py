"""A series of races in a thread beside the window: a sweep, a search for a rate."""

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

from gui.session.background_task import BackgroundTask, Report
from gui.session.other_work import ANOTHER_IS_ON, other_is_running, register
from gui.session.race_session import RaceSession

# Imported where it is used: the window has to be there at once.
if TYPE_CHECKING:
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording

RACE_IS_ON = "A race is on: stop it first, or both would disturb each other."
OVERTAKEN = "A race was started, and ended this: what was measured before is kept."


class Problem(NamedTuple):
    """A sentence about something that went wrong while the series goes on."""

    sentence: str


class Series(Protocol):
    """Several races: ``loadgen.sweep.sweep.Sweep``, or a fake in tests."""

    async def run(self) -> object:
        """Race all of it, and close what it has opened."""
        ...

    def cancel(self) -> None:
        """Stop the race that is on, and begin no other."""
        ...


Begin = Callable[["Services", "RaceRecording", Report], Series]
"""Makes the series, in its thread; what it reports comes as ``reported``."""


class SeriesSession(QObject):
    """One series at a time. Its races are recorded as every race is.

    ``reported`` brings what the series reports, ``said`` a sentence and whether it is about a
    failure, ``changed`` comes when it has started, is cancelled, or has ended. A race that is
    started in the window ends it. It does not start while other work of the window has servers.
    """

    reported = Signal(object)
    said = Signal(str, bool)
    changed = Signal()

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._race = race
        register(race, self)
        self.is_cancelled = False
        self._lock = threading.Lock()
        self._series: tuple[asyncio.AbstractEventLoop, Series] | None = None
        self._task = BackgroundTask(self)
        self._task.progressed.connect(self._take)
        self._task.failed.connect(lambda sentence: self.said.emit(sentence, True))
        self._task.changed.connect(self.changed)
        race.state_changed.connect(self._follow_race)

    @property
    def is_running(self) -> bool:
        """Whether it was started, and has not ended yet."""
        return self._task.is_running

    def start(self, begin: Begin) -> bool:
        """Run it; False, with the reason in ``said``, where that cannot be."""
        if self.is_running:
            return False
        if self._race.is_on:
            self.said.emit(RACE_IS_ON, True)
            return False
        if other_is_running(self._race, self, or_idle=True):
            self.said.emit(ANOTHER_IS_ON, True)
            return False
        self.is_cancelled = False
        self._task.start(lambda report: self._work(begin, report))
        return True

    def cancel(self) -> None:
        """End the race that is on and start no other; what was measured is kept."""
        self.is_cancelled = True
        with self._lock:
            if self._series:
                loop, series = self._series
                loop.call_soon_threadsafe(series.cancel)
        self.changed.emit()

    def close(self) -> bool:
        """End it at once, and wait until its servers have ended; False when that took too long."""
        return self._task.close()

    async def _work(self, begin: Begin, report: Report) -> Any:
        """In the thread of the series."""
        from loadgen.race.session_services import session_services
        from loadgen.recording.race_recording import RaceRecording
        from loadgen.recording.user_library import user_library

        recording = RaceRecording(user_library(), lambda problem: report(Problem(problem)))
        try:
            series = begin(session_services(), recording, report)
            with self._lock:
                self._series = asyncio.get_running_loop(), series
                if self.is_cancelled:
                    series.cancel()
            return await series.run()
        finally:
            with self._lock:
                self._series = None
            recording.close()

    def _take(self, report: object) -> None:
        if isinstance(report, Problem):
            self.said.emit(report.sentence, True)
        else:
            self.reported.emit(report)

    def _follow_race(self) -> None:
        if self._race.is_on and self.is_running and not self.is_cancelled:
            self.cancel()
            self.said.emit(OVERTAKEN, False)
