"""The recorder: what it is given is in the file, and a disk that refuses does not stop the race."""

from pathlib import Path

from loadgen.recording.race_reader import read_race
from loadgen.recording.recorder import RaceRecorder
from tests.loadgen.recording.recorded import STOP, frames, start


def test_everything_is_in_the_file(tmp_path: Path) -> None:
    sent = frames(2.5)
    recorder = RaceRecorder(tmp_path / "races" / "a.faceoff", start())
    for frame in sent:
        recorder.add(frame)
    recorder.stop(STOP)
    assert recorder.wait()
    race = read_race(recorder.path)
    assert [frame.seq for frame in race.frames] == [frame.seq for frame in sent]
    assert race.stop == STOP
    assert recorder.problem == ""


def test_without_a_stop_the_race_was_cut_off_after_its_last_frame(tmp_path: Path) -> None:
    recorder = RaceRecorder(tmp_path / "a.faceoff", start())
    for frame in frames(0.4):
        recorder.add(frame)
    recorder.stop(None)
    assert recorder.wait()
    race = read_race(recorder.path)
    assert race.is_cut_off
    assert len(race.frames) == 5


def test_a_folder_that_cannot_be_made_is_said_and_nothing_else_happens(tmp_path: Path) -> None:
    (tmp_path / "races").write_text("a file")
    recorder = RaceRecorder(tmp_path / "races" / "a.faceoff", start())
    recorder.add(frames(0.2)[0])
    recorder.stop(STOP)
    assert recorder.wait()
    assert recorder.problem.startswith("The race is not recorded any more: ")
    assert "races" in recorder.problem
