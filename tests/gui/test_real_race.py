"""The window with real servers and real generators behind it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.session.race_thread import RaceThread
from gui.session.window_settings import Settings
from gui.window import MainWindow
from loadgen.model.frame import LANES, LaneId


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    # What is calibrated meanwhile is kept beside these.
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "settings.json"))
    bridge = RaceThread()
    made = MainWindow(bridge, Settings(theme="dark"), tmp_path / "settings.json")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    assert bridge.close()


def test_a_race_from_start_to_stop_and_a_killed_server(qtbot: QtBot, window: MainWindow) -> None:
    session, page = window.session, window.race
    # Users of a wait that leaves the machine idle: the interval takes six seconds of any load.
    session.set_scenario("wait")
    session.set_parameter("wait_ms", 100)
    session.set_load("concurrency", 16)
    session.start()
    qtbot.waitUntil(lambda: session.state == "racing", timeout=15_000)
    qtbot.waitUntil(lambda: session.timeline.duration_s > 0.5)
    page.panel.concurrency.field.setText("24")
    page.panel.concurrency.field.commit()
    qtbot.waitUntil(lambda: len(session.timeline.marks) > 0)
    assert session.timeline.marks[0].text == "concurrency 16 → 24"
    # Six steady seconds after the warm-up of 24 users, and a second look.
    qtbot.waitUntil(lambda: session.verdict.leader == "b", timeout=40_000)
    assert "FastAPI answers" in session.verdict.sentence
    assert page.bar.chips["a"].button.state_text.startswith("port ")
    qtbot.waitUntil(lambda: "4 of 4 threads busy" in page.strips["a"].text)
    if hasattr(signal, "SIGKILL"):
        kill_and_restart_flask(qtbot, window)
    session.stop()
    qtbot.waitUntil(lambda: session.state == "idle", timeout=15_000)
    for lane in ("a", "b"):
        requests = session.timeline.lane(lane).requests
        assert requests.ok > 0
        assert (requests.unaccounted, requests.in_flight) == (0, 0)


def kill_and_restart_flask(qtbot: QtBot, window: MainWindow) -> None:
    """It is told of; FastAPI goes on meanwhile."""
    session, chip = window.session, window.race.bar.chips["a"]
    pid = session.status("a").pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(chip.restart.isVisible)
    assert "Flask" in window.race.strips["a"].text
    qtbot.waitUntil(lambda: session.status("b").state == "running")
    chip.restart.click()
    qtbot.waitUntil(lambda: session.status("a").state == "running", timeout=15_000)


def test_an_open_race_with_a_freeze_then_turns(qtbot: QtBot, window: MainWindow) -> None:
    session, page = window.session, window.race
    session.set_model_kind("open")
    # Below the 80/s that four threads can answer: only the freeze may drop any.
    session.set_load("rate", 60)
    session.set_load("max_in_flight", 20)
    session.set_basis("both")
    session.start()
    timeline = session.timeline
    qtbot.waitUntil(lambda: timeline.lane("b").requests.ok > 50, timeout=15_000)
    page.strips["b"].freeze.click()
    qtbot.waitUntil(lambda: timeline.lane("b").requests.dropped > 0)
    qtbot.waitUntil(lambda: any("frozen" in mark.text for mark in timeline.marks))
    assert timeline.lane("a").requests.dropped <= timeline.lane("b").requests.dropped
    session.set_mode("turns")
    qtbot.waitUntil(lambda: session.turn is not None, timeout=10_000)
    waiting: LaneId = "b" if session.turn == "a" else "a"
    chip = page.bar.chips[waiting].button
    qtbot.waitUntil(lambda: chip.state_text == "waiting its turn")
    session.stop()
    qtbot.waitUntil(lambda: session.state == "idle", timeout=15_000)
    for lane in LANES:
        requests = timeline.lane(lane).requests
        assert (requests.unaccounted, requests.in_flight) == (0, 0)
        assert requests.scheduled == requests.sent + requests.dropped


def test_closing_while_it_starts_leaves_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.session.start()
    qtbot.waitUntil(lambda: window.session.status("a").state == "starting")
    window.close()
    assert not window.isVisible()
