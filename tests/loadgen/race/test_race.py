"""A race of fakes in virtual time: start, stop at any moment, and the books."""

import asyncio
import random
from collections.abc import Callable

import msgspec
import pytest

from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from tests.loadgen.race.fakes import KILLED, FakeRace, Stage, now, plan
from tests.loadgen.race.virtual_time import play
from tests.support.every_case import every_case


def test_load_starts_on_both_at_the_same_moment_and_lasts_its_duration() -> None:
    async def story() -> None:
        stage = Stage(start_s={"flask": 0.3, "fastapi": 0.9})
        async with FakeRace(plan(duration_s=5), stage) as race:
            await race.running
        first = [generator.plans[0] for generator in stage.generators]
        assert first[0][0] == first[1][0] == pytest.approx(0.9)
        assert [p.url for _, p in first] == ["http://127.0.0.1:5001", "http://127.0.0.1:5002"]
        assert {p.requests[0].target for _, p in first} == {"/wait?wait_ms=50&payload_bytes=0"}
        phases = [frame.phase for frame in race.frames]
        assert list(dict.fromkeys(phases)) == ["starting", "racing", "stopping", "ended"]
        racing = [frame.at_s for frame in race.frames if frame.phase == "racing"]
        assert len(racing) == pytest.approx(50, abs=1)
        assert racing[-1] == pytest.approx(5, abs=0.1)
        assert [frame.seq for frame in race.frames] == list(range(len(race.frames)))

    play(story())


def test_frames_come_from_the_first_moment_and_say_what_starts() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await asyncio.sleep(0.05)
            assert race.frame.phase == "starting"
            assert race.lane("a").status.text == "Flask server is starting."
            await race.until_racing()
            announced = [frame.seq for frame in race.frames if frame.lanes["a"].announced]
            assert len(announced) == 1
            assert race.lane("a").status.port == 5001
            assert race.lane("a").status.pid == 6001

    play(story())


def test_totals_close_whatever_was_in_flight() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            await asyncio.sleep(1)
        for id_ in LANES:
            requests = race.lane(id_).requests
            assert requests.in_flight == 0
            assert requests.unaccounted == 0
            assert requests.cancelled == 64
            assert requests.ok > 0
        assert race.frame.phase == "ended"

    play(story())


@every_case("after_s", [0.0, 0.01, 0.2, 0.499, 0.5, 0.51, 0.6, 0.75, 1.3])
@every_case("how", ["stop", "cancel"])
@every_case("meanwhile", ["nothing", "setting", "death"])
def test_it_ends_cleanly_at_any_moment(after_s: float, how: str, meanwhile: str) -> None:
    async def story() -> None:
        race = FakeRace()
        running = asyncio.create_task(race.comparison.run())
        await asyncio.sleep(after_s / 2)
        if meanwhile == "setting":
            race.comparison.change(plan(threads=9))
        if meanwhile == "death" and race.stage.servers:
            race.stage.servers["flask"][0].die(KILLED)
        await asyncio.sleep(after_s / 2)
        race.comparison.stop() if how == "stop" else running.cancel()
        await asyncio.wait([running])
        assert running.cancelled() == (how == "cancel")
        if how == "stop":
            running.result()
            assert race.frame.phase == "ended"
            assert all(race.lane(id_).requests.unaccounted == 0 for id_ in LANES)
            assert all(race.lane(id_).requests.in_flight == 0 for id_ in LANES)
        assert race.stage.alive == []
        assert asyncio.all_tasks() == {asyncio.current_task()}

    play(story())


def test_an_error_in_the_reader_of_frames_ends_the_race_and_is_raised() -> None:
    async def story() -> None:
        race = FakeRace()
        running = asyncio.create_task(race.comparison.run())
        await asyncio.sleep(1)

        def broken(frame: object) -> None:
            raise RuntimeError("broken reader")

        race.comparison._on_frame = broken
        with pytest.raises(RuntimeError, match="broken reader"):
            await running
        assert race.stage.alive == []

    play(story())


@pytest.mark.parametrize(
    "act",
    [
        lambda race: race.comparison.change(plan(users=5)),
        lambda race: race.comparison.restart("a"),
        lambda race: race.comparison.stop(),
    ],
)
def test_after_the_end_nothing_can_be_done_and_nothing_happens(
    act: Callable[[FakeRace], None],
) -> None:
    async def story() -> None:
        async with FakeRace(plan(duration_s=1)) as race:
            await race.running
            started = race.stage.started
            act(race)
            await asyncio.sleep(1)
            assert race.stage.started == started
            assert asyncio.all_tasks() == {asyncio.current_task()}

    play(story())


def test_the_time_of_a_pause_is_not_measured() -> None:
    async def story() -> None:
        stage = Stage(start_s={"flask": 2.0})
        async with FakeRace(plan(), stage) as race:
            await race.until_racing()
            await asyncio.sleep(1)
        flowing = [frame for frame in race.frames if frame.at_s > 0 and frame.phase == "racing"]
        waiting = [frame for frame in race.frames if frame.phase == "starting"]
        assert len(waiting) >= 15
        assert sum(frame.lanes["b"].interval_s for frame in waiting) == 0
        measured = sum(frame.lanes["b"].interval_s for frame in flowing)
        assert measured == pytest.approx(flowing[-1].at_s, abs=0.15)

    play(story())


def test_a_new_duration_holds_for_the_race_that_runs() -> None:
    async def story() -> None:
        async with FakeRace(plan(duration_s=60)) as race:
            await race.until_racing()
            race.comparison.change(plan(duration_s=2))
            await race.running
            assert now() < 4
            assert race.marks == []

    play(story())


def test_a_machine_that_slept_leaves_a_mark_and_nobody_is_called_silent() -> None:
    async def story() -> None:
        async with FakeRace(plan()) as race:
            await race.until_racing()
            race.stage.slept_s += 3600
            await asyncio.sleep(0.5)
            race.stage.slept_s += 1.5
            await asyncio.sleep(0.5)
            assert [mark.text for mark in race.marks] == ["everything stood still for 3,600 s"]
            states = {frame.lanes["a"].status.state for frame in race.frames}
            assert states <= {"starting", "ready", "running"}

    play(story())


@pytest.mark.slow
def test_random_stories_keep_the_books() -> None:
    async def story(seed: int) -> None:
        dice = random.Random(seed)
        mode = dice.choice(("together", "turns"))

        def drawn(**parts: int) -> RacePlan:
            return msgspec.structs.replace(plan(**parts), mode=mode, block_s=1)

        async with FakeRace(drawn()) as race:
            for _ in range(30):
                lane = dice.choice(LANES)
                deed = dice.randrange(7)
                newest = {"a": "flask", "b": "fastapi"}[lane]
                servers = race.stage.servers.get(newest, [])
                if deed == 0 and servers:
                    servers[-1].die(KILLED)
                elif deed == 1 and race.stage.generators:
                    race.stage.generators[-1].die(KILLED)
                elif deed == 2:
                    race.comparison.restart(lane)
                elif deed == 3:
                    race.comparison.change(drawn(users=dice.randrange(1, 200)))
                elif deed == 4:
                    race.comparison.change(drawn(threads=dice.randrange(1, 200)))
                elif deed == 5:
                    race.comparison.freeze(lane, dice.choice((0.1, 1.5)))
                await asyncio.sleep(dice.choice((0.0, 0.03, 0.3, 1.0)))
                if race.running.done():
                    break
        for frame in race.frames:
            for id_ in LANES:
                assert frame.lanes[id_].requests.unaccounted == 0
        for id_ in LANES:
            assert race.lane(id_).requests.in_flight == 0

    for seed in range(100):
        play(story(seed))
