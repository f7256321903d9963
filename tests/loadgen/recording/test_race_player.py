"""A recorded race plays as it was, in its own time or in another."""

import asyncio
from pathlib import Path

import pytest

from loadgen.model.frame import Frame
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
        await RacePlayer(race, played.append, speed=speed).run()

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
        player = RacePlayer(race, lambda _: moments.append(clock()), speed=2, clock=clock)
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
        player = RacePlayer(race, take, speed=0.1, clock=asyncio.get_running_loop().time)
        await player.run()

    play_story(story())
    assert [frame.phase for frame in played] == ["racing", "ended"]


@pytest.mark.parametrize("speed", [0.0, -1.0, 1000.0])
def test_a_speed_out_of_range_is_refused_with_the_range(speed: float, race: RecordedRace) -> None:
    with pytest.raises(ValueError, match=r"0\.1 to 100 times"):
        RacePlayer(race, lambda _: None, speed=speed)
