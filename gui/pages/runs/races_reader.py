"""Reads recorded races one after the other, while the window goes on."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.session.race_opener import RaceOpener
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import RaceFileError

if TYPE_CHECKING:
    from loadgen.export.run_record import RunRecord


class RacesReader(QObject):
    """``read`` brings the runs, ``failed`` a sentence where one cannot be read.

    ``progressed`` brings how many are read of how many, the one that is under way as a part of one.
    """

    read = Signal(list)
    failed = Signal(str)
    progressed = Signal(float, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opener = RaceOpener(self)
        self._opener.opened.connect(self._take)
        self._opener.grown.connect(self._tell)
        self._paths: Iterator[Path] = iter(())
        self._runs: list[RunRecord] = []
        self._many = 0

    def start(self, paths: Sequence[Path]) -> None:
        """Read these; what was being read is left."""
        self.cancel()
        self._paths, self._many = iter(paths), len(paths)
        self._runs = []
        self._next()

    def cancel(self) -> None:
        """Read no further; nothing is signalled."""
        self._opener.cancel()
        self._paths = iter(())

    def _next(self) -> None:
        path = next(self._paths, None)
        if path is None:
            runs, self._runs = self._runs, []
            self.read.emit(runs)
            return
        try:
            opening = RaceOpening(path)
        except RaceFileError as error:
            self.cancel()
            self.failed.emit(str(error))
            return
        self._opener.start(opening)

    def _take(self, opening: RaceOpening) -> None:
        self._runs.append(opening.read())
        self._next()

    def _tell(self) -> None:
        opening = self._opener.opening
        self.progressed.emit(len(self._runs) + (opening.share if opening else 0.0), self._many)
