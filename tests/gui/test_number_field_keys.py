"""Which keys a number field takes, and which act on the race while it has the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.pages.page_list import PAGES
from gui.widgets.shortcuts import shortcuts
from gui.window import MainWindow
from tests.gui.keys import CONTROL, press
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

Key = Qt.Key
SHORTCUTS = shortcuts([page.title for page in PAGES])


def test_a_number_field_takes_digits_alone(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    field = window.race.panel.concurrency.field
    field.setFocus()
    field.clear()
    for letter in "1t5 z0":
        press(qtbot, window, Key(ord(letter.upper())))
    assert field.text() == "150"
    assert not window.look.theme.is_dark
    assert bridge.verbs == ["start"]
    assert field.hasFocus()


@pytest.mark.own_window
def test_plus_and_minus_act_while_a_number_field_has_the_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    field = window.race.panel.concurrency.field
    field.setFocus()
    press(qtbot, window, Key.Key_Plus)
    assert window.session.closed.concurrency == 128
    assert field.text() == "128"


def test_enter_takes_the_number_and_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    field = window.race.panel.concurrency.field
    field.setFocus()
    QTest.keyClicks(field, "500")
    press(qtbot, window, Key.Key_Return)
    assert window.session.closed.concurrency == 500
    assert QApplication.focusWidget() is window.race
    press(qtbot, window, Key.Key_2)
    assert window.session.closed.concurrency == 500
    assert window.pages.currentWidget() is not window.race


def test_a_number_that_is_clicked_is_replaced_by_what_is_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    field = window.race.panel.concurrency.field
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.rect().center())
    QTest.keyClicks(field, "500")
    assert field.text() == "500"
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.rect().center())
    assert not field.hasSelectedText()


@pytest.mark.own_window
def test_what_is_refused_stays_in_the_field_until_escape(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_F11)
    press(qtbot, window, Key.Key_F11)
    field = window.race.panel.concurrency.field
    field.setFocus()
    QTest.keyClicks(field, "99999")
    press(qtbot, window, Key.Key_Return)
    assert field.hasFocus()
    assert field.is_refused
    press(qtbot, window, Key.Key_Escape)
    assert (field.text(), field.is_refused) == ("64", False)
    assert QApplication.focusWidget() is window.race


def test_ctrl_z_in_a_field_takes_back_what_was_typed_first(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.session.set_load("concurrency", 8)
    field = window.race.panel.concurrency.field
    field.setFocus()
    QTest.keyClicks(field, "7")
    press(qtbot, window, Key.Key_Z, CONTROL)
    assert (field.text(), window.session.closed.concurrency) == ("8", 8)
