"""The claims board of the window, without a widget: what is under test, and what was decided."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.session.background_task import Report
from gui.session.race_session import RaceSession
from gui.session.series_session import Series, SeriesSession
from loadgen.claims.board_document import BoardDocument, JudgedClaim
from loadgen.claims.claim import Claim
from loadgen.claims.claim_list import CLAIMS
from loadgen.claims.judgement import Judgement
from loadgen.claims.progress import Progress

if TYPE_CHECKING:
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording


class ClaimsSession(QObject):
    """``judged`` are the claims that were decided, by their keys.

    ``progress`` is the test that is on. ``changed`` comes with each of them, ``said`` brings a
    sentence and whether it is about a failure.
    """

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.judged: dict[str, JudgedClaim] = {}
        self.progress: Progress | None = None
        self._judgements: dict[str, Judgement] = {}
        self._began = 0.0
        self._series = SeriesSession(race, self)
        self._series.reported.connect(self._take)
        self._series.said.connect(self.said)
        self._series.changed.connect(self._follow)

    @property
    def is_running(self) -> bool:
        """Whether claims are being put to the test."""
        return self._series.is_running

    @property
    def is_stopping(self) -> bool:
        """Whether it was cancelled, and its servers are still ending."""
        return self.is_running and self._series.is_cancelled

    @property
    def left_s(self) -> float:
        """How long it still takes at most, in seconds; 0 when none is on."""
        if self.progress is None:
            return 0.0
        return max(0.0, self.progress.left_s - (time.monotonic() - self._began))

    def is_under_test(self, key: str) -> bool:
        """Whether the claim is the one that is put to the test now."""
        return self.progress is not None and self.progress.claim.key == key

    def start(self, claims: Sequence[Claim] = CLAIMS) -> None:
        """Put these to the test; what was decided of others stays."""

        def begin(services: "Services", recording: "RaceRecording", report: Report) -> Series:
            from loadgen.claims.board_run import BoardRun

            return BoardRun(claims, services, recording, on_progress=report, on_judged=report)

        if self._series.start(begin):
            self.changed.emit()

    def cancel(self) -> None:
        """End it; what was decided is kept."""
        self._series.cancel()

    def forget(self) -> None:
        """Take back all that was decided."""
        self.judged.clear()
        self._judgements.clear()
        self.changed.emit()

    def close(self) -> bool:
        """End it at once, and wait for its servers; False when that took too long."""
        return self._series.close()

    def board(self) -> BoardDocument:
        """What was decided, in the order of the board."""
        found = [self._judgements[each.key] for each in CLAIMS if each.key in self._judgements]
        return BoardDocument.of(found, complete=len(found) == len(CLAIMS))

    def _take(self, report: object) -> None:
        if isinstance(report, Progress):
            self.progress, self._began = report, time.monotonic()
        elif isinstance(report, Judgement):
            self._judgements[report.claim.key] = report
            self.judged[report.claim.key] = JudgedClaim.of(report)
        self.changed.emit()

    def _follow(self) -> None:
        if not self.is_running:
            self.progress = None
        self.changed.emit()
