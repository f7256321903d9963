"""What the keys do, and that they do nothing else while somebody types."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.support.fake_race_thread import FakeRaceThread

Key = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier


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
    window.resize(1920, 1080)  # a stage that is lower has two charts
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


def test_ctrl_z_takes_back_a_reset_once(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.race.panel
    threads = panel.sliders["a.threads"]
    window.session.set_setting("a", "threads", 80)
    threads.track.grabbed.emit()
    threads.reset()
    assert window.session.plan.lanes["a"].settings["threads"] == 4
    press(qtbot, window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.plan.lanes["a"].settings["threads"] == 80
    assert threads.value == 80
    press(qtbot, window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert threads.value == 80


def test_while_somebody_types_keys_are_letters(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    field = window.race.panel.concurrency.field
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, "1 t+-")
    assert field.text() == "1 t+-"
    assert bridge.verbs == []
    assert window.look.theme.is_dark


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
