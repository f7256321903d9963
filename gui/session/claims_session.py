"""The claims board of the window, without a widget: what is under test, and what was decided."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.session.background_task import Report
from gui.session.last_document import write_last_document
from gui.session.race_session import RaceSession
from gui.session.series_session import Series
from gui.session.series_work import SeriesWork
from loadgen.claims.board_document import BoardDocument, JudgedClaim, decode_board, encode_board
from loadgen.claims.claim import Claim
from loadgen.claims.claim_list import CLAIMS
from loadgen.claims.judgement import Judgement
from loadgen.claims.progress import Progress
from loadgen.export.machine_info import machine

if TYPE_CHECKING:
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording


class ClaimsSession(SeriesWork):
    """``judged`` are the claims that were decided, by their keys.

    ``progress`` is the test that is on.
    """

    kind = "claims"

    def __init__(self, race: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(race, parent)
        self.judged: dict[str, JudgedClaim] = {}
        self.progress: Progress | None = None

    def is_under_test(self, key: str) -> bool:
        """Whether the claim is the one that is put to the test now."""
        return self.progress is not None and self.progress.claim.key == key

    def start(self, claims: Sequence[Claim] = CLAIMS) -> None:
        """Put these to the test; what was decided of others stays."""
        judged = dict(self.judged)

        def begin(services: "Services", recording: "RaceRecording", report: Report) -> Series:
            from loadgen.claims.board_run import BoardRun

            def take_judgement(judgement: Judgement) -> None:
                found = JudgedClaim.of(judgement)
                report(found)
                judged[found.key] = found
                write_last_document(self.kind, encode_board(_board(judged)))

            return BoardRun(
                claims, services, recording, on_progress=report, on_judged=take_judgement
            )

        if self._start(begin):
            self.changed.emit()

    def forget(self) -> None:
        """Take back all that was decided."""
        self.judged.clear()
        self.changed.emit()

    def board(self) -> BoardDocument:
        """What was decided, in the order of the board."""
        return _board(self.judged)

    @property
    def _step_left_s(self) -> float | None:
        return None if self.progress is None else self.progress.left_s

    def _restore(self, data: bytes) -> bool:
        """Those of this machine, with the same versions, that are claims still."""
        board = decode_board(data)
        if board.environment != machine():
            return False
        known = {each.key for each in CLAIMS}
        self.judged = {each.key: each for each in board.claims if each.key in known}
        return bool(self.judged)

    def _take(self, report: object) -> bool:
        if isinstance(report, Progress):
            self.progress = report
        elif isinstance(report, JudgedClaim):
            self.judged[report.key] = report
        return isinstance(report, Progress)

    def _forget_step(self) -> None:
        self.progress = None


def _board(judged: Mapping[str, JudgedClaim]) -> BoardDocument:
    found = tuple(judged[each.key] for each in CLAIMS if each.key in judged)
    return BoardDocument.of_claims(found, complete=len(found) == len(CLAIMS))
