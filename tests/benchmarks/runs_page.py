"""How long the page *Runs* takes to be there with many races, and to scroll.

``python -m tests.benchmarks.runs_page [--races 1000]``

Records so many races of two seconds and shows the page: the first time, when the folder has no
index, and again with one (bar 0.3 s, until it is painted), then scrolls through all of them a page
at a time (bar 16 ms a step, median). Exit code 1 when a bar does not hold.
"""

import argparse
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

import msgspec
from PySide6.QtWidgets import QApplication

from gui.pages.runs.runs_page import RunsPage
from gui.session.race_session import RaceSession
from gui.style.style import Style, apply_style
from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_writer import RaceWriter
from tests.benchmarks.bars import Bar, report
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start
from tests.support.fake_race_thread import FakeRaceThread


def record(library: RaceLibrary, races: int) -> None:
    """One race after the other, a minute apart."""
    library.folder.mkdir(parents=True)
    sent = frames(2.0)
    stop = msgspec.structs.replace(
        STOP, duration_s=2.0, curves=dict.fromkeys(LANES, (900.0, 1000.0) * 10)
    )
    for n in range(races):
        begin = msgspec.structs.replace(start(), started_at=STARTED_AT + timedelta(minutes=n))
        writer = RaceWriter(library.new_path(begin), begin)
        for frame in sent:
            writer.add(frame)
        writer.stop(stop)


def measure(app: QApplication, library: RaceLibrary) -> tuple[float, list[float]]:
    """Seconds until the page is painted, and of each step of scrolling."""
    page = RunsPage(RaceSession(FakeRaceThread(), RacePlan.default()), library=library)
    apply_style(page, Style())
    page.resize(1280, 720)
    began = time.perf_counter()
    page.show()
    page.grab()
    app.processEvents()
    shown_s = time.perf_counter() - began
    bar, steps = page.list.verticalScrollBar(), []
    while bar.value() < bar.maximum():
        began = time.perf_counter()
        bar.setValue(bar.value() + bar.pageStep())
        page.list.viewport().grab()
        steps.append(time.perf_counter() - began)
    page.close()
    return shown_s, steps


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--races", type=int, default=1000)
    races = parser.parse_args().races
    app = QApplication([])
    folder = Path(tempfile.mkdtemp())
    try:
        library = RaceLibrary(folder / "races")
        record(library, races)
        first_s, _ = measure(app, library)
        again_s, steps = measure(app, library)
    finally:
        shutil.rmtree(folder)
    step_ms = median(steps) * 1000
    return report(
        [
            Bar(f"{races:,} races, without an index", f"{first_s:.2f} s", "", None),
            Bar(f"{races:,} races", f"{again_s:.2f} s", "0.3 s", again_s <= 0.3),
            Bar("a page further", f"{step_ms:.1f} ms", "16 ms", step_ms <= 16),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
