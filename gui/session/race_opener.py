"""Reads a recorded race in slices, between which the window goes on."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from loadgen.recording.race_opening import RaceOpening

FIRST_S, SLICE_S = 0.1, 0.02
"""The first slice holds half a minute of a race: most are there at once."""
SHOW_S = 0.25
"""So often it is signalled how far it has come: a redraw of an hour takes as long as a slice."""


class RaceOpener(QObject):
    """``opening`` is the race that is being read.

    ``grown`` comes now and then, ``opened`` brings the race when all of it is there.
    """

    grown = Signal()
    opened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.opening: RaceOpening | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._read_slice)
        self._shown_at = 0.0

    def start(self, opening: "RaceOpening") -> None:
        """Read this race in the place of another; a short one is read at once."""
        self.opening = opening
        self._shown_at = time.monotonic()
        self._read(FIRST_S)

    def cancel(self) -> None:
        """Leave the race as far as it has been read."""
        self.opening = None
        self._timer.stop()

    def finish(self) -> None:
        """Read the rest now."""
        self._read(float("inf"))

    def _read_slice(self) -> None:
        self._read(SLICE_S)

    def _read(self, seconds: float) -> None:
        if self.opening is None:
            return
        if not self.opening.read_for(seconds):
            opening = self.opening
            self.cancel()
            self.opened.emit(opening)
            return
        self._timer.start()
        if time.monotonic() - self._shown_at >= SHOW_S or seconds == FIRST_S:
            self._shown_at = time.monotonic()
            self.grown.emit()
