"""The window, driven through a race with a bridge that only takes notes."""

import signal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gui.session.window_placement import FRAME
from gui.session.window_settings import Settings, load
from gui.window import SMALLEST, MainWindow
from loadgen.model.frame import LaneFrame, Mark
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan
from loadgen.race.lane_status import server_ended
from servers.process.exit_outcome import Outcome
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread, frame, status

pytestmark = pytest.mark.shared_window

STARTING = LaneFrame(status=status("starting"))
DEAD = LaneFrame(
    status=server_ended(Outcome("crashed", -signal.SIGKILL), "Flask", ("Traceback", "boom"))
)


def key(qtbot: QtBot, window: MainWindow, which: Qt.Key, held: str = "NoModifier") -> None:
    modifiers = getattr(Qt.KeyboardModifier, held)
    QTest.keyClick(QApplication.focusWidget() or window, which, modifiers)


def words(window: MainWindow) -> str:
    shown = (label.text() for label in window.findChildren(QLabel) if label.isVisible())
    return "\n".join(shown)


def race(window: MainWindow, bridge: FakeRaceThread, seconds: float = 4) -> None:
    window.session.start()
    bridge.frame.emit(frame(0, "starting", a=STARTING, b=STARTING))
    bridge.play(seconds)


def test_at_first_it_says_what_to_do(window: MainWindow) -> None:
    assert "Press Start" in words(window)
    assert "64 users, together, until stopped" in words(window)
    assert "Flask (waitress, 4 threads)" in words(window)
    assert window.race.bar.start.text() == "Start"


def test_a_whole_race(qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread) -> None:
    bar, session = window.race.bar, window.session
    key(qtbot, window, Qt.Key.Key_Space)
    assert bridge.verbs == ["start"]
    assert bar.start.text() == "Stop"
    assert bar.chips["a"].button.state_text.startswith("starting…")
    bridge.frame.emit(frame(0, "starting", a=STARTING, b=STARTING))
    bridge.play(8)
    assert session.state == "racing"
    # The first interval is there and not confirmed yet: nobody is said to lead.
    qtbot.waitUntil(lambda: session.verdict.progress == 1.0, timeout=3000)
    assert session.verdict.headline == "Measuring."
    assert "times" not in window.race.verdict.sentence.text()
    bridge.play(2, 8)
    # Two looks have to agree.
    qtbot.waitUntil(lambda: "FastAPI answers" in words(window), timeout=3000)
    assert bar.chips["a"].button.state_text == "port 40123 · pid 4242"
    assert "4 of 4 threads busy, 60 waiting." in window.race.strips["a"].text
    assert "each of 64 users waits 52.9 ms." in window.race.strips["b"].text
    assert "sent 12,928" in window.race.footer.totals.text()
    assert "FastAPI 0.125.0" in window.race.footer.versions.toolTip()
    key(qtbot, window, Qt.Key.Key_Space)
    assert bridge.verbs == ["start", "stop"]
    assert bar.start.text() == "Start"
    bridge.ended.emit("")
    assert not session.is_on
    assert "FastAPI answers" in words(window), "the verdict stays"


def test_a_slider_moved_during_the_race_acts_on_it(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    race(window, bridge, 1)
    window.race.panel.concurrency.field.setText("256")
    window.race.panel.concurrency.field.commit()
    window.race.panel.sliders["a.threads"].step(+1)
    verb, plan = bridge.commands[-1]
    assert verb == "change"
    assert isinstance(plan, RacePlan)
    assert plan.model == ClosedModel(256)
    assert plan.lanes["a"].settings["threads"] == 8
    bridge.frame.emit(frame(1.1, marks=(Mark(1.1, "concurrency 64 → 256"),)))
    assert [mark.text for mark in window.session.timeline.marks] == ["concurrency 64 → 256"]


def test_lanes_and_scenario_are_chosen_while_it_races(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    race(window, bridge, 1)
    window.race.bar.scenario.picked.emit("cpu")
    window.race.bar.chips["a"].picked.emit("fastapi-def")
    _, plan = bridge.commands[-1]
    assert isinstance(plan, RacePlan)
    assert plan.checked() == plan
    assert (plan.scenario, plan.lanes["a"].variant) == ("cpu", "fastapi-def")
    assert set(window.race.panel.sliders) == {
        "concurrency",
        "requests_per_connection",
        "primes_below",
        "a.threads",
        "a.workers",
        "b.workers",
    }


def test_what_is_changed_after_a_race_does_not_change_what_was_measured(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    race(window, bridge)
    window.session.stop()
    bridge.ended.emit("")
    window.race.bar.chips["a"].picked.emit("fastapi")
    assert bridge.verbs == ["start", "stop"]
    assert window.session.record().plan.lanes["a"].variant == "flask"


def test_a_failed_lane_says_so_and_offers_a_restart(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    race(window, bridge, 2)
    bridge.play(1, first_s=2, a=DEAD)
    strip, chip = window.race.strips["a"], window.race.bar.chips["a"]
    qtbot.waitUntil(chip.restart.isVisible)
    assert "killed by SIGKILL" in strip.text
    assert "killed by SIGKILL" in chip.button.toolTip()
    strip.more.click()
    assert strip.output.isVisible()
    assert "boom" in strip.output.text()
    assert window.race.strips["b"].text.startswith("FastAPI nothing here is the limit")
    chip.restart.click()
    assert bridge.commands[-1] == ("restart", "a")
    bridge.play(1, first_s=3)
    qtbot.waitUntil(lambda: not chip.restart.isVisible())
    assert not strip.output.isVisible()


def test_restart_after_the_race_is_a_new_race(window: MainWindow, bridge: FakeRaceThread) -> None:
    race(window, bridge, 1)
    bridge.frame.emit(frame(1.1, "ended", a=DEAD, b=DEAD))
    bridge.ended.emit("")
    assert window.race.bar.chips["a"].restart.isVisible()
    window.race.bar.chips["a"].restart.click()
    assert bridge.verbs == ["start", "start"]


def test_a_race_that_breaks_off_is_told_in_place(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    race(window, bridge, 1)
    bridge.ended.emit("The race broke off: no more files.")
    assert window.race.notice.text == "The race broke off: no more files."
    assert window.session.state == "idle"


@every_case("size", [(1000, 600), (1200, 660), (1366, 768), (1920, 1080)])
def test_it_fits(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, size: tuple[int, int]
) -> None:
    window.resize(*size)
    race(window, bridge)
    bridge.play(1, first_s=4, a=DEAD)
    qtbot.waitUntil(window.race.bar.chips["a"].restart.isVisible)
    qtbot.waitUntil(lambda: window.race.charts[0].height() >= 150)
    assert (window.width(), window.height()) == size
    bar = window.race.bar
    assert bar.picture.geometry().right() <= bar.width()
    assert bar.start.geometry().left() > bar.duration.geometry().right()
    board = window.race.board
    for chart in window.race.charts:
        if chart.isVisible():
            bottom = chart.mapTo(board, chart.rect().bottomLeft()).y()
            assert bottom <= board.track.geometry().top()


def test_nothing_runs_when_idle(qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread) -> None:
    race(window, bridge)
    assert window.race.is_ticking
    window.session.stop()
    bridge.ended.emit("")
    qtbot.waitUntil(lambda: not window.race.is_ticking)


def test_the_theme_follows_the_system_until_one_is_chosen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = QGuiApplication.styleHints()
    system = [Qt.ColorScheme.Light]
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: system[0])

    def change(scheme: Qt.ColorScheme) -> None:
        system[0] = scheme
        hints.colorSchemeChanged.emit(scheme)

    assert window.look.theme.is_dark, "dark was chosen"
    change(Qt.ColorScheme.Light)
    assert window.look.theme.is_dark
    window.rail.chosen.emit("system")
    assert not window.look.theme.is_dark
    change(Qt.ColorScheme.Dark)
    assert window.look.theme.is_dark
    window.close()
    assert load(window._file)[0].theme == "system"


@pytest.mark.own_window
def test_the_rail_offers_the_system_s_theme_where_another_is_chosen(window: MainWindow) -> None:
    (button,) = (b for b in window.rail.findChildren(QToolButton) if b.text() == "System")
    assert button.isVisible()
    button.click()
    assert not button.isVisible()
    window.set_theme("light")
    assert button.isVisible()


@pytest.mark.own_window
def test_in_a_low_window_the_rail_has_icons_alone(qtbot: QtBot, window: MainWindow) -> None:
    buttons = window.rail.findChildren(QToolButton)
    window.resize(*SMALLEST)
    qtbot.waitUntil(lambda: all(button.height() < 40 for button in buttons))
    for button in buttons:
        assert button.geometry().bottom() < window.height()
    window.resize(1280, window.rail.full_height)
    qtbot.waitUntil(lambda: all(button.height() > 50 for button in buttons))


@pytest.mark.own_window
def test_it_remembers(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.resize(1300, 800)
    window.set_theme("light")
    window.session.set_load("concurrency", 128)
    window.session.set_variant("b", "fastapi-def")
    window.close()
    remembered, complaint = load(tmp_path / "settings.json")
    assert complaint == ""
    assert (remembered.width, remembered.height, remembered.theme) == (1300, 800, "light")
    assert remembered.plan == window.session.plan
    again = MainWindow(FakeRaceThread(), remembered, tmp_path / "settings.json")
    qtbot.addWidget(again)
    assert again.race.panel.concurrency.value == 128
    assert not again.look.theme.is_dark


@pytest.mark.own_window
def test_closing_during_a_race_hides_it_at_once(window: MainWindow, bridge: FakeRaceThread) -> None:
    race(window, bridge, 1)
    window.close()
    assert not window.isVisible()
    assert bridge.verbs[-1] == "stop"


def test_it_opens_on_a_screen_smaller_than_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(FakeRaceThread(), Settings(width=9000, height=9000), tmp_path / "s.json")
    qtbot.addWidget(window)
    room = QApplication.primaryScreen().availableSize()
    assert window.width() <= max(room.width(), SMALLEST[0])
    # The title bar has its place on the screen, too.
    assert window.height() <= max(room.height() - FRAME.top(), SMALLEST[1])
