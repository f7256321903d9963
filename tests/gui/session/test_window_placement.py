"""The window is where it was, and with its frame on a screen that is there."""

import msgspec
import pytest
from PySide6.QtCore import QMargins, QRect
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from gui.session.window_placement import FRAME, WindowPlacement, within
from gui.session.window_settings import Settings

ROOM = QRect(0, 24, 1366, 744)
TITLE_BAR = QMargins(2, 30, 2, 2)


@pytest.mark.parametrize(
    ("wanted", "fitted"),
    [
        (QRect(100, 100, 800, 500), QRect(100, 100, 800, 500)),
        (QRect(100, 100, 1366, 768), QRect(2, 54, 1362, 712)),
        (QRect(900, 500, 800, 500), QRect(564, 266, 800, 500)),
        (QRect(-50, 0, 800, 500), QRect(2, 54, 800, 500)),
        (QRect(5000, 5000, 9000, 9000), QRect(2, 54, 1362, 712)),
    ],
)
def test_the_window_and_its_frame_are_on_the_screen(wanted: QRect, fitted: QRect) -> None:
    assert within(wanted, ROOM, TITLE_BAR) == fitted
    assert ROOM.contains(fitted.marginsAdded(TITLE_BAR))


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def test_it_is_where_it_was(window: QMainWindow) -> None:
    placement, screen = WindowPlacement(window), QApplication.primaryScreen().name()
    settings = Settings(width=400, height=300, at=(60, 90), screen=screen)
    placement.put(settings)
    assert window.geometry() == QRect(60, 90, 400, 300)
    assert placement.remembered(Settings()) == settings


def test_where_its_screen_has_gone_it_is_in_the_middle(window: QMainWindow) -> None:
    settings = Settings(width=400, height=300, at=(6000, 90), screen="HDMI-7")
    WindowPlacement(window).put(settings)
    room = QApplication.primaryScreen().availableGeometry()
    assert (window.geometry().center() - room.center()).manhattanLength() <= 2


def test_at_the_first_start_it_fits_the_screen_with_a_title_bar(window: QMainWindow) -> None:
    WindowPlacement(window).put(Settings(width=9000, height=9000))
    room = QApplication.primaryScreen().availableGeometry()
    assert room.contains(window.geometry().marginsAdded(FRAME))


def test_maximised_it_remembers_the_place_it_would_have(qtbot: QtBot, window: QMainWindow) -> None:
    placement = WindowPlacement(window)
    placement.put(Settings(width=400, height=300))
    window.show()
    qtbot.waitExposed(window)
    normal = window.geometry()
    window.showMaximized()
    qtbot.waitUntil(window.isMaximized)
    remembered = placement.remembered(Settings())
    assert remembered.maximised
    assert (remembered.width, remembered.height) == (normal.width(), normal.height())


def test_on_stage_the_place_of_before_stays(qtbot: QtBot, window: QMainWindow) -> None:
    placement = WindowPlacement(window)
    settings = Settings(width=400, height=300, at=(60, 90))
    placement.put(settings)
    window.show()
    placement.fill_screen()
    qtbot.waitUntil(window.isFullScreen)
    kept = msgspec.structs.replace(settings, theme="light")
    assert placement.remembered(kept) == kept
    placement.leave_screen()
    qtbot.waitUntil(lambda: not window.isFullScreen())
