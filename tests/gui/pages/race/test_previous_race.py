"""A race that another one replaces stays one key away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from loadgen.model.load_plan import ClosedModel
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


@pytest.fixture
def raced(qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread) -> MainWindow:
    """A race with 64 users has ended; one with 8 is on, which has not begun to measure."""
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_Space)
    bridge.play(20)
    bridge.ended.emit("")
    window.session.set_load("concurrency", 8)
    press(window, Qt.Key.Key_Space)
    return window


def test_a_new_race_says_where_the_one_before_is(raced: MainWindow) -> None:
    assert raced.race.notice.text == (
        "The race before is kept: Backspace shows it when this one has ended."
    )


def test_backspace_shows_the_race_before_and_the_other_one_again(
    raced: MainWindow, bridge: FakeRaceThread
) -> None:
    session = raced.session
    assert session.previous is not None
    first = session.previous.run
    bridge.play(5)
    bridge.ended.emit("")
    second = session.timeline
    press(raced, Qt.Key.Key_Backspace)
    assert session.timeline is first.timeline
    assert (session.verdict, session.plan) == (first.verdict, first.plan)
    assert session.shown.model == ClosedModel(64)
    assert session.record() == first
    assert not raced.race.board.ribbon.text
    press(raced, Qt.Key.Key_Backspace)
    assert session.timeline is second
    assert session.plan.model == ClosedModel(8)


def test_backspace_ends_no_race(raced: MainWindow, bridge: FakeRaceThread) -> None:
    now = raced.session.timeline
    press(raced, Qt.Key.Key_Backspace)
    assert "stop" not in bridge.verbs
    assert raced.session.timeline is now
    assert raced.race.notice.text.startswith("A race is on")


def test_the_button_of_the_notice_takes_an_unwanted_start_back(
    raced: MainWindow, bridge: FakeRaceThread
) -> None:
    raced.race.notice.action.click()
    assert bridge.verbs[-1] == "stop"
    bridge.ended.emit("")
    assert raced.session.shown.model == ClosedModel(64)
    assert raced.session.timeline.duration_s >= 19


def test_the_notice_offers_no_stop_once_the_race_has_ended(
    raced: MainWindow, bridge: FakeRaceThread
) -> None:
    bridge.play(5)
    bridge.ended.emit("")
    assert raced.race.notice.text == "The race before is kept: Backspace shows it."
    assert not raced.race.notice.action_text


@pytest.mark.own_window
def test_there_is_none_before_the_first(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Backspace)
    assert window.race.notice.text == "There is no race before this one."


def test_a_failure_is_not_hidden_by_the_notice(window: MainWindow, bridge: FakeRaceThread) -> None:
    press(window, Qt.Key.Key_Space)
    bridge.play(5)
    bridge.ended.emit("The disk is full.")
    press(window, Qt.Key.Key_Space)
    assert window.race.notice.text == "The disk is full."


def test_a_mix_of_zeros_is_refused(window: MainWindow, bridge: FakeRaceThread) -> None:
    session = window.session
    session.set_scenario("mixed")
    weights = [key for key in session.plan.parameters if key.startswith("weight_")]
    for key in weights:
        session.set_parameter(key, 0)
    press(window, Qt.Key.Key_Space)
    assert "start" not in bridge.verbs
    refused = "All weights of the mix are 0; set at least one to 1 or more."
    assert window.race.notice.text == refused


def test_a_race_that_is_on_keeps_a_weight(window: MainWindow, bridge: FakeRaceThread) -> None:
    session = window.session
    session.set_scenario("mixed")
    press(window, Qt.Key.Key_Space)
    weights = [key for key in session.plan.parameters if key.startswith("weight_")]
    for key in weights:
        session.set_parameter(key, 0)
    assert sum(session.plan.parameters[key] for key in weights) > 0
    assert window.race.notice.text.startswith("All weights of the mix are 0")
