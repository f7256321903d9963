"""The charts with their track of events: one stretch of the race, and words for what happened."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.charts.chart import Chart
from gui.pages.race.chart_switcher import ChartSwitcher
from gui.picture.render import render_picture
from gui.session.window_settings import Settings
from gui.window import MainWindow
from loadgen.model.frame import Mark
from tests.support.fake_race_thread import FakeRaceThread, frame

pytestmark = pytest.mark.shared_window

MARKS = (
    Mark(1.0, "concurrency 16 → 64"),
    Mark(2.0, "Flask failed", "a", kind="failed"),
    Mark(2.5, "Flask restarted", "a", kind="restart"),
)


def race(window: MainWindow, bridge: FakeRaceThread, seconds: float, first_s: float = 0.0) -> None:
    """So many seconds with the marks in it, all drawn."""
    for n in range(1, round(seconds * 10) + 1):
        at_s = first_s + n / 10
        marks = tuple(mark for mark in MARKS if at_s - 0.1 < mark.at_s <= at_s + 1e-9)
        bridge.frame.emit(frame(at_s, marks=marks))
    draw(window)


def draw(window: MainWindow) -> None:
    window.race.board.draw(window.session.timeline, window.session.shown)


@pytest.fixture
def racing(window: MainWindow, bridge: FakeRaceThread) -> MainWindow:
    window.session.start()
    race(window, bridge, 4.0)
    return window


def test_the_track_has_the_words_and_the_charts_their_numbers(racing: MainWindow) -> None:
    board = racing.race.board
    assert [(event.number, event.text) for event in board.track.shown] == [
        (1, "concurrency 16 → 64"),
        (2, "Flask failed"),
        (3, "Flask restarted"),
    ]
    said = "1  0:01  concurrency 16 → 64; 2  0:02  Flask failed; 3  0:02  Flask restarted"
    assert board.track.accessibleDescription() == said
    for chart in board.charts[:3]:
        assert isinstance(chart, Chart)
        assert chart._content is not None
        assert chart._content.events == board.track.shown


def test_the_track_is_on_the_charts_time_axis(racing: MainWindow, qtbot: QtBot) -> None:
    board = racing.race.board
    for width in (1210, 1501):
        racing.resize(width, 800)
        qtbot.waitUntil(lambda width=width: board.width() > width - 500)  # type: ignore[misc]
        board._align()
        left, right = board.track._edges
        first, last = board.charts[0], board.charts[1]
        assert left == first.mapTo(board, QPoint()).x() + first.plot_edges[0]
        assert right == last.mapTo(board, QPoint()).x() + last.plot_edges[1]
        assert (board.track.axis.low, board.track.axis.high) == (0, 5)


def test_nothing_moves_when_the_first_event_comes(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.start()
    race(window, bridge, 0.5)
    before = window.race.board.rows.geometry()
    race(window, bridge, 4.0, 0.5)
    assert window.race.board.track.shown
    assert window.race.board.rows.geometry() == before


def test_the_last_minute_ends_with_its_race(window: MainWindow, bridge: FakeRaceThread) -> None:
    window.session.start()
    race(window, bridge, 4.0)
    window.race.view.buttons[1].click()
    assert window.race.board.view.window_s == 60
    bridge.ended.emit("")
    assert window.race.board.view.window_s == 60, "it is still the race that was looked at"
    window.session.start()
    assert window.race.board.view.window_s is None
    assert window.race.view.pick == "run"
    assert all(chart.window_s is None for chart in window.race.board.charts)
    assert window.race.board.track.shown == ()


def test_y_changes_the_axes_of_all_charts(racing: MainWindow) -> None:
    board = racing.race.board
    seen = []
    for _ in range(3):
        QTest.keyClick(racing, Qt.Key.Key_Y)
        seen.append({_axis(chart) for chart in board.charts})
        assert "axes" in racing.race.notice.text
    assert seen == [{"log"}, {"zero"}, {"usual"}]


def _axis(chart: Chart | ChartSwitcher) -> str:
    return chart.spectrum.axis if isinstance(chart, ChartSwitcher) else chart.axis


def test_a_picture_shows_the_view_of_the_page(racing: MainWindow) -> None:
    run, board = racing.session.record(), racing.race.board
    whole = render_picture(run, view=board.view)
    assert whole == render_picture(run)
    QTest.keyClick(racing, Qt.Key.Key_Y)
    assert render_picture(run, view=board.view) != whole


class TestResultOf:
    """Old charts under new controls say of what race they are."""

    @pytest.fixture
    def over(self, racing: MainWindow, bridge: FakeRaceThread) -> MainWindow:
        bridge.ended.emit("")
        return racing

    def test_charts_of_what_the_controls_say_are_as_ever(self, over: MainWindow) -> None:
        assert over.race.board.ribbon.isHidden()
        over.session.set_duration(30)
        assert over.race.board.ribbon.isHidden(), "that would race the same"

    @pytest.mark.own_window
    def test_another_plan_dims_them(self, over: MainWindow, qtbot: QtBot) -> None:
        board = over.race.board
        clear = board.charts[0].grab().toImage()
        over.session.set_scenario("hello")
        assert not board.ribbon.isHidden()
        assert board.ribbon.text.startswith("Result of: Flask vs FastAPI, Wait on I/O, 64 users")
        assert board.ribbon.text.endswith(", 4 s")
        assert board.charts[0].grab().toImage() != clear
        qtbot.waitUntil(lambda: board.ribbon.width() >= board.ribbon.sizeHint().width())
        assert board.rect().contains(board.ribbon.geometry())
        over.session.set_scenario("wait")
        assert board.ribbon.isHidden()
        assert board.charts[0].grab().toImage() == clear

    def test_the_next_race_takes_it_away(self, over: MainWindow) -> None:
        over.session.set_scenario("hello")
        over.session.start()
        assert over.race.board.ribbon.isHidden()
        first = over.race.board.charts[0]
        assert isinstance(first, Chart)
        assert not first.look.dimmed

    def test_before_the_first_race_there_is_none(self, window: MainWindow) -> None:
        window.session.set_scenario("hello")
        assert window.race.board.ribbon.isHidden()


class TestToolbar:
    """What stands beside a name stays where it is, whatever the name."""

    def _places(self, window: MainWindow) -> list[tuple[int, int]]:
        window.race.bar.layout().activate()  # type: ignore[union-attr]
        bar = window.race.bar
        widgets = (*bar.chips.values(), bar.scenario, bar.mode, bar.duration, bar.start)
        return [(each.x(), each.width()) for each in widgets]

    @pytest.mark.parametrize("width", [1280, 1440, 1920])
    def test_variants_and_restart_move_nothing(self, window: MainWindow, width: int) -> None:
        window.resize(width, 800)
        at_first = self._places(window)
        for key in ("fastapi-gunicorn", "flask", "flask-async"):
            window.session.set_variant("a", key)
            assert self._places(window) == at_first
        chip = window.race.bar.chips["a"]
        chip.show_state("failed", "Flask server stopped.", can_restart=True)
        assert self._places(window) == at_first
        assert chip.restart.isVisible()
        assert chip.restart.geometry().right() <= chip.width()

    def test_scenarios_move_nothing_where_there_is_room(self, window: MainWindow) -> None:
        window.resize(1920, 1000)
        at_first = self._places(window)
        window.session.set_scenario("hello")
        assert self._places(window) == at_first

    def test_an_entry_that_is_not_offered_is_not_painted(self, window: MainWindow) -> None:
        duration = window.race.bar.duration
        duration.offer("10", False)
        menu = duration.drop
        menu.ensurePolished()
        menu.resize(menu.sizeHint())
        shown = menu.grab().toImage()
        hidden = duration._actions["10"]
        assert not hidden.isVisible()
        hidden.setText("another")
        assert menu.grab().toImage() == shown


def test_a_wide_board_needs_no_more_than_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    window = MainWindow(FakeRaceThread(), Settings(), tmp_path / "settings.json")
    qtbot.addWidget(window)
    assert window.race.board.minimumSizeHint().width() <= 1200 - 64 - 40
