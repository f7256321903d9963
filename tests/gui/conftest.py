"""A window on the offscreen platform, with a fake of the race's thread."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.style.typeface import load_before_qt
from gui.window import MainWindow
from tests.gui.opened_window import bury, opened, reset
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


@pytest.fixture(scope="module")
def module_bridge() -> FakeRaceThread:
    return FakeRaceThread()


@pytest.fixture(scope="module")
def module_window(qapp: QApplication, module_bridge: FakeRaceThread) -> Iterator[MainWindow]:
    """One for all tests of a module that are marked ``shared_window`` and not ``own_window``."""
    made = opened(module_bridge, None)
    yield made
    bury(made)


def _shares_its_window(test: pytest.Item) -> bool:
    own = test.get_closest_marker("own_window")
    return own is None and test.get_closest_marker("shared_window") is not None


@pytest.fixture
def bridge(request: pytest.FixtureRequest) -> FakeRaceThread:
    if _shares_its_window(request.node):
        shared: FakeRaceThread = request.getfixturevalue("module_bridge")
        return shared
    return FakeRaceThread()


@pytest.fixture
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, bridge: FakeRaceThread, tmp_path: Path
) -> Iterator[MainWindow]:
    """A new one, or the one of the module, which the test before has been reset from: making one
    takes 0.15 s of CPU.
    """
    if _shares_its_window(request.node):
        made: MainWindow = request.getfixturevalue("module_window")
        reset(made, bridge)
        qtbot.waitUntil(made.isActiveWindow)
        made.desk.folder = tmp_path
        yield made
        return
    made = opened(bridge, tmp_path / "settings.json")
    qtbot.addWidget(made)
    made.desk.folder = tmp_path
    yield made
    made.desk.saver.close()
