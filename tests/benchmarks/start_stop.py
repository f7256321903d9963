"""Start and Stop, again and again: ``python -m tests.benchmarks.start_stop [TIMES]``.

Presses Start, moves the concurrency slider 100 times a second until load has flowed for a moment,
and presses Stop; every third race is stopped while its servers are still starting. Afterwards
nothing may be left: no child, no thread, no more descriptors than after the first race, and every
request accounted for. Also tells the longest stall of the window's event loop. The bar is 0 in 50.
"""

import os
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QObject, QTimer

from gui import app, window
from loadgen.model.frame import LANES

RACE_S = 0.5


class Presser(QObject):
    """Presses the buttons, and looks at what was left behind after each race."""

    def __init__(self, shown: window.MainWindow, times: int) -> None:
        super().__init__(shown)
        self.window, self.session, self.times = shown, shown.session, times
        self.done, self.left, self.unaccounted, self.longest_s = 0, 0, 0, 0.0
        self.troubles: list[str] = []
        self.descriptors: list[int] = []
        self._rng = random.Random(3)
        self._last = time.monotonic()
        self.session.trouble.connect(self.troubles.append)
        self.session.state_changed.connect(self._follow)
        self._slider = QTimer(self, interval=10)
        self._slider.timeout.connect(self._move)
        self._slider.start()
        QTimer.singleShot(500, self.session.start)

    def _move(self) -> None:
        now = time.monotonic()
        self.longest_s, self._last = max(self.longest_s, now - self._last), now
        self.session.set_load("concurrency", self._rng.randint(1, 256))

    def _follow(self) -> None:
        if self.session.state == "starting" and self.done % 3 == 2:
            QTimer.singleShot(self._rng.randint(0, 400), self.session.stop)
        elif self.session.state == "racing":
            QTimer.singleShot(int(1000 * RACE_S), self.session.stop)
        elif self.session.state == "idle":
            self._look()

    def _look(self) -> None:
        self.done += 1
        for lane in LANES:
            requests = self.session.timeline.lane(lane).requests
            self.unaccounted += abs(requests.unaccounted) + requests.in_flight
        self.descriptors.append(psutil.Process().num_fds() if os.name == "posix" else 0)
        if self.done < self.times:
            QTimer.singleShot(0, self.session.start)
        else:
            self.left = len(psutil.Process().children(recursive=True))
            self._slider.stop()
            self.window.close()


def main(times: int = 50) -> int:
    """Prints what was found; 0 when nothing was left behind."""
    pressers: list[Presser] = []
    shown = window.MainWindow.show

    def show(self: window.MainWindow) -> None:
        shown(self)
        pressers.append(Presser(self, times))

    window.MainWindow.show = show  # type: ignore[method-assign, assignment]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACEOFF_SETTINGS"] = str(Path(folder) / "settings.json")
        code = app.main(["faceoff"])
    seen = pressers[0]
    grown = seen.descriptors[-1] - seen.descriptors[0]
    threads = threading.active_count() - 1
    print(f"{seen.done} races, {len(seen.troubles)} troubles {seen.troubles[:3]}, exit code {code}")
    print(f"left: {seen.left} children, {threads} threads, {grown} more descriptors")
    print(f"requests unaccounted for: {seen.unaccounted}; longest stall {seen.longest_s:.3f} s")
    clean = not (seen.troubles or seen.left or threads or grown > 0 or seen.unaccounted or code)
    return 0 if clean else 1


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
