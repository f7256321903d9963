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

pytestmark = pytest.mark.shared_window

Key = Qt.Key
SHORTCUTS = shortcuts([page.title for page in PAGES])


def test_help_is_an_overlay_that_any_key_takes_away(qtbot: QtBot, window: MainWindow) -> None:
    before = QApplication.focusWidget()
    for key in (Key.Key_F1, Key.Key_Question):
        press(qtbot, window, key)
        assert window.help.isVisible()
        assert window.help.geometry() == window.rect()
        press(qtbot, window, Key.Key_A)
        assert not window.help.isVisible()
        assert QApplication.focusWidget() is before


def test_a_key_closes_the_help_and_nothing_below_it_acts(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    press(qtbot, window, Key.Key_F11)
    shown_by = (Key.Key_Question, Key.Key_F1)
    for key in (Key.Key_Escape, *shown_by, Key.Key_T, Key.Key_Space, Key.Key_Plus):
        press(qtbot, window, Key.Key_F1)
        press(qtbot, window, Key.Key_Shift)
        assert window.help.isVisible(), key
        press(qtbot, window, key)
        assert not window.help.isVisible(), key
        assert window.look.stage, key
        assert window.look.theme.is_dark, key
        assert (bridge.verbs, window.session.closed.concurrency) == ([], 64), key


@pytest.mark.parametrize("stage", [False, True])
def test_the_help_shows_all_of_each_row(qtbot: QtBot, window: MainWindow, stage: bool) -> None:
    window.set_stage(stage)
    for size in ((1024, 640), (1366, 768), (1920, 1080)):
        window.resize(*size)
        press(qtbot, window, Key.Key_F1)
        check_rows(qtbot, window)
        press(qtbot, window, Key.Key_F1)


def check_rows(qtbot: QtBot, window: MainWindow) -> None:
    assert window.help.isVisible()
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


def test_tab_closes_the_help_and_reaches_nothing_below_it(qtbot: QtBot, window: MainWindow) -> None:
    before = QApplication.focusWidget()
    for held in (PLAIN, Qt.KeyboardModifier.ShiftModifier):
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
