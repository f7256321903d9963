"""A recorded race in the window: the same session plays it, and nothing can be changed."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from gui.session.race_session import RaceSession
from gui.session.race_thread import RaceThread
from gui.session.replay import Replay
from gui.session.stretch_selection import SETTINGS_UNKNOWN
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_reader import RecordedRace, read_race
from loadgen.recording.race_recording import RaceRecording
from loadgen.recording.race_writer import RaceWriter
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start, write
from tests.support.fake_race_thread import FakeRaceThread


@pytest.fixture
def race(tmp_path: Path) -> RecordedRace:
    return read_race(write(tmp_path / "a.faceoff", frames(5.0)))


def test_it_is_played_from_start_to_end(qtbot: QtBot, race: RecordedRace) -> None:
    replay = Replay(race, speed=100)
    bridge = RaceThread(services=replay.services)
    session = RaceSession(bridge, race.plan, replay=replay)
    try:
        session.start()
        qtbot.waitUntil(lambda: session.state == "idle")
    finally:
        assert bridge.close()
    assert session.timeline.lane("b").requests == race.frames[-1].lanes["b"].requests
    assert session.timeline.started_at == STARTED_AT
    assert session.timeline.processors == 2
    assert session.record().environment == {"faceoff": "0.1.0"}
    assert session.timeline.marks[0].text == "threads 4 to 16"


def test_what_was_raced_cannot_be_changed(qtbot: QtBot, race: RecordedRace) -> None:
    session = RaceSession(FakeRaceThread(), race.plan, replay=Replay(race))
    other = msgspec.structs.replace(race.plan, timeout_s=7)
    said: list[str] = []
    session.trouble.connect(said.append)
    with qtbot.waitSignal(session.plan_changed):
        session.set_plan(other)
    assert session.plan == race.plan
    assert said == [session.cannot_change]


def test_a_stretch_whose_settings_a_document_lacks_is_refused(
    qtbot: QtBot, race: RecordedRace
) -> None:
    (changed_s,) = (mark.at_s for frame in race.frames for mark in frame.marks)
    race.plans = PlanLog(race.plan, known_from_s=changed_s)
    session = RaceSession(bridge := FakeRaceThread(), race.plan, replay=Replay(race))
    session.start()
    for frame in race.frames:
        bridge.frame.emit(frame)
    session.select(changed_s - 1, changed_s + 1)
    assert session.selection.span is not None
    with qtbot.waitSignal(session.trouble) as said:
        session.select(0, changed_s - 1)
    assert said.args == [SETTINGS_UNKNOWN]
    assert session.selection.span is None
    assert session.record().plans == ()


def test_races_of_the_window_are_recorded_with_changes_and_end(
    qtbot: QtBot, tmp_path: Path
) -> None:
    library = RaceLibrary(tmp_path / "races")
    bridge = FakeRaceThread()
    session = RaceSession(bridge, RacePlan.default())
    session.recording = RaceRecording(library, lambda problem: pytest.fail(problem))
    session.start()
    bridge.play(3.0)
    changed = msgspec.structs.replace(session.plan, timeout_s=7)
    session.set_plan(changed)
    bridge.play(1.0)
    bridge.ended.emit("")
    session.recording.close()
    (file,) = library.files()
    race = read_race(file)
    assert race.start.plan == RacePlan.default()
    assert race.plan == changed
    assert race.stop is not None
    assert race.stop.verdict == session.verdict
    assert race.frames[-1].lanes["a"].requests == session.timeline.lane("a").requests


def test_a_race_that_is_overtaken_is_one_that_was_cut_off(qtbot: QtBot, tmp_path: Path) -> None:
    library = RaceLibrary(tmp_path / "races")
    recording = RaceRecording(library, lambda problem: pytest.fail(problem))
    now = datetime.now(UTC)
    recording.begin(RacePlan.default(), now)
    recording.begin(RacePlan.default(), now)
    recording.close()
    races = [read_race(path) for path in library.files()]
    assert [race.is_cut_off for race in races] == [True, True]


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "races").write_text("a file")
    said: list[str] = []
    recording = RaceRecording(RaceLibrary(tmp_path / "races"), said.append)
    recording.begin(RacePlan.default(), datetime.now(UTC))

    def add() -> bool:
        recording.add(frames(0.2)[0])
        return bool(said)

    qtbot.waitUntil(add)
    recording.add(frames(0.2)[0])
    recording.close()
    assert len(said) == 1
    assert said[0].startswith("The race is not recorded any more: ")


def test_a_recorded_race_is_played_in_a_live_window_and_left_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.faceoff", frames(5.0))
    library = RaceLibrary(tmp_path / "races")
    bridge = RaceThread(services=Replay.services)
    session = RaceSession(bridge, RacePlan.default())
    session.recording = RaceRecording(library, lambda problem: pytest.fail(problem))
    replay = Replay.of_file(path)
    replay.playback.set_speed(100)
    changes: list[bool] = []
    session.replay_changed.connect(lambda: changes.append(session.replay is not None))
    try:
        session.play_recorded(replay)
        qtbot.waitUntil(lambda: session.timeline.duration_s > 1)
        session.leave_replay()
        qtbot.waitUntil(lambda: session.opened is not None)
        assert session.state == "idle"
    finally:
        assert bridge.close()
    assert changes == [True, False]
    assert session.timeline.frames == len(replay.race.frames)
    assert list(library.files()) == []
    session.set_plan(msgspec.structs.replace(session.plan, timeout_s=7))
    assert session.plan.timeout_s == 7


def test_a_race_that_another_program_records_is_followed_to_its_end(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path, sent = tmp_path / "a.faceoff", frames(6.0)
    writer = RaceWriter(path, start())
    for frame in sent[:40]:
        writer.add(frame)
    bridge = RaceThread(services=Replay.services)
    session = RaceSession(bridge, RacePlan.default())
    replay = Replay.of_file(path)
    try:
        session.play_recorded(replay)
        qtbot.waitUntil(lambda: session.timeline.duration_s > 2)
        assert replay.can_follow
        assert replay.playback.is_following
        changed = msgspec.structs.replace(session.plan, timeout_s=7)
        writer.change_plan(changed)
        for frame in sent[40:]:
            writer.add(frame)
        writer.stop(STOP)
        qtbot.waitUntil(lambda: session.state == "idle")
    finally:
        assert bridge.close()
    assert session.timeline.lane("b").requests == sent[-1].lanes["b"].requests
    assert session.shown == changed
    assert not replay.can_follow
