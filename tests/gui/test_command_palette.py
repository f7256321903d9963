"""Ctrl+K finds all that can be done by some of its words, and does it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.pages.page_list import PAGES
from gui.widgets.command_palette import NOTHING
from gui.widgets.shortcuts import shortcuts
from gui.window import MainWindow
from servers.catalog.scenarios import SCENARIOS
from tests.gui.keys import CONTROL, press
from tests.support.fake_race_thread import FakeRaceThread

Key = Qt.Key


def run(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Open it, type, and press Enter."""
    press(qtbot, window, Key.Key_K, CONTROL)
    assert window.commands.field.hasFocus()
    QTest.keyClicks(window.commands.field, words)
    QTest.keyClick(window.commands.field, Key.Key_Return)
    assert window.commands.isHidden()


def test_what_is_typed_is_done(qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread) -> None:
    before = QApplication.focusWidget()
    session = window.session
    run(qtbot, window, "scenario hello")
    assert session.plan.scenario == "hello"
    run(qtbot, window, "left fastapi uvicorn async")
    assert session.plan.lanes["a"].variant == "fastapi"
    run(qtbot, window, "take turns")
    assert session.in_turns
    run(qtbot, window, "constant rate")
    assert session.is_open
    run(qtbot, window, "time 60 s")
    assert session.plan.duration_s == 60
    run(qtbot, window, "page migr")
    assert window.pages.currentWidget() is window.pages.page("migration")
    run(qtbot, window, "dark or light t")
    assert not window.look.theme.is_dark
    run(qtbot, window, "page race")
    assert QApplication.focusWidget() is before
    run(qtbot, window, "until clear p99")
    assert session.plan.until_clear
    session.start()
    run(qtbot, window, "restart")
    assert bridge.verbs[-1] == "restart"


def test_a_button_with_the_keyboard_is_not_pressed_in_place_of_what_is_said(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.race.bar.settings.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, window, Key.Key_K, CONTROL)
    assert not any(each.title.startswith("Restart") for each in window.commands.found)
    QTest.keyClick(window.commands.field, Key.Key_Escape)
    run(qtbot, window, "move crosshair left")
    assert window.race.interaction.overlay.crosshair is not None
    run(qtbot, window, "start or stop")
    assert bridge.verbs[-1] == "start"


def test_keys_are_its_own_while_it_is_open(qtbot: QtBot, window: MainWindow) -> None:
    palette, before = window.commands, QApplication.focusWidget()
    press(qtbot, window, Key.Key_K, CONTROL)
    for key in (Key.Key_T, Key.Key_Space, Key.Key_F11):
        press(qtbot, window, key)
    assert palette.field.text() == "t "
    assert not window.look.stage
    assert window.look.theme.is_dark
    assert not window.session.is_on
    QTest.keyClicks(palette.field, "no such thing")
    assert (palette.found, palette.list.item(0).text()) == ([], NOTHING)
    QTest.keyClick(palette.field, Key.Key_Return)
    assert palette.isVisible()
    QTest.keyClick(palette.field, Key.Key_Escape)
    assert palette.isHidden()
    assert QApplication.focusWidget() is before


def test_arrows_choose_and_every_key_of_the_help_is_there(qtbot: QtBot, window: MainWindow) -> None:
    palette = window.commands
    press(qtbot, window, Key.Key_K, CONTROL)
    titles, keys = ([each[n] for each in palette.found] for n in (0, 1))
    assert len(set(zip(titles, keys, strict=True))) == len(palette.found)
    known = {key for row in shortcuts([page.title for page in PAGES]) for key in row.keys}
    assert known - set(keys) == {"="}
    assert {f"Scenario: {each.title}" for each in SCENARIOS[:3]} <= set(titles)
    QTest.keyClick(palette.field, Key.Key_Down)
    QTest.keyClick(palette.field, Key.Key_Return)
    assert window.pages.currentWidget() is window.pages.page("code")


@pytest.mark.parametrize("size", [(910, 472), (1920, 1080)])
def test_it_lies_within_the_window(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    press(qtbot, window, Key.Key_K, CONTROL)
    palette = window.commands
    assert window.rect().contains(palette.geometry())
    window.rail.chosen.emit("code")
    assert palette.isHidden(), "another widget has taken the keyboard"
