"""The fourth chart: the spectrum, or a look inside, chosen by hand or key, and remembered."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.charts.measures import MEASURES
from gui.charts.view import View
from gui.pages.race.chart_switcher import ChartSwitcher
from gui.picture.picture_content import PictureContent
from gui.picture.render import render_image, render_picture
from gui.session.race_session import RaceSession
from gui.session.window_settings import Settings, load
from gui.window import MainWindow
from loadgen.export.picture_layout import PictureLayout
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window


@pytest.fixture
def place(window: MainWindow) -> ChartSwitcher:
    made = window.race.charts[3]
    assert isinstance(made, ChartSwitcher)
    return made


def press(place: ChartSwitcher, title: str) -> None:
    button = next(each for each in place.corner.view.buttons if each.text() == title)
    assert isinstance(button, QPushButton)
    button.click()


def test_the_spectrum_is_first(window: MainWindow, place: ChartSwitcher) -> None:
    assert place.shown is place.spectrum
    assert place.spectrum.isVisible()
    assert not place.inside.isVisible()
    assert not place.corner.measure.isVisible()


def test_one_looks_inside_by_hand(window: MainWindow, place: ChartSwitcher) -> None:
    press(place, "Inside")
    assert window.session.inside
    assert place.inside.isVisible()
    assert place.corner.measure.isVisible()
    assert place.corner.parent() is place.inside
    press(place, "Spectrum")
    assert place.spectrum.isVisible()
    assert place.corner.parent() is place.spectrum
    assert not place.corner.measure.isVisible()


def _measure(place: ChartSwitcher) -> str:
    return place.inside.measure.key


def test_and_by_key(window: MainWindow, place: ChartSwitcher) -> None:
    QTest.keyClick(window, Qt.Key.Key_I)
    assert place.shown is place.inside
    assert _measure(place) == "in_progress"
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert _measure(place) == "busy"
    QTest.keyClick(window, Qt.Key.Key_I)
    assert place.shown is place.spectrum


@pytest.mark.own_window
def test_shift_i_first_shows_the_chart_and_goes_round(session: RaceSession) -> None:
    session.next_measure()
    assert (session.inside, session.measure) == (True, "in_progress")
    seen = []
    for _ in MEASURES:
        session.next_measure()
        seen.append(session.measure)
    assert set(seen) == {each.key for each in MEASURES}
    assert seen[-1] == "in_progress"


@pytest.fixture
def session(window: MainWindow) -> RaceSession:
    return window.session


@pytest.mark.own_window
def test_the_hidden_chart_is_drawn_when_it_is_shown(
    window: MainWindow, bridge: FakeRaceThread, place: ChartSwitcher
) -> None:
    window.session.start()
    bridge.play(3.0)
    window.race.board.draw(window.session.timeline, window.session.shown)
    assert place.inside.accessibleDescription() == ""
    window.session.set_inside(True)
    assert place.inside.accessibleDescription() == "Flask 64; FastAPI 64"
    window.session.set_measure("busy")
    assert place.inside.accessibleDescription() == "Flask 4 of 4; FastAPI none"


def test_on_stage_nobody_chooses(window: MainWindow, place: ChartSwitcher) -> None:
    window.resize(1920, 1080)
    window.session.set_inside(True)
    window.set_stage(True)
    assert place.inside.isVisible()
    assert not place.corner.isVisible()
    window.set_stage(False)
    assert place.corner.isVisible()


@pytest.mark.own_window
def test_it_is_remembered(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, tmp_path: Path
) -> None:
    window.session.set_inside(True)
    window.session.set_measure("loop_lag")
    window.remember()
    kept, trouble = load(tmp_path / "settings.json")
    assert (kept.inside_shown, kept.inside_measure, trouble) == (True, "loop_lag", "")
    again = MainWindow(FakeRaceThread(), kept, tmp_path / "settings.json")
    qtbot.addWidget(again)
    fourth = again.race.charts[3]
    assert isinstance(fourth, ChartSwitcher)
    assert fourth.shown is fourth.inside
    assert fourth.inside.measure.key == "loop_lag"


def test_settings_of_before_look_at_the_spectrum() -> None:
    old = msgspec.json.decode(msgspec.json.encode({"version": 1}), type=Settings)
    assert not old.inside_shown


def test_the_picture_has_the_chart_of_the_page(
    window: MainWindow, bridge: FakeRaceThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def noted(content: PictureContent, form: PictureLayout, scale: float = 1.0) -> object:
        asked.append(content.view)
        return render_image(content, form, scale)

    monkeypatch.setattr("gui.picture.render.render_image", noted)
    window.session.start()
    bridge.play(3.0)
    window.desk.copy()
    window.session.set_inside(True)
    window.session.set_measure("cpu")
    window.desk.copy()
    assert asked == [View(), View(inside="cpu")]
    run = window.session.record()
    assert render_picture(run) != render_picture(run, view=View(inside="cpu"))
