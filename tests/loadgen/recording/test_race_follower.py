"""A race file is read on while it is written, and played near its newest frame."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loadgen.recording.playback import Playback
from loadgen.recording.race_follower import RaceFollower, begin_following
from loadgen.recording.race_player import BEHIND_S, RacePlayer
from loadgen.recording.race_reader import RaceFileError, read_race
from loadgen.recording.race_writer import FRAMES_PER_RECORD, RaceWriter
from tests.loadgen.race.virtual_time import play as play_story
from tests.loadgen.recording.recorded import STOP, frames, start, write

if TYPE_CHECKING:
    from loadgen.model.frame import Frame


def test_what_is_written_meanwhile_is_read(tmp_path: Path) -> None:
    path, sent = tmp_path / "a.faceoff", frames(4.0)
    writer = RaceWriter(path, start())
    follower = RaceFollower(path)
    counts = []
    for n, frame in enumerate(sent, 1):
        writer.add(frame)
        if n % FRAMES_PER_RECORD == 5:
            assert not follower.read_for(1.0)
            counts.append(len(follower.race.frames))
    assert counts == [0, 10, 20, 30]
    assert not follower.is_over
    writer.stop(STOP)
    follower.read_for(1.0)
    assert follower.is_over
    assert follower.race.frames == read_race(path).frames
    assert follower.race.stop == STOP


def test_a_writer_that_is_killed_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "a.faceoff"
    writer = RaceWriter(path, start())
    for frame in frames(2.0):
        writer.add(frame)
    follower = RaceFollower(path)
    follower.read_for(1.0)
    writer.close()
    assert not follower.is_over
    follower.read_for(1.0)
    assert follower.is_over
    assert follower.race.is_cut_off
    assert follower.race.damage == ""


def test_a_file_that_is_deleted_meanwhile_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "a.faceoff"
    writer = RaceWriter(path, start())
    for frame in frames(2.0):
        writer.add(frame)
    follower = RaceFollower(path)
    follower.read_for(1.0)
    read = len(follower.race.frames)
    path.unlink()
    writer.close()
    follower.read_for(1.0)
    assert follower.is_over
    assert len(follower.race.frames) == read == 20
    assert "cannot be read any more (No such file" in follower.race.damage


def test_what_cannot_be_followed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RaceFileError, match="cannot be read: No such file"):
        RaceFollower(tmp_path / "none.faceoff")
    other = tmp_path / "other.faceoff"
    other.write_bytes(b"not a race")
    with pytest.raises(RaceFileError, match="is not a race of Faceoff"):
        RaceFollower(other)
    with pytest.raises(RaceFileError, match="there is nothing to play"):
        begin_following(write(tmp_path / "empty.faceoff", []))


def test_a_followed_race_is_shown_up_to_now_and_then_as_it_goes_on(tmp_path: Path) -> None:
    """Virtual time: a second of frames is written each second, as a race does."""
    path, sent = tmp_path / "a.faceoff", frames(8.0)
    half = len(sent) // 2 // FRAMES_PER_RECORD * FRAMES_PER_RECORD
    shown: list[tuple[float, Frame]] = []
    behind: list[float] = []

    async def story() -> None:
        clock = asyncio.get_running_loop().time
        writer = RaceWriter(path, start())
        for frame in sent[:half]:
            writer.add(frame)
        playback = Playback(is_following=True)
        follower = begin_following(path)
        take = lambda frame: shown.append((clock(), frame))  # noqa: E731
        player = RacePlayer(follower.race, take, playback, follower, clock=clock)
        playing = asyncio.ensure_future(player.run())
        for first in range(half, len(sent), FRAMES_PER_RECORD):
            await asyncio.sleep(1.0)
            behind.append(sent[first - 1].at_s - shown[-1][1].at_s)
            for frame in sent[first : first + FRAMES_PER_RECORD]:
                writer.add(frame)
        writer.stop(STOP)
        await playing

    play_story(story())
    played = [frame for _, frame in shown]
    assert [frame.seq for frame in played[:-1]] == [frame.seq for frame in sent]
    at_once = [frame for at, frame in shown if at == shown[0][0]]
    assert at_once[-1].at_s == pytest.approx(sent[half - 1].at_s - BEHIND_S, abs=0.11)
    assert max(behind) < BEHIND_S + 1.0
