"""A window on the offscreen platform, with a fake of the race's thread."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.session.window_settings import Settings
from gui.style.typeface import load_before_qt
from gui.window import MainWindow
from tests.support.fake_race_thread import FakeRaceThread

load_before_qt()  # pytest-qt makes the application

_OF_THE_PLATFORM = (
    "propagateSizeHints",
    "does not support raise",
    "does not support grabbing the keyboard",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of every window what it cannot do; all other warnings fail a
    test.
    """
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_PLATFORM, extend=True))


@pytest.fixture(autouse=True)
def _buried() -> Iterator[None]:
    """Widgets that a test has closed are gone before the next: Qt would keep them until its loop
    ends, and style all of them again with every window that is opened.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class PatientBot(QtBot):
    """Waits longer: other processes, which a test waits for, share a busy machine."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 30_000) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, which fails after 5 s of waiting."""
    return PatientBot(request)


@pytest.fixture
def bridge() -> FakeRaceThread:
    return FakeRaceThread()


@pytest.fixture
def window(qtbot: QtBot, bridge: FakeRaceThread, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(bridge, Settings(theme="dark"), tmp_path / "settings.json")
    qtbot.addWidget(made)
    made.desk.folder = tmp_path
    made.show()
    qtbot.waitExposed(made)
    made.placement.fit()
    made.resize(1280, 760)  # the offscreen screen is smaller than a laptop's
    made.activateWindow()
    yield made
    made.desk.saver.close()
