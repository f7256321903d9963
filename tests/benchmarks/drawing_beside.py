"""What the drawing race page takes from a server: ``python -m tests.benchmarks.drawing_beside``.

A server of ours answers wrk, while a window at 1920 x 1080 draws an invented race at ten frames a
second, or stands still (SIGSTOP). Both in turns, ABBA, so that what else the machine does hits both
alike. The bar: >= 98 % of the requests while it draws. With two processors three processes share
them: server and wrk may be kept to one each (``--pin``), and the window goes where there is room.
POSIX only, and wrk has to be installed.
"""

import argparse
import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from servers.launcher import start_server

USERS = 64
BLOCK_S = 2
_WINDOW = "--window"


def draw() -> int:
    """The window with its invented race, until it is killed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from gui.session.window_settings import Settings
    from gui.window import MainWindow
    from tests.support.fake_race_thread import FakeRaceThread, frame

    app = QApplication([])
    app.setStyle("Fusion")
    with TemporaryDirectory() as folder:
        bridge = FakeRaceThread()
        window = MainWindow(bridge, Settings(theme="dark"), Path(folder, "settings.json"))
        window.resize(1920, 1080)
        window.show()
        window.session.start()
        began = time.monotonic()
        ticking = QTimer(interval=100)
        ticking.timeout.connect(lambda: bridge.frame.emit(frame(time.monotonic() - began + 0.1)))
        ticking.start()
        QTimer.singleShot(1_000, lambda: print("drawing", flush=True))
        return app.exec()


def wrk(url: str, pinned: bool) -> float:
    """Requests a second over one block."""
    command = ["wrk", "-t1", f"-c{USERS}", f"-d{BLOCK_S}", url]
    told = subprocess.check_output(["taskset", "-c", "1", *command] if pinned else command)
    found = re.search(rb"Requests/sec:\s+([\d.]+)", told)
    assert found is not None, told
    return float(found[1])


@contextlib.contextmanager
def window_that_draws() -> Iterator[subprocess.Popen[bytes]]:
    """In a process of its own; it draws by the time it is there."""
    command = [sys.executable, "-m", "tests.benchmarks.drawing_beside", _WINDOW]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        window.stdout.readline()
        try:
            yield window
        finally:
            window.send_signal(signal.SIGCONT)
            window.kill()


async def measure(
    window: "subprocess.Popen[bytes]", variant: str, pairs: int, pinned: bool
) -> None:
    server = await start_server(variant, {})
    if pinned:
        os.sched_setaffinity(server.pid, {0})
    answered: dict[str, list[float]] = {"drawing": [], "still": []}
    try:
        wrk(f"{server.url}/hello", pinned)
        for state in ("drawing", "still", "still", "drawing") * pairs:
            window.send_signal(signal.SIGCONT if state == "drawing" else signal.SIGSTOP)
            rate = await asyncio.to_thread(wrk, f"{server.url}/hello", pinned)
            answered[state].append(rate)
    finally:
        await server.stop()
    drawing, still = (sum(answered[state]) for state in ("drawing", "still"))
    mean = still / len(answered["still"])
    kept = "server and wrk pinned" if pinned else "not pinned"
    print(f"{variant}, {kept}: {drawing / still:7.1%} of {mean:,.0f}/s while the page draws")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=4, help="ABBA blocks of 8 s each")
    parser.add_argument(_WINDOW, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.window:
        sys.exit(draw())
    for variant in ("flask", "fastapi"):
        for pinned in (False, True):
            with window_that_draws() as window:
                asyncio.run(measure(window, variant, given.pairs, pinned))


if __name__ == "__main__":
    main()
