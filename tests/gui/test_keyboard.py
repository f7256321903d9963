"""What the keys do, and that they do nothing else while somebody types."""

import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.pages.page_list import PAGES, Page
from gui.session.race_session import RaceSession
from gui.session.window_settings import Settings
from gui.widgets.number_field import NumberField
from gui.widgets.shortcuts import shortcuts
from gui.window import MainWindow
from loadgen.model.load_plan import ClosedModel
from tests.support.fake_race_thread import FakeRaceThread

Key = Qt.Key
SHORTCUTS = shortcuts([page.title for page in PAGES])
PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


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


def press(
    qtbot: QtBot,
    window: MainWindow,
    key: Qt.Key,
    held: Qt.KeyboardModifier = PLAIN,
) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


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


@pytest.mark.parametrize("page", [page.key for page in PAGES])
def test_keys_act_from_every_control_but_a_text_field(
    qtbot: QtBot, window: MainWindow, page: str
) -> None:
    window.rail.chosen.emit(page)
    window.race.show_code(page == "race")
    trapped = []
    for control in focusable(window):
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
            window.session.set_concurrency(64)
    assert trapped == []


def test_ctrl_z_takes_back_whatever_was_set_and_ctrl_shift_z_sets_it_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, first = window.session, window.session.plan
    monkeypatch.setattr("gui.session.plan_history.TOGETHER_S", 0.0)
    plans = [first]
    for choose in (
        partial(session.set_setting, "a", "threads", 80),
        partial(session.set_concurrency, 8),
        partial(session.set_model_kind, "open"),
        partial(session.set_scenario, "cpu"),
        partial(session.set_mode, "turns"),
        partial(session.set_variant, "a", "flask-manual"),
        partial(session.set_duration, 60),
        partial(session.set_client, "httpx-shared"),
    ):
        choose()
        plans.append(session.plan)
    for plan in reversed(plans[:-1]):
        press(qtbot, window, Key.Key_Z, CONTROL)
        assert session.plan == plan
    press(qtbot, window, Key.Key_Z, CONTROL)
    assert session.plan == first
    assert window.race.panel.sliders["a.threads"].value == 4
    for plan in plans[1:]:
        press(qtbot, window, Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert session.plan == plan
    press(qtbot, window, Key.Key_Y, CONTROL)
    assert session.plan == plans[-1]


def test_a_slider_that_is_dragged_or_reset_is_one_step(qtbot: QtBot, window: MainWindow) -> None:
    threads = window.race.panel.sliders["a.threads"]
    for value in (5, 9, 30):
        window.session.set_setting("a", "threads", value)
    window.session.set_concurrency(8)
    threads.reset()
    for value in (4, 30, 30, 4):
        assert window.session.plan.lanes["a"].settings["threads"] == value
        press(qtbot, window, Key.Key_Z, CONTROL)


def test_undo_acts_on_a_race_that_is_on(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    press(qtbot, window, Key.Key_Space)
    window.session.set_concurrency(8)
    press(qtbot, window, Key.Key_Z, CONTROL)
    assert bridge.verbs == ["start", "change", "change"]
    assert window.session.shown.model == ClosedModel(64)


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
    window.session.set_concurrency(8)
    field = window.race.panel.concurrency.field
    field.setFocus()
    QTest.keyClicks(field, "7")
    press(qtbot, window, Key.Key_Z, CONTROL)
    assert (field.text(), window.session.closed.concurrency) == ("8", 8)


def test_ctrl_q_closes_the_window(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_Q, CONTROL)
    assert not window.isVisible()


def test_space_presses_a_button_that_was_reached_by_tab(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.race.view._buttons["60"].setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, window, Key.Key_Space)
    assert bridge.verbs == []
    assert window.race.charts[0].window_s == 60


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
    added = Page("added", "code", "Added", "Added by a test.", AddedPage)
    monkeypatch.setattr("gui.window.PAGES", (*PAGES, added))
    window = MainWindow(FakeRaceThread(), Settings(), None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + len(PAGES) + 1))
    assert window.pages.currentWidget() is window.page(AddedPage)
    hints = [each.toolTip() for each in window.rail.findChildren(QToolButton)]
    assert f"Added by a test. ({len(PAGES) + 1})" in hints
    rows = {label.text() for label in window.help.findChildren(QLabel)}
    assert {"1   2   3   4   5   6", "Race, code, fairness, runs, demos, added"} <= rows
