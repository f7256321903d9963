"""The bar below a recorded race changes how it is played."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gui.pages.race.replay_bar import ReplayBar
from gui.session.race_session import RaceSession
from gui.session.replay import Replay
from gui.session.window_settings import Settings
from gui.style.application_style import style_application
from gui.style.style import apply_style
from gui.window import SMALLEST, MainWindow
from loadgen.model.frame import Mark
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import read_race
from loadgen.recording.race_writer import RaceWriter
from tests.loadgen.recording.recorded import STOP, frames, start, write
from tests.support.fake_race_thread import FakeRaceThread

MARK_S = 2.6


@pytest.fixture
def bridge(qtbot: QtBot) -> FakeRaceThread:
    return FakeRaceThread()


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    race = read_race(write(tmp_path / "a.faceoff", frames(5.0)))
    return Replay(race, is_whole_window=True)


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
    assert bar.chapter.accessibleDescription() == "0:03 threads 4…"
    assert bar.chapter.drop.actions()[1].toolTip() == "threads 4 to 16"
    bar.chapter.picked.emit("1")
    assert playback.take_seek() == pytest.approx(MARK_S, abs=0.11)
    bar.back.click()  # the mark is longer ago than a second
    assert playback.take_seek() == pytest.approx(MARK_S, abs=0.11)
    bar.chapter.picked.emit("0")
    assert playback.take_seek() == 0.0
    assert not bar.next.isEnabled()


@pytest.mark.parametrize("is_whole_window", [True, False])
def test_a_long_mark_leaves_the_bar_as_wide_as_the_smallest_window(
    qtbot: QtBot,
    window: MainWindow,
    bridge: FakeRaceThread,
    replay: Replay,
    is_whole_window: bool,
) -> None:
    replay.is_whole_window = is_whole_window
    first = replay.race.frames[0]
    long = Mark(first.at_s, "The server of Flask stopped with exit code 1: " + "out of memory " * 9)
    replay.race.frames[0] = msgspec.structs.replace(first, marks=(long,))
    bar = ReplayBar(session := RaceSession(bridge, replay.race.plan, replay=replay), replay)
    qtbot.addWidget(bar)
    style_application(bar, window.look)
    apply_style(bar, window.look)
    session.start()
    for frame in replay.race.frames[:5]:
        bridge.frame.emit(frame)
    assert bar.chapter.accessibleDescription().endswith("…")
    room = SMALLEST[0] - window.rail.width()
    bar.resize(room, 52)
    bar.show()
    assert bar.minimumSizeHint().width() <= room


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


def test_a_loop_leads_back_from_the_stop_of_the_race(
    bar: ReplayBar, bridge: FakeRaceThread, session: RaceSession, replay: Replay
) -> None:
    played = replay.race.frames
    for n, phase in enumerate(("stopping", "ended"), 1):
        last = msgspec.structs.replace(played[-1], phase=phase, seq=played[-1].seq + n)
        bridge.frame.emit(last)
    assert not session.is_on
    for frame in played[:10]:
        bridge.frame.emit(frame)
    assert session.timeline.frames == 10
    assert session.state == "racing"


def test_a_chapter_that_is_chosen_after_the_last_frame_is_played(
    bar: ReplayBar, bridge: FakeRaceThread, session: RaceSession, replay: Replay
) -> None:
    last = replay.race.frames[-1]
    bridge.frame.emit(msgspec.structs.replace(last, phase="ended", seq=last.seq + 1))
    bar.chapter.picked.emit("1")
    bridge.ended.emit("")
    assert session.is_on
    assert replay.playback.is_seeking


def test_what_was_stopped_while_it_paused_plays_again(
    bar: ReplayBar, bridge: FakeRaceThread, session: RaceSession, replay: Replay
) -> None:
    bar.pause.click()
    session.stop()
    bridge.ended.emit("")
    session.start()
    assert not replay.playback.is_paused
    assert bar.pause.text() == "Pause"


def test_it_is_hidden_while_another_race_is_shown_and_plays_its_own(
    bar: ReplayBar, bridge: FakeRaceThread, session: RaceSession, replay: Replay, tmp_path: Path
) -> None:
    bridge.ended.emit("")
    other = msgspec.structs.replace(replay.race.plan, timeout_s=7)
    writer = RaceWriter(tmp_path / "other.faceoff", start(other))
    for frame in frames(3.0):
        writer.add(frame)
    writer.stop(STOP)
    session.open_recorded(RaceOpening(tmp_path / "other.faceoff"))
    session.opener.finish()
    assert session.shown == other
    assert bar.isHidden()
    session.start()
    assert session.shown == session.plan == replay.race.plan
    assert bridge.commands[-1] == ("start", replay.race.plan)
    assert not bar.isHidden()


def test_a_note_stays_when_the_race_is_played_again_and_is_in_its_file(
    bar: ReplayBar, bridge: FakeRaceThread, session: RaceSession, replay: Replay
) -> None:
    assert replay.race.path is not None
    session.notes.write(session.timeline, 1.0, "look here")
    bridge.frame.emit(replay.race.frames[0])
    assert [each.text for each in session.timeline.notes] == ["look here"]
    assert read_race(replay.race.path).label.marks == session.timeline.notes
    session.undo()
    assert session.timeline.notes == read_race(replay.race.path).label.marks == ()


def test_each_control_has_a_name_and_a_hint(bar: ReplayBar) -> None:
    for button in bar.findChildren(QAbstractButton):
        assert button.accessibleName()
        assert button.toolTip()


def test_a_note_that_is_typed_while_the_race_begins_again_is_written(
    qtbot: QtBot, bridge: FakeRaceThread, replay: Replay, tmp_path: Path
) -> None:
    window = MainWindow(bridge, Settings(), None, replay=replay)
    qtbot.addWidget(window)
    window.show()
    window.session.start()
    for frame in replay.race.frames:
        bridge.frame.emit(frame)
    first, field = window.session.timeline, window.race.notes.field
    window.race.notes.write_at(3.0)
    QTest.keyClicks(field, "where the threads end")
    for frame in replay.race.frames[:10]:
        bridge.frame.emit(frame)
    assert window.session.timeline is not first
    assert not field.isHidden()
    QTest.keyClick(field, Qt.Key.Key_Return)
    (written,) = read_race(tmp_path / "a.faceoff").label.marks
    assert window.session.timeline.notes == (written,)
    assert written.text == "where the threads end"
    window.desk.saver.close()
