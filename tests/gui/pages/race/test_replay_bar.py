"""The bar below a recorded race changes how it is played."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gui.pages.race.replay_bar import ReplayBar
from gui.session.race_session import RaceSession
from gui.session.replay import Replay
from loadgen.recording.race_reader import read_race
from tests.loadgen.recording.recorded import frames, write
from tests.support.fake_race_thread import FakeRaceThread

MARK_S = 2.6


@pytest.fixture
def bridge(qtbot: QtBot) -> FakeRaceThread:
    return FakeRaceThread()


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    return Replay(read_race(write(tmp_path / "a.faceoff", frames(5.0))))


@pytest.fixture
def session(bridge: FakeRaceThread, replay: Replay) -> RaceSession:
    return RaceSession(bridge, replay.race.plan, replay=replay)


@pytest.fixture
def bar(qtbot: QtBot, bridge: FakeRaceThread, session: RaceSession, replay: Replay) -> ReplayBar:
    made = ReplayBar(session, replay)
    qtbot.addWidget(made)
    session.start()
    for frame in replay.race.frames:
        bridge.frame.emit(frame)
    return made


def test_frames_that_come_again_make_a_new_time_line(
    bar: ReplayBar, bridge: FakeRaceThread, session: RaceSession, replay: Replay
) -> None:
    played = replay.race.frames
    for frame in played[:10]:
        bridge.frame.emit(frame)
    assert session.timeline.frames == 10
    assert session.timeline.duration_s == played[9].at_s
    assert session.state == "racing"
    assert bar.position.text() == "0:01 of 0:05"


def test_chapters_are_the_marks(bar: ReplayBar, replay: Replay) -> None:
    playback = replay.playback
    assert bar.chapter.accessibleDescription().endswith("threads 4 to 16")
    bar.chapter.picked.emit("1")
    assert playback.take_seek() == pytest.approx(MARK_S, abs=0.11)
    bar.back.click()  # the mark is longer ago than a second
    assert playback.take_seek() == pytest.approx(MARK_S, abs=0.11)
    bar.chapter.picked.emit("0")
    assert playback.take_seek() == 0.0
    assert not bar.next.isEnabled()


def test_pause_speed_marks_and_loop_reach_the_player(
    bar: ReplayBar, session: RaceSession, replay: Replay
) -> None:
    playback = replay.playback
    bar.pause.click()
    assert playback.is_paused
    assert bar.pause.text() == "Go on"
    bar.pause.click()
    assert not playback.is_paused
    bar.speed.picked.emit("0.5")
    assert (playback.speed, bar.speed.accessibleDescription()) == (0.5, "0.5 ×")
    bar.on_marks.click()
    assert playback.pauses_on_marks
    session.select(1.0, 2.0)
    bar.loop.click()
    assert playback.loop == pytest.approx((1.0, 2.0), abs=0.11)
    bar.loop.click()
    assert playback.loop is None


def test_a_race_that_was_played_to_its_end_goes_on_at_a_chapter(
    bar: ReplayBar, bridge: FakeRaceThread, session: RaceSession
) -> None:
    bridge.ended.emit("")
    assert not bar.pause.isEnabled()
    bar.chapter.picked.emit("0")
    assert session.is_on


def test_each_control_has_a_name_and_a_hint(bar: ReplayBar) -> None:
    for button in bar.findChildren(QAbstractButton):
        assert button.accessibleName()
        assert button.toolTip()
