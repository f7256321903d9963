"""A race that has ended is known from the end of its file, and only then."""

from pathlib import Path

import msgspec
import pytest

from loadgen.model.frame import Frame
from loadgen.model.plan_log import FollowedPlan
from loadgen.recording.frame_codec import FrameDecoder
from loadgen.recording.label import write_label
from loadgen.recording.race_reader import read_race
from loadgen.recording.race_tail import read_tail
from loadgen.recording.race_writer import RaceWriter
from loadgen.recording.records import Label, Stop
from tests.loadgen.recording.recorded import STOP, frames, start, write

PLAN = start().plan
LATER = msgspec.structs.replace(PLAN, timeout_s=7)
PLANS = (FollowedPlan(0.0, PLAN), FollowedPlan(1.5, LATER))
ENDED = msgspec.structs.replace(STOP, plans=PLANS, duration_s=3.1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    writer = RaceWriter(tmp_path / "a.faceoff", start())
    for n, frame in enumerate(frames(3.0)):
        writer.add(frame)
        if n == 15:
            writer.label(Label(notes="while it was raced"))
            writer.change_plan(LATER)
    writer.stop(msgspec.structs.replace(ENDED, id=""))
    return tmp_path / "a.faceoff"


def test_the_end_says_what_all_of_the_file_says(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_race(path)

    def refuse(self: FrameDecoder, delta: object) -> Frame:
        raise AssertionError("a frame is decoded")

    monkeypatch.setattr(FrameDecoder, "decode", refuse)
    race = read_race(path, frames=False)
    assert race.stop == whole.stop == ENDED
    assert race.plan == whole.plan == LATER
    assert race.plans.followed == PLANS
    assert race.label == whole.label == Label(notes="while it was raced")
    monkeypatch.undo()
    write_label(path, Label(title="afterwards"))
    write_label(path, Label(title="last"))
    assert read_race(path, frames=False).label == read_race(path).label == Label(title="last")


def test_a_file_whose_end_does_not_tell_is_read_whole(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    assert read_tail(path, start()) is not None
    for cut in (data[:-1], data[:-200], data[: len(data) // 2], data + b"\x28\xb5\x2f\xfd\x00"):
        assert read_tail(path, start(), cut) is None
    other = msgspec.structs.replace(start(), id="two")
    joined = write(tmp_path / "b.faceoff", frames(1.0), None).read_bytes() + data
    assert read_tail(path, other, joined) is None
    assert read_tail(path, start(), b"") is None
    before = write(tmp_path / "c.faceoff", frames(1.0), Stop(environment={}, verdict=STOP.verdict))
    assert read_tail(before, start()) is None
    assert read_race(before, frames=False).stop is not None
