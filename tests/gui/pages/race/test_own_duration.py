"""The time of a race is chosen from a menu, or typed in it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.window import MainWindow


def test_a_time_of_ones_own_is_typed_in_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    bar, session = window.race.bar, window.session
    field = bar.own_duration.field
    bar.duration.click()
    assert field.isVisible()
    field.setFocus()
    QTest.keyClicks(field, "4000")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.is_refused
    assert bar.duration.drop.isVisible(), "it stays open, to be put right"
    assert session.plan.duration_s is None
    field.selectAll()
    QTest.keyClicks(field, "45")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not bar.duration.drop.isVisible()
    assert session.plan.duration_s == 45
    assert bar.duration.accessibleDescription() == "45 s"
    session.set_duration(300)
    assert bar.duration.accessibleDescription() == "5 min"
    assert field.text() == "300"


def test_the_number_that_stands_there_is_chosen_by_enter(window: MainWindow) -> None:
    bar, session = window.race.bar, window.session
    assert session.plan.duration_s is None
    bar.duration.click()
    QTest.keyClick(bar.own_duration.field, Qt.Key.Key_Return)
    assert session.plan.duration_s == 10
