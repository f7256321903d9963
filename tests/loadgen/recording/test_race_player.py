"""A recorded race plays as it was, in its own time or in another."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from loadgen.model.frame import Frame
from loadgen.recording.playback import Playback
from loadgen.recording.race_player import RacePlayer
from loadgen.recording.race_reader import RecordedRace, read_race
from loadgen.timeline.timeline import Timeline
from tests.loadgen.race.virtual_time import play as play_story
from tests.loadgen.recording.recorded import frames, write


@pytest.fixture
def race(tmp_path: Path) -> RecordedRace:
    return read_race(write(tmp_path / "a.faceoff", frames(4.0)))


def play(race: RecordedRace, speed: float = 100.0) -> list[Frame]:
    played: list[Frame] = []

    async def run() -> None:
        await RacePlayer(race, played.append, Playback(speed)).run()

    asyncio.run(run())
    return played


def test_all_frames_come_and_the_last_is_the_end(race: RecordedRace) -> None:
    played = play(race)
    assert played[:-1] == race.frames
    assert played[-1].phase == "ended"


def test_the_end_of_a_race_that_was_cut_off_counts_nothing_twice(race: RecordedRace) -> None:
    cut, whole = Timeline(), Timeline()
    for frame in play(race):
        cut.add(frame)
    for frame in race.frames:
        whole.add(frame)
    assert cut.phase == "ended"
    assert cut.lane("b").column("ok").sum() == whole.lane("b").column("ok").sum()
    assert cut.lane("b").requests == whole.lane("b").requests


def test_it_takes_as_long_as_the_race_over_the_speed(race: RecordedRace) -> None:
    """Virtual time: the loop's clock jumps to what is waited for."""
    moments: list[float] = []

    async def story() -> None:
        clock = asyncio.get_running_loop().time
        on_frame = lambda _: moments.append(clock())  # noqa: E731
        player = RacePlayer(race, on_frame, Playback(2), clock=clock)
        await player.run()

    play_story(story())
    raced_s = race.frames[-1].at_s - race.frames[0].at_s
    assert moments[-1] - moments[0] == pytest.approx(raced_s / 2, abs=0.05)


def test_stop_ends_it_at_once(race: RecordedRace) -> None:
    played: list[Frame] = []
    player: RacePlayer

    def take(frame: Frame) -> None:
        played.append(frame)
        player.stop()

    async def story() -> None:
        nonlocal player
        clock = asyncio.get_running_loop().time
        player = RacePlayer(race, take, Playback(0.1), clock=clock)
        await player.run()

    play_story(story())
    assert [frame.phase for frame in played] == ["racing", "ended"]


@pytest.mark.parametrize("speed", [0.0, -1.0, 1000.0])
def test_a_speed_out_of_range_is_refused_with_the_range(speed: float) -> None:
    with pytest.raises(ValueError, match=r"0\.1 to 100 times"):
        Playback(speed)


def story_of(race: RecordedRace, playback: Playback, act: Callable[[Frame], None]) -> list[Frame]:
    """What is played while ``act`` changes the playback, frame by frame, in virtual time."""
    played: list[Frame] = []

    def take(frame: Frame) -> None:
        played.append(frame)
        act(frame)

    async def story() -> None:
        clock = asyncio.get_running_loop().time
        await RacePlayer(race, take, playback, clock=clock).run()

    play_story(story())
    return played


def test_an_earlier_place_plays_the_frames_before_it_again_at_once(race: RecordedRace) -> None:
    playback = Playback()
    sought: list[int] = []

    def act(frame: Frame) -> None:
        if frame.at_s > 3 and not sought:
            sought.append(frame.seq)
            playback.seek(1.0)

    seqs = [frame.seq for frame in story_of(race, playback, act)[:-1]]
    again = seqs.index(sought[0]) + 1
    assert seqs[again:] == [frame.seq for frame in race.frames]


def test_a_later_place_is_reached_at_once(race: RecordedRace) -> None:
    playback = Playback()
    moments: list[float] = []

    def act(frame: Frame) -> None:
        moments.append(asyncio.get_running_loop().time())
        if frame is race.frames[0]:
            playback.seek(3.0)

    played = story_of(race, playback, act)
    assert played[:-1] == race.frames
    assert moments[-1] - moments[0] < 1.5


def test_a_stretch_is_played_again_until_it_is_left(race: RecordedRace) -> None:
    playback = Playback(loop=(1.0, 2.0))
    ends: list[int] = []

    def act(frame: Frame) -> None:
        if frame.at_s >= 2.0:
            ends.append(frame.seq)
            if len(ends) == 3:
                playback.loop = None

    story_of(race, playback, act)
    assert ends[:3] == [ends[0]] * 3
    assert ends[3:] == [each.seq for each in race.frames if each.seq > ends[0]] + [ends[-1]]


def test_it_pauses_on_a_mark_until_it_goes_on(race: RecordedRace) -> None:
    playback = Playback(pauses_on_marks=True)
    played: list[Frame] = []

    async def story() -> None:
        clock = asyncio.get_running_loop().time
        player = RacePlayer(race, played.append, playback, clock=clock)
        running = asyncio.create_task(player.run())
        await asyncio.sleep(60)
        assert playback.is_paused
        assert played[-1].marks[0].text == "threads 4 to 16"
        assert not running.done()
        playback.is_paused = False
        await running

    play_story(story())
    assert played[:-1] == race.frames


def test_a_changed_speed_is_obeyed_between_two_frames(race: RecordedRace) -> None:
    playback = Playback(0.1)
    moments: list[float] = []

    def act(frame: Frame) -> None:
        moments.append(asyncio.get_running_loop().time())
        playback.set_speed(10.0)

    story_of(race, playback, act)
    assert moments[-1] - moments[0] < 1.0
