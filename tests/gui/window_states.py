"""The window in 32 states, by size, theme and what it shows; and each of its pages with results.

``python -m tests.gui.window_states FOLDER`` saves a picture of each, of pages and of the stage with
one, two and four charts at every size, up to 3840 x 2160; with ``QT_SCALE_FACTOR=2`` as a screen of
twice the density shows them.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QApplication

from gui.pages.page_list import PAGES
from gui.pages.race.chart_board import COUNTS
from gui.qt_application import start_application
from gui.session.window_settings import Settings, ThemeChoice
from gui.window import MainWindow
from loadgen.model.frame import LaneFrame, Mark
from loadgen.race.lane_status import server_ended
from servers.process.exit_outcome import Outcome
from tests.support.fake_race_thread import FakeRaceThread, frame

_LAST_LINES = ("Traceback (most recent call last):", "MemoryError")
DEAD = LaneFrame(status=server_ended(Outcome("crashed", 1), "Flask gunicorn", _LAST_LINES))
SIZES = ((910, 472), (1024, 640), (1366, 768), (1920, 1080))
LARGEST = (3840, 2160)
THEMES: tuple[ThemeChoice, ...] = ("dark", "light")


def _at_first(window: MainWindow, bridge: FakeRaceThread) -> None:
    """Nothing was raced yet."""


def _racing(window: MainWindow, bridge: FakeRaceThread) -> None:
    """Long names race, the load was changed, and there is a verdict."""
    window.session.set_variant("a", "flask-gunicorn")
    window.session.set_variant("b", "fastapi-gunicorn")
    window.session.start()
    bridge.play(5)
    bridge.frame.emit(frame(5.1, marks=(Mark(5.1, "concurrency 16 → 64"),)))
    bridge.play(12, 5.1)
    for _ in range(2):
        window.session.judge()
    window.race.board.draw(window.session.timeline, window.session.shown)


def _failed(window: MainWindow, bridge: FakeRaceThread) -> None:
    """A server stopped, and the sliders are shown."""
    _racing(window, bridge)
    bridge.play(1, 17.1, a=DEAD)
    if not window.race.panel.isVisible():
        window.race.panel_place.toggle()


def _stage(window: MainWindow, bridge: FakeRaceThread) -> None:
    """On stage, with a setting that is being turned."""
    _racing(window, bridge)
    window.set_stage(True)
    window.race.picker.pick_next()


STATES: dict[str, Callable[[MainWindow, FakeRaceThread], None]] = {
    "first": _at_first,
    "racing": _racing,
    "failed": _failed,
    "stage": _stage,
}


class WindowState(NamedTuple):
    """What ``show_state`` brings about."""

    size: tuple[int, int]
    theme: ThemeChoice
    state: str

    @property
    def name(self) -> str:
        """``1024x640-dark-first``."""
        return f"{self.size[0]}x{self.size[1]}-{self.theme}-{self.state}"


ALL = [WindowState(size, theme, state) for size in SIZES for theme in THEMES for state in STATES]


def show_state(window: MainWindow, bridge: FakeRaceThread, wanted: WindowState) -> None:
    """Bring a window that has not raced into that state."""
    # The one screen of the test platform has another size.
    window.placement.fit()
    window.showFullScreen = window.show  # type: ignore[method-assign]
    window.set_theme(wanted.theme)
    STATES[wanted.state](window, bridge)
    resize(window, wanted.size)


def resize(window: MainWindow, size: tuple[int, int]) -> None:
    """Give a window that has been brought into a state that size, and its words their places."""
    window.resize(*size)
    for _ in range(3):  # layouts, then what follows from their sizes
        QApplication.processEvents()
    window.race._show_words()
    QApplication.processEvents()


def save_pictures(folder: Path) -> Iterator[Path]:
    """One PNG file for each state, as they are written."""
    for wanted in ALL:
        bridge = FakeRaceThread()
        window = MainWindow(bridge, Settings(), None)
        window.show()
        show_state(window, bridge, wanted)
        path = folder / f"{wanted.name}.png"
        window.grab().save(str(path))
        window.close()
        window.desk.saver.close()
        yield path


def save_page_pictures(folder: Path) -> Iterator[Path]:
    """One PNG file for each page, and for the stage with one, two and four charts."""
    from tests.gui.page_contents import fill_pages

    bridge = FakeRaceThread()
    window = MainWindow(bridge, Settings(), None)
    window.show()
    window.placement.fit()
    window.showFullScreen = window.show  # type: ignore[method-assign]
    _racing(window, bridge)

    def grab(name: str) -> Path:
        for _ in range(3):
            QApplication.processEvents()
        path = folder / f"{name}.png"
        window.grab().save(str(path))
        return path

    with tempfile.TemporaryDirectory() as races:
        fill_pages(window, Path(races))
        for theme in THEMES:
            window.set_theme(theme)
            for size in (*SIZES, LARGEST):
                window.resize(*size)
                state = f"{size[0]}x{size[1]}-{theme}"
                for page in PAGES:
                    window.rail.chosen.emit(page.key)
                    yield grab(f"{state}-page-{page.key}")
                window.rail.chosen.emit(PAGES[0].key)
                window.set_stage(True)
                for _ in COUNTS:
                    yield grab(f"{state}-stage-{window.race.board.count}")
                    window.race.next_count()
                window.set_stage(False)
    window.close()
    window.desk.saver.close()


if __name__ == "__main__":
    application = start_application(["faceoff"])
    application.setStyle("Fusion")
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for written in (*save_pictures(target), *save_page_pictures(target)):
        sys.stdout.write(f"{written}\n")
