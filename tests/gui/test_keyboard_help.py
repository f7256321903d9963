"""The help of the keys lies on top, and takes the key."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.pages.page_list import PAGES
from gui.widgets.shortcuts import shortcuts
from gui.window import MainWindow
from tests.gui.keys import PLAIN, press
from tests.support.fake_race_thread import FakeRaceThread

Key = Qt.Key
SHORTCUTS = shortcuts([page.title for page in PAGES])


@pytest.mark.parametrize("key", [Key.Key_F1, Key.Key_Question])
def test_help_is_an_overlay_that_any_key_takes_away(
    qtbot: QtBot, window: MainWindow, key: Qt.Key
) -> None:
    before = QApplication.focusWidget()
    press(qtbot, window, key)
    assert window.help.isVisible()
    assert window.help.geometry() == window.rect()
    press(qtbot, window, Key.Key_A)
    assert not window.help.isVisible()
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize(
    "key", [Key.Key_Escape, Key.Key_Question, Key.Key_F1, Key.Key_T, Key.Key_Space, Key.Key_Plus]
)
def test_a_key_closes_the_help_and_nothing_below_it_acts(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, key: Qt.Key
) -> None:
    press(qtbot, window, Key.Key_F11)
    press(qtbot, window, Key.Key_F1)
    press(qtbot, window, Key.Key_Shift)
    assert window.help.isVisible()
    press(qtbot, window, key)
    assert not window.help.isVisible()
    assert window.look.stage
    assert window.look.theme.is_dark
    assert (bridge.verbs, window.session.closed.concurrency) == ([], 64)


@pytest.mark.parametrize("stage", [False, True])
@pytest.mark.parametrize(("width", "height"), [(1024, 640), (1366, 768), (1920, 1080)])
def test_the_help_shows_all_of_each_row(
    qtbot: QtBot, window: MainWindow, width: int, height: int, stage: bool
) -> None:
    window.set_stage(stage)
    window.resize(width, height)
    press(qtbot, window, Key.Key_F1)
    qtbot.waitUntil(lambda: window.help.size() == window.rect().size())
    labels = window.help.findChildren(QLabel)
    assert len(labels) == 2 * len(SHORTCUTS) + 1
    for label in labels:
        at = label.mapTo(window.help, QPoint())
        assert window.help.rect().contains(QRect(at, label.size())), label.text()
        needed = label.heightForWidth(label.width()) if label.wordWrap() else None
        assert label.height() >= (needed or label.sizeHint().height()), label.text()
        if not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()


@pytest.mark.parametrize("held", [PLAIN, Qt.KeyboardModifier.ShiftModifier])
def test_tab_closes_the_help_and_reaches_nothing_below_it(
    qtbot: QtBot, window: MainWindow, held: Qt.KeyboardModifier
) -> None:
    before = QApplication.focusWidget()
    press(qtbot, window, Key.Key_F1)
    press(qtbot, window, Key.Key_Tab, held)
    assert not window.help.isVisible()
    assert QApplication.focusWidget() is before


def test_the_help_goes_when_something_below_it_takes_the_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(qtbot, window, Key.Key_F1)
    window.rail.chosen.emit("code")
    assert not window.help.isVisible()
    press(qtbot, window, Key.Key_T)
    assert not window.look.theme.is_dark
