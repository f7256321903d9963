"""A small window: the sliders lie over the charts when wanted, and nothing is out of reach."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.window import SMALLEST, MainWindow
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

Key = Qt.Key


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


@pytest.fixture
def small(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.resize(*SMALLEST)
    qtbot.waitUntil(lambda: window.race.panel_place.is_drawer)
    return window


def test_the_window_fits_a_projector_of_1024_by_640() -> None:
    assert SMALLEST[0] <= 1024
    assert SMALLEST[1] + 40 <= 640


def test_the_panel_is_a_drawer_that_key_and_button_open(small: MainWindow) -> None:
    race = small.race
    assert not race.panel.isVisible()
    assert race.bar.settings.isVisible()
    press(small, Key.Key_P)
    assert race.panel.isVisible()
    assert race.panel.geometry().right() == race.rect().right()
    assert race.panel.geometry().top() == race.bar.geometry().bottom() + 1
    QTest.mouseClick(race.bar.settings, Qt.MouseButton.LeftButton)
    assert not race.panel.isVisible()


def test_escape_closes_the_drawer_and_then_leaves_the_stage(small: MainWindow) -> None:
    press(small, Key.Key_P)
    press(small, Key.Key_Escape)
    assert not small.race.panel.isVisible()
    press(small, Key.Key_F11)
    assert small.look.stage
    press(small, Key.Key_Escape)
    assert not small.look.stage


def test_start_and_all_choices_are_within_reach(small: MainWindow, bridge: FakeRaceThread) -> None:
    bar, panel = small.race.bar, small.race.panel
    for each in (*bar.chips.values(), bar.scenario, bar.duration, bar.start, bar.picture):
        assert each.isVisible()
        assert each.geometry().right() < bar.width()
    assert not bar.mode.isVisible()
    press(small, Key.Key_P)
    assert panel.load.mode.isVisible()
    panel.load.mode.picked.emit("turns")
    assert small.session.in_turns
    QTest.mouseClick(bar.start, Qt.MouseButton.LeftButton)
    assert bridge.verbs == ["start"]


def test_nothing_moves_when_names_get_longer(small: MainWindow) -> None:
    bar = small.race.bar
    places = [each.geometry() for each in (bar.scenario, bar.duration, bar.start)]
    small.session.set_variant("a", "flask-gunicorn")
    small.session.set_variant("b", "fastapi-gunicorn")
    small.session.set_setting("b", "workers", 16)
    QApplication.processEvents()
    assert [each.geometry() for each in (bar.scenario, bar.duration, bar.start)] == places


@pytest.mark.parametrize("width", [SMALLEST[0], 1150, 1360, 1475, 1600])
def test_the_bar_stays_as_it_is_whatever_is_chosen(window: MainWindow, width: int) -> None:
    window.resize(width, 760)
    QApplication.processEvents()
    bar, session = window.race.bar, window.session
    controls = [bar.scenario, bar.mode, bar.duration, bar.start, bar.picture]
    places = [each.geometry() for each in controls]
    assert places[-1].right() < bar.width()
    for scenario, seconds in (("hello", 12), ("catalogue", 60), ("orders", None), ("wait", 3_600)):
        session.set_scenario(scenario)
        session.set_duration(seconds)
        QApplication.processEvents()
        assert [each.geometry() for each in controls] == places
    session.set_until_clear("requests")
    QApplication.processEvents()
    assert [each.geometry() for each in controls] == places


def test_a_wider_window_has_the_panel_beside_the_charts(qtbot: QtBot, small: MainWindow) -> None:
    race = small.race
    small.resize(1366, 768)
    qtbot.waitUntil(lambda: not race.panel_place.is_drawer)
    qtbot.waitUntil(race.panel.isVisible)
    qtbot.waitUntil(lambda: race.board.geometry().right() < race.panel.geometry().left())
    assert race.bar.mode.isVisible()
    assert not race.panel.load.mode.isVisible()
    assert not race.bar.settings.isVisible()


def test_p_makes_room_for_the_charts_in_a_wide_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1366, 768)
    before = window.race.charts[0].width()
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: window.race.charts[0].width() > before + 100)
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: window.race.charts[0].width() == before)
