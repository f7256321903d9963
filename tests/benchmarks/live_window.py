"""The window with a race in it: ``python -m tests.benchmarks.live_window [SECONDS]``.

Opens the window at 1920 x 1080, idles, presses Start, and measures, of the window's own process:
CPU while idle (bar: 2 % of a core), seconds from Start to the first plotted point (2 s), CPU while
racing (15 %), the longest stall of its event loop (100 ms), and the seconds from a slider's move
to the first frame in which the load has followed (0.25 s). Ends with the account of all requests.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer

from gui import app, window
from loadgen.model.frame import LANES

IDLE_S = 5.0
SETTLE_S = 3.0
USERS = (64, 128)


class Watch(QObject):
    """Drives the window through its stations, and keeps what it sees."""

    def __init__(self, shown: window.MainWindow, race_s: float) -> None:
        super().__init__(shown)
        self.window, self.session, self.race_s = shown, shown.session, race_s
        self.figures: dict[str, Any] = {}
        self._stalls: list[float] = []
        self._last = time.monotonic()
        self._moved = 0.0
        self.session.framed.connect(self._framed)
        QTimer.singleShot(2000, self._idle)

    def _idle(self) -> None:
        cpu, at = time.process_time(), time.monotonic()

        def done() -> None:
            self.figures["idle CPU, % of a core"] = _percent(cpu, at)
            self._start()

        QTimer.singleShot(int(1000 * IDLE_S), done)

    def _start(self) -> None:
        self._begun = time.monotonic()
        self.session.set_load("concurrency", USERS[0])
        self.session.start()

    def _framed(self) -> None:
        if "Start to first point, s" in self.figures:
            self._follow()
            return
        lanes = [self.session.timeline.lane(id_) for id_ in LANES]
        if any((lane.column("throughput") > 0).any() for lane in lanes):
            self.figures["Start to first point, s"] = time.monotonic() - self._begun
            QTimer.singleShot(int(1000 * SETTLE_S), self._race)

    def _race(self) -> None:
        self._beat = QTimer(self, interval=10)
        self._beat.timeout.connect(self._tick)
        self._last = time.monotonic()
        self._beat.start()
        cpu, at = time.process_time(), time.monotonic()

        def done() -> None:
            self.figures["racing CPU, % of a core"] = _percent(cpu, at)
            self.figures["longest stall, ms"] = 1000 * max(self._stalls)
            self._beat.stop()
            self._moved = time.monotonic()
            self.session.set_load("concurrency", USERS[1])

        QTimer.singleShot(int(1000 * self.race_s), done)

    def _tick(self) -> None:
        now = time.monotonic()
        self._stalls.append(now - self._last)
        self._last = now

    def _follow(self) -> None:
        if not self._moved:
            return
        lanes = [self.session.timeline.lane(id_).requests for id_ in LANES]
        if all(lane.in_flight >= 0.9 * USERS[1] for lane in lanes):
            self.figures["slider to load, s"] = time.monotonic() - self._moved
            self._moved = 0.0
            self.session.state_changed.connect(self._ended)
            self.session.stop()

    def _ended(self) -> None:
        if self.session.state == "idle":
            lanes = [self.session.timeline.lane(id_).requests for id_ in LANES]
            self.figures["requests sent"] = sum(lane.sent for lane in lanes)
            self.figures["requests unaccounted for"] = sum(lane.unaccounted for lane in lanes)
            self.window.close()


def _percent(cpu: float, at: float) -> float:
    return 100 * (time.process_time() - cpu) / (time.monotonic() - at)


def main(race_s: float = 20.0) -> int:
    """Prints the figures; 0 unless a request was lost."""
    watches: list[Watch] = []
    shown = window.MainWindow.show

    def show(self: window.MainWindow) -> None:
        shown(self)
        self.resize(1920, 1080)
        watches.append(Watch(self, race_s))

    window.MainWindow.show = show  # type: ignore[method-assign, assignment]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACEOFF_SETTINGS"] = str(Path(folder) / "settings.json")
        app.main(["faceoff"])
    figures = watches[0].figures
    for name, value in figures.items():
        print(f"{name:28s} {value:,.2f}" if isinstance(value, float) else f"{name:28s} {value:,}")
    return 1 if figures["requests unaccounted for"] else 0


if __name__ == "__main__":
    raise SystemExit(main(*map(float, sys.argv[1:])))
