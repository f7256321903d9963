"""What the works share that race a series for a page: a sweep, a search for rates, a board."""

import logging
import time
from typing import ClassVar

from PySide6.QtCore import QObject, Signal

from gui.session.last_document import read_last_document
from gui.session.race_session import RaceSession
from gui.session.series_session import Begin, SeriesSession
from loadgen.files.document import DocumentError
from loadgen.model.race_plan import EMPTY_MIX, RacePlan

_log = logging.getLogger("faceoff.files")


class SeriesWork(QObject):
    """One series of races at a time, for the window's plan or plans of its own.

    ``changed`` comes with each report of the series and when it begins or ends, ``said`` brings a
    sentence and whether it is about a failure. After each race what was found is written as the
    last document of its ``kind``, from which ``recall`` shows it again; ``is_recalled`` tells that
    what is shown is from there, ``is_of_here`` that it was measured on this machine, with the same
    versions.
    """

    kind: ClassVar[str]
    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._race = race
        self._began = 0.0
        self.is_recalled = False
        self.is_of_here = True
        self._series = SeriesSession(race, self)
        self._series.reported.connect(self._take_report)
        self._series.said.connect(self.said)
        self._series.changed.connect(self._follow)

    @property
    def is_running(self) -> bool:
        """Whether a race of it is on."""
        return self._series.is_running

    @property
    def is_stopping(self) -> bool:
        """Whether it was cancelled, and its servers are still ending."""
        return self.is_running and self._series.is_cancelled

    @property
    def left_s(self) -> float:
        """How long it still takes at most, in seconds; 0 when none is on."""
        left = self._step_left_s
        return 0.0 if left is None else max(0.0, left - (time.monotonic() - self._began))

    def recall(self) -> None:
        """Show what was found last, where a document of it can be read."""
        if self.is_running or (data := read_last_document(self.kind)) is None:
            return
        try:
            self.is_recalled = self._restore(data)
        except DocumentError as error:
            _log.error("The last %s cannot be shown: %s", self.kind, error)
        self.changed.emit()

    def cancel(self) -> None:
        """End it; what was measured is kept."""
        self._series.cancel()

    def close(self) -> bool:
        """End it at once, and wait for its servers; False when that took too long."""
        ended = self._series.close()
        self._forget_step()
        return ended

    @property
    def _step_left_s(self) -> float | None:
        """The seconds that were left when the present step began; None when none is on."""
        return None

    def _restore(self, data: bytes) -> bool:
        """Show what a document holds; False where it is of no use here. Raises DocumentError."""
        raise NotImplementedError

    def _take(self, report: object) -> bool:
        """Take a report of the series; whether it is about a step that begins."""
        raise NotImplementedError

    def _forget_step(self) -> None:
        """The series has ended: there is no present step."""
        raise NotImplementedError

    def _start(self, begin: Begin) -> bool:
        """Run the series that ``begin`` makes; False, with the reason in ``said``, if not."""
        has_begun = self._series.start(begin)
        if has_begun:
            self.is_recalled, self.is_of_here = False, True
        return has_begun

    def _raceable_plan(self) -> RacePlan | None:
        """The window's plan; None, with the reason in ``said``, where it cannot be raced."""
        plan = self._race.plan
        reason = EMPTY_MIX if plan.is_empty_mix else plan.refusal()
        if reason:
            self.said.emit(reason, True)
            return None
        return plan

    def _take_report(self, report: object) -> None:
        if self._take(report):
            self._began = time.monotonic()
        self.changed.emit()

    def _follow(self) -> None:
        if not self.is_running:
            self._forget_step()
        self.changed.emit()
