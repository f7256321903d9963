"""The gallery: a key starts a demonstration, its line stands above the charts, a key goes back."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.charts.throughput import ThroughputChart
from gui.pages.demos.demos_page import DemosPage
from gui.session.window_settings import load
from gui.window import MainWindow
from loadgen.demonstration.demonstration import Demonstration, Guess
from loadgen.demonstration.gallery import find_demonstration, gallery
from loadgen.demonstration.toml_document import read_demonstration, write_demonstration
from loadgen.model.race_plan import RacePlan
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's demonstrations."""
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "settings.json"))
    return tmp_path / "demos"


@pytest.fixture
def page(window: MainWindow) -> DemosPage:
    window.rail.chosen.emit("demos")
    return window.page(DemosPage)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or window, key)


def chart(window: MainWindow) -> ThroughputChart:
    (found,) = (each for each in window.race.charts if isinstance(each, ThroughputChart))
    return found


def level_texts(window: MainWindow) -> list[str]:
    content = chart(window)._content
    assert content is not None
    return [level.text for level in content.levels]


@every_case("number", range(1, 10))
def test_a_key_sets_everything_and_starts(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, page: DemosPage, number: int
) -> None:
    window.rail.chosen.emit("demos")
    press(qtbot, window, Qt.Key(Qt.Key.Key_0 + number))
    demonstration = gallery()[number - 1].demonstration
    assert demonstration is not None
    session = window.session
    assert session.plan == demonstration.plan
    assert session.basis == demonstration.latency_basis
    assert bridge.commands[-1] == ("start", demonstration.plan)
    assert session.state == "starting"
    assert window.pages.currentWidget() is window.race
    line = window.race.demonstration
    assert line.isVisible()
    assert line.text() == demonstration.look_for
    assert line.accessibleDescription() == demonstration.look_for
    session.stop()
    bridge.ended.emit("")


def test_g_opens_the_gallery_and_goes_back_to_the_race(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_G)
    assert isinstance(window.pages.currentWidget(), DemosPage)
    press(qtbot, window, Qt.Key.Key_G)
    assert window.pages.currentWidget() is window.race


@pytest.mark.own_window
def test_one_key_goes_back_to_the_settings_before(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    session = window.session
    session.set_load("concurrency", 7)
    session.set_basis("send")
    before = session.plan
    assert not page.back.isEnabled()
    press(qtbot, window, Qt.Key.Key_6)
    bridge.play(0.2)
    press(qtbot, window, Qt.Key.Key_G)
    press(qtbot, window, Qt.Key.Key_1)
    bridge.ended.emit("")  # the race of the one before
    assert session.plan == find_demonstration("wait").plan
    assert page.back.isEnabled()
    press(qtbot, window, Qt.Key.Key_B)
    assert session.plan == before
    assert session.basis == "send"
    assert session.state == "stopping"
    assert window.race.demonstration.isHidden()
    assert not page.back.isEnabled()
    press(qtbot, window, Qt.Key.Key_B)
    assert session.plan == before


def test_a_race_that_is_on_ends_before_the_demonstration_starts(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    window.session.start()
    bridge.play(0.2)
    press(qtbot, window, Qt.Key.Key_1)
    assert bridge.verbs[-1] == "stop"
    bridge.ended.emit("")
    assert bridge.commands[-1] == ("start", find_demonstration("wait").plan)
    assert bridge.verbs.count("start") == 2


def test_the_line_stays_while_its_sliders_move_and_goes_with_another_scenario(
    window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    page.start(1)
    window.session.set_setting("a", "threads", 64)
    assert window.race.demonstration.isVisible()
    window.session.set_scenario("cpu")
    assert window.race.demonstration.isHidden()
    assert page.back.isEnabled()


def test_a_computed_guess_is_drawn_and_follows_the_plan(
    window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    page.start(1)
    bridge.play(3)
    window.race.board.draw(window.session.timeline, window.session.shown)
    assert level_texts(window) == ["computed 80/s", "computed 1,280/s"]
    window.session.set_setting("a", "threads", 8)
    assert level_texts(window) == ["computed 160/s", "computed 1,280/s"]
    low, high = chart(window)._content.y.low, chart(window)._content.y.high  # type: ignore[union-attr]
    assert low <= 160 < 1_280 <= high
    window.session.demonstrations.go_back()
    assert level_texts(window) == []


def test_the_audience_guesses_before_the_curve_is_there(
    window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    guess = page.guess
    assert not any(slider.isVisible() for slider in guess.sliders.values())
    assert guess.switch.width() <= guess.switch.sizeHint().width()
    guess.switch.click()
    assert all(slider.isVisible() for slider in guess.sliders.values())
    guess.sliders["a"].changed.emit(100)
    for lane, per_s in (("a", 300), ("b", 500)):
        guess.sliders[lane].set_value(per_s)  # type: ignore[index]
        guess.sliders[lane].changed.emit(per_s)  # type: ignore[index]
    page.start(1)
    bridge.play(0.1)
    window.race.board.draw(window.session.timeline, window.session.shown)
    assert level_texts(window) == ["guess 300/s", "guess 500/s"]
    guess.switch.click()
    assert level_texts(window) == ["computed 80/s", "computed 1,280/s"]
    assert not any(slider.isVisibleTo(guess) for slider in guess.sliders.values())


@pytest.mark.own_window
def test_a_picture_shows_what_was_predicted(
    window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    assert window.race.board.view.expected == {}
    page.start(1)
    view = window.race.board.view
    assert view.expected == {"a": pytest.approx(80), "b": pytest.approx(1_280)}
    assert view.expected_by == "computed"


def test_a_guess_of_the_file_is_drawn(
    window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    wait = find_demonstration("wait")
    window.session.demonstrations.begin(msgspec.structs.replace(wait, guess=Guess(a=7, b=9)))
    bridge.play(3)
    window.race.board.draw(window.session.timeline, window.session.shown)
    assert level_texts(window) == ["guess 7/s", "guess 9/s"]


def test_a_level_is_painted_in_its_lanes_colour(
    window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    page.start(1)
    bridge.play(3)
    window.race.board.draw(window.session.timeline, window.session.shown)
    with_lines = _pixels(chart(window))
    window.session.demonstrations.set_audience({"a": 700.0, "b": 700.0})
    assert (with_lines != _pixels(chart(window))).any()


def _pixels(widget: ThroughputChart) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).copy()


def test_present_settings_are_saved_and_stand_in_the_gallery(
    window: MainWindow, page: DemosPage, own: Path
) -> None:
    window.session.set_load("concurrency", 7)
    page.save.click()
    page.save.click()
    assert read_demonstration(own / "own-1.toml").plan == window.session.plan
    assert (own / "own-2.toml").exists()
    assert [row.entry.key for row in page.rows[-2:]] == ["own-1", "own-2"]
    assert str(own / "own-2.toml") in page.notice.text()
    page.rows[-1].start.click()
    assert window.session.demonstrations.current is not None


@pytest.mark.own_window
def test_a_file_that_cannot_be_used_says_why_in_its_row(
    window: MainWindow, page: DemosPage, own: Path
) -> None:
    own.mkdir()
    (own / "broken.toml").write_text("title = 3", "utf-8")
    page.refresh()
    row = page.rows[-1]
    assert not row.start.isEnabled()
    assert row.line.text().startswith("“broken.toml” is no demonstration: ")
    page.start(len(page.rows))
    assert page.notice.text() == row.line.text()
    assert window.session.demonstrations.current is None


def test_files_are_read_again_when_the_page_is_shown(
    window: MainWindow, page: DemosPage, own: Path
) -> None:
    window.rail.chosen.emit("race")
    own.mkdir()
    mine = Demonstration(title="Mine", look_for="Look here.", plan=RacePlan.default().checked())
    write_demonstration(own / "mine.toml", mine)
    window.rail.chosen.emit("demos")
    assert page.rows[-1].title.text() == "Mine  (your own)"


@pytest.mark.own_window
def test_the_settings_before_are_what_the_next_start_begins_with(
    window: MainWindow, page: DemosPage, tmp_path: Path
) -> None:
    window.session.set_load("concurrency", 7)
    before = window.session.plan
    window._file = tmp_path / "remembered.json"
    page.start(6)
    assert window.remember() == ""
    settings, _ = load(window._file)
    assert (settings.plan, settings.latency_basis) == (before, "schedule")
    # What is chosen by hand from there on is a person's own again.
    window.session.set_scenario("cpu")
    assert window.remember() == ""
    settings, _ = load(window._file)
    assert settings.plan == window.session.plan


@every_case("size", [(1366, 728), (1920, 1080)])
def test_all_nine_are_seen_at_once(
    window: MainWindow, page: DemosPage, size: tuple[int, int]
) -> None:
    window.resize(*size)
    QApplication.processEvents()
    view = page.area.viewport()
    for row in page.rows:
        assert view.rect().contains(QRect(row.mapTo(view, QPoint()), row.size()))


def test_in_a_small_window_the_others_are_reached_by_tab(
    qtbot: QtBot, window: MainWindow, page: DemosPage
) -> None:
    window.resize(1024, 640)
    page.rows[0].start.setFocus()
    for row in page.rows:
        assert row.start.hasFocus()
        view = page.area.viewport()
        assert view.rect().contains(QRect(row.start.mapTo(view, QPoint()), row.start.size()))
        QTest.keyClick(row.start, Qt.Key.Key_Tab)


def test_digits_typed_into_a_guess_start_nothing(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, page: DemosPage
) -> None:
    page.guess.switch.click()
    field = page.guess.sliders["a"].field
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "250")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert bridge.commands == []
    assert window.session.demonstrations.audience["a"] == 250
