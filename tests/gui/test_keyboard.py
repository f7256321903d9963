"""What the keys do, and that they do nothing else while somebody types."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.page_list import PAGES, Page
from gui.session.race_session import RaceSession
from gui.session.window_settings import Settings
from gui.widgets.number_field import NumberField
from gui.widgets.shortcuts import page_keys, shortcuts
from gui.window import MainWindow
from tests.gui.keys import CONTROL, press
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

Key = Qt.Key
SHORTCUTS = shortcuts([page.title for page in PAGES])


class AddedPage(QWidget):
    """A page with nothing on it."""

    def __init__(self, session: RaceSession, parent: QWidget) -> None:
        super().__init__(parent)


def takes_text(control: QWidget) -> bool:
    """Whether letters are typed into it."""
    if isinstance(control, NumberField):
        return False
    return isinstance(control, QLineEdit | QPlainTextEdit) and not control.isReadOnly()


def focusable(window: MainWindow) -> list[QWidget]:
    """What Tab or a click gives the keyboard to, text fields left out; at least one is there."""
    found = [
        each
        for each in window.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not takes_text(each)
    ]
    assert found
    return found


def test_plus_and_minus_go_by_powers_of_two(qtbot: QtBot, window: MainWindow) -> None:
    users = []
    for key in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus):
        press(qtbot, window, key)
        users.append(window.session.closed.concurrency)
    assert users == [128, 256, 128]


def test_t_changes_the_theme(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_T)
    assert not window.look.theme.is_dark
    press(qtbot, window, Key.Key_T)
    assert window.look.theme.is_dark


def test_stage_mode_hides_all_but_the_race_and_is_still_operable(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    small = window.race.verdict.sentence.font().pixelSize()
    press(qtbot, window, Key.Key_F11)
    race = window.race
    press(qtbot, window, Key.Key_V)
    press(qtbot, window, Key.Key_V)  # two charts at first, then one, then all
    qtbot.waitUntil(lambda: all(chart.isVisible() for chart in race.charts))
    hideable: tuple[QWidget, ...] = (
        window.rail,
        race.panel,
        race.bar,
        race.footer.totals,
        race.footer.versions,
        race.view,
    )
    for hidden in hideable:
        assert not hidden.isVisible()
    kept: tuple[QWidget, ...] = (race.verdict, race.title, *race.charts, *race.strips.values())
    for shown in kept:
        assert shown.isVisible()
    assert race.verdict.sentence.font().pixelSize() > small
    press(qtbot, window, Key.Key_Space)
    assert bridge.verbs == ["start"]
    press(qtbot, window, Key.Key_Plus)
    assert bridge.verbs == ["start", "change"]
    press(qtbot, window, Key.Key_Escape)
    assert window.rail.isVisible()
    assert race.bar.isVisible()
    assert not window.look.stage


def test_escape_at_the_desk_does_nothing(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_Escape)
    assert window.isVisible()
    assert not window.look.stage


@every_case("page", [page.key for page in PAGES])
def test_keys_act_from_every_control_but_a_text_field(
    qtbot: QtBot, window: MainWindow, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the keys choose is looked at, not how it is painted: that took 16 s of the race page.
    monkeypatch.setattr(window, "apply_look", lambda: None)
    window.rail.chosen.emit(page)
    window.race.show_code(page == "race")
    trapped, controls = [], focusable(window)
    assert len(controls) >= 5
    for control in controls:
        control.setFocus(Qt.FocusReason.TabFocusReason)
        was_dark = window.look.theme.is_dark
        press(qtbot, window, Key.Key_T)
        seen = [window.look.theme.is_dark != was_dark]
        for key, users in ((Key.Key_Plus, 128), (Key.Key_Minus, 64)):
            control.setFocus(Qt.FocusReason.TabFocusReason)
            press(qtbot, window, key)
            seen.append(window.session.closed.concurrency == users)
        for key, is_stage in ((Key.Key_F11, True), (Key.Key_Escape, False)):
            press(qtbot, window, key)
            seen.append(window.look.stage == is_stage)
        if not all(seen):
            trapped.append((control.metaObject().className(), control.accessibleName(), seen))
            window.set_stage(False)
            window.session.set_load("concurrency", 64)
    assert trapped == []


def test_what_opens_on_the_charts_shows_them_first(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.start()
    bridge.play(4)
    field, board = window.race.notes.field, window.race.board
    board.draw(window.session.timeline, window.session.shown)
    for key, is_open in (
        (Qt.Key.Key_A, field.hasFocus),
        (Qt.Key.Key_E, lambda: board.is_enlarged),
        (Qt.Key.Key_D, board.focus.menu.isVisible),
    ):
        press(qtbot, window, Qt.Key.Key_2)
        assert window.pages.currentWidget() is not window.race
        press(qtbot, window, key)
        assert window.pages.currentWidget() is window.race
        assert is_open()
        field.close_field()
        board.focus.menu.close()


@pytest.mark.own_window
def test_ctrl_q_closes_the_window(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_Q, CONTROL)
    assert not window.isVisible()


@pytest.mark.own_window
def test_space_presses_a_button_that_was_reached_by_tab(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.race.view._buttons["60"].setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, window, Key.Key_Space)
    assert bridge.verbs == []
    assert window.race.charts[0].window_s == 60


@pytest.mark.own_window
def test_a_button_that_was_clicked_does_not_keep_the_keyboard(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    QTest.mouseClick(window.race.view._buttons["60"], Qt.MouseButton.LeftButton)
    press(qtbot, window, Key.Key_Space)
    assert bridge.verbs == ["start"]


def test_the_keys_of_readme_are_keys_of_the_window(window: MainWindow) -> None:
    """README names the keys that matter; each of them is bound and is in the help."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.split("| key | |\n|---|---|\n")[1].split("\n\n")[0]
    cells = [line.split("|")[1].strip() for line in table.splitlines()]
    named = {key for cell in cells for key in re.split(r",? ", cell)}
    bound = {each.key().toString() for each in window.findChildren(QShortcut)}
    assert {"Space", "Shift+F", "3", "F1"} <= named
    assert {key.replace("−", "-") for key in named} <= bound
    labels = {label for row in SHORTCUTS for label in row.label.split()}
    assert named <= labels
    spelt = {key for row in SHORTCUTS for key in row.keys}
    assert {QKeySequence(key).toString() for key in spelt} == bound


def test_an_added_page_has_a_button_a_key_and_a_row_of_the_help(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = Page("added", "check", "Added", "Added by a test.", AddedPage)
    monkeypatch.setattr("gui.window.PAGES", (*PAGES[:5], added))
    window = MainWindow(FakeRaceThread(), Settings(), None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_6)
    assert window.pages.currentWidget() is window.page(AddedPage)
    hints = [each.toolTip() for each in window.rail.findChildren(QToolButton)]
    assert "Added by a test. (6)" in hints
    rows = {label.text() for label in window.help.findChildren(QLabel)}
    assert {"1   2   3   4   5   6", "Race, code, fairness, runs, demos, added"} <= rows
    assert {"7   8   9", "There, with the digits before: start that one"} <= rows


def test_pages_beyond_the_tenth_have_no_key() -> None:
    assert page_keys(12) == (*"1234567890", "", "")
    rows = shortcuts([str(n) for n in range(12)])
    assert [row.help for row in rows if "0" in row.keys] == ["0, 1, 2, 3, 4, 5, 6, 7, 8, 9"]
    assert all(row.keys for row in rows)
