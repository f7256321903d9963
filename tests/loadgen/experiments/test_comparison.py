"""A race of fakes in virtual time: start, live change, restart, failure, stop, and the books."""

import asyncio
import random
from collections.abc import Callable

import pytest

from loadgen.experiments.race_plan import LaneChoice, RacePlan
from loadgen.frame import LANES
from loadgen.plan import ClosedModel
from servers.outcome import Outcome
from tests.loadgen.experiments.fakes import Race, Stage, now
from tests.loadgen.experiments.virtual_time import play

KILLED = Outcome("crashed", -9)


def plan(
    *, threads: int = 4, users: int = 64, wait_ms: int = 50, duration_s: int | None = None
) -> RacePlan:
    return RacePlan(
        lanes={"a": LaneChoice.of("flask", threads=threads), "b": LaneChoice.of("fastapi")},
        scenario="wait",
        parameters={"wait_ms": wait_ms},
        model=ClosedModel(users),
        duration_s=duration_s,
    ).checked()


def test_load_starts_on_both_at_the_same_moment_and_lasts_its_duration() -> None:
    async def story() -> None:
        stage = Stage(start_s={"flask": 0.3, "fastapi": 0.9})
        async with Race(plan(duration_s=5), stage) as race:
            await race.running
        first = [generator.plans[0] for generator in stage.generators]
        assert first[0][0] == first[1][0] == pytest.approx(0.9)
        assert [p.url.partition("?")[0] for _, p in first] == [
            "http://127.0.0.1:5001/wait",
            "http://127.0.0.1:5002/wait",
        ]
        phases = [frame.phase for frame in race.frames]
        assert list(dict.fromkeys(phases)) == ["starting", "racing", "stopping", "ended"]
        racing = [frame.at_s for frame in race.frames if frame.phase == "racing"]
        assert len(racing) == pytest.approx(50, abs=1)
        assert racing[-1] == pytest.approx(5, abs=0.1)
        assert [frame.seq for frame in race.frames] == list(range(len(race.frames)))

    play(story())


def test_frames_come_from_the_first_moment_and_say_what_starts() -> None:
    async def story() -> None:
        async with Race() as race:
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
        async with Race() as race:
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


def test_a_change_of_load_reaches_both_generators_at_once_and_leaves_one_mark() -> None:
    async def story() -> None:
        async with Race(plan(users=16)) as race:
            await race.until_racing()
            at, at_s = now(), race.comparison.at_s
            race.comparison.change(plan(users=64))
            await asyncio.sleep(0.01)
            for generator in race.stage.generators:
                assert generator.plans[-1][0] == pytest.approx(at)
                assert generator.plan.model == ClosedModel(64)
            await asyncio.sleep(1)
            assert [(mark.text, mark.lane) for mark in race.marks] == [
                ("concurrency 16 → 64", None)
            ]
            assert race.marks[0].at_s == pytest.approx(at_s)
            assert race.stage.started == 2

    play(story())


def test_a_dragged_slider_is_coalesced_to_its_last_value_and_one_mark() -> None:
    async def story() -> None:
        async with Race(plan(users=1)) as race:
            await race.until_racing()
            before = len(race.stage.generators[0].plans)
            for users in range(2, 62):
                race.comparison.change(plan(users=users))
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.5)
            plans = race.stage.generators[0].plans[before:]
            assert plans[-1][1].model == ClosedModel(61)
            assert len(plans) <= 14
            revisions = [each.revision for _, each in race.stage.generators[0].plans]
            assert revisions == sorted(set(revisions))
            await asyncio.sleep(0.5)
            assert [mark.text for mark in race.marks] == ["concurrency 1 → 61"]

    play(story())


def test_a_setting_restarts_its_own_lane_alone() -> None:
    async def story() -> None:
        async with Race() as race:
            await race.until_racing()
            race.comparison.change(plan(threads=64))
            await asyncio.sleep(0.15)
            assert (race.state("a"), race.state("b")) == ("restarting", "running")
            flask_generator = race.stage.generators[0]
            assert flask_generator.plan.model == ClosedModel(0)
            await asyncio.sleep(1.5)
            assert (race.state("a"), race.state("b")) == ("running", "running")
            old, new = race.stage.servers["flask"]
            assert old.ended.done()
            assert new.settings == {"threads": 64}
            assert flask_generator.plan.url.startswith(new.url)
            assert flask_generator.plan.model == ClosedModel(64)
            assert len(race.stage.generators) == 2
            assert len(race.stage.servers["fastapi"]) == 1
            assert [(m.text, m.lane) for m in race.marks] == [("Flask threads 4 → 64", "a")]
            assert race.lane("a").requests.cancelled == 64
            assert race.lane("a").requests.unaccounted == 0

    play(story())


def test_a_dragged_setting_restarts_once_with_the_last_value() -> None:
    async def story() -> None:
        async with Race() as race:
            await race.until_racing()
            for threads in range(5, 100):
                race.comparison.change(plan(threads=threads))
                await asyncio.sleep(0.01)
            await asyncio.sleep(1.5)
            assert race.state("a") == "running"
            assert [server.settings["threads"] for server in race.stage.servers["flask"]] == [4, 99]

    play(story())


def test_another_variant_and_another_scenario() -> None:
    async def story() -> None:
        async with Race() as race:
            await race.until_racing()
            other = RacePlan(
                lanes={"a": LaneChoice.of("fastapi-def"), "b": LaneChoice.of("fastapi")},
                scenario="orders",
                parameters={},
                model=ClosedModel(64),
            ).checked()
            race.comparison.change(other)
            await asyncio.sleep(2)
            assert race.state("a") == "running"
            assert race.stage.servers["fastapi-def"][0].url in race.stage.generators[0].plan.url
            assert race.stage.generators[1].plan.method == "POST"
            assert {mark.text for mark in race.marks} == {
                "scenario Wait on I/O → Validate an order",
                "Flask → FastAPI def",
            }

    play(story())


def test_a_server_that_dies_fails_its_lane_within_a_second_and_the_other_goes_on() -> None:
    async def story() -> None:
        async with Race() as race:
            await race.until_racing()
            race.stage.servers["flask"][0].die(KILLED)
            await asyncio.sleep(0.2)
            status = race.lane("a").status
            assert status.state == "failed"
            assert status.text == (
                "Flask server stopped (killed by signal 9 (SIGKILL)). Restart it to go on."
            )
            assert status.last_lines == ("its last words",)
            assert race.stage.generators[0].plan.model == ClosedModel(0)
            before = race.lane("b").requests.ok
            await asyncio.sleep(1)
            assert race.lane("b").requests.ok > before
            race.comparison.restart("a")
            await asyncio.sleep(1)
            assert race.state("a") == "running"
            assert race.lane("a").requests.unaccounted == 0
            assert [mark.text for mark in race.marks] == ["Flask failed", "Flask restarted"]

    play(story())


def test_a_generator_that_dies_fails_its_lane_and_its_requests_are_accounted_for() -> None:
    async def story() -> None:
        async with Race() as race:
            await race.until_racing()
            race.stage.generators[1].die(Outcome("crashed", 1))
            await asyncio.sleep(0.3)
            status, requests = race.lane("b").status, race.lane("b").requests
            assert status.state == "failed"
            assert "load generator of FastAPI's lane stopped (exit 1)" in status.text
            assert status.last_lines == ("generator's last words",)
            assert requests.failed == {"generator": 64}
            assert requests.unaccounted == 0
            ok = requests.ok
            race.comparison.restart("b")
            await asyncio.sleep(1.5)
            assert race.state("b") == "running"
            assert len(race.stage.generators) == 3
            assert race.lane("b").requests.ok > ok
        assert race.lane("b").requests.unaccounted == 0

    play(story())


def test_a_frozen_server_is_not_responding_until_it_speaks_again() -> None:
    async def story() -> None:
        async with Race() as race:
            await race.until_racing()
            server = race.stage.servers["fastapi"][0]
            server.frozen = True
            await asyncio.sleep(1.35)
            assert race.state("b") == "unresponsive"
            assert race.lane("b").status.text.startswith("FastAPI server is not responding for 1.")
            assert race.state("a") == "running"
            server.frozen = False
            await asyncio.sleep(0.3)
            assert race.state("b") == "running"
            server.frozen = True
            await asyncio.sleep(1.5)
            began = now()
        # It does not get the whole grace to leave.
        assert now() - began < 2

    play(story())


def test_a_silent_generator_is_told_too() -> None:
    async def story() -> None:
        async with Race() as race:
            await race.until_racing()
            race.stage.generators[0].frozen = True
            await asyncio.sleep(1.35)
            assert race.state("a") == "unresponsive"
            assert race.lane("a").status.text.startswith(
                "The load generator of Flask's lane is silent for 1."
            )
            race.stage.generators[0].frozen = False
            await asyncio.sleep(0.3)
            assert race.state("a") == "running"

    play(story())


def test_a_lane_that_does_not_start_leaves_the_race_to_the_other() -> None:
    async def story() -> None:
        stage = Stage(refuse={"flask": "The server ended before it was ready (exit 3)."})
        async with Race(plan(), stage) as race:
            await race.until_racing()
            status = race.lane("a").status
            assert status.state == "failed"
            assert status.text == (
                "Flask server did not start: The server ended before it was ready (exit 3)."
            )
            assert status.last_lines == ("why it did not start",)
            assert race.state("b") == "running"
            stage.refuse.clear()
            race.comparison.change(plan(threads=8))
            await asyncio.sleep(1.5)
            assert race.state("a") == "running"
        assert stage.generators[0].totals.unaccounted == 0

    play(story())


def test_when_both_lanes_have_failed_the_race_is_over() -> None:
    async def story() -> None:
        stage = Stage(refuse={"flask": "No.", "fastapi": "No."})
        async with Race(plan(duration_s=60), stage) as race:
            await race.running
            assert now() < 5
        assert [race.state(id_) for id_ in LANES] == ["failed", "failed"]

    play(story())


@pytest.mark.parametrize("after_s", [0.0, 0.01, 0.2, 0.499, 0.5, 0.51, 0.6, 0.75, 1.3])
@pytest.mark.parametrize("how", ["stop", "cancel"])
@pytest.mark.parametrize("meanwhile", ["nothing", "setting", "death"])
def test_it_ends_cleanly_at_any_moment(after_s: float, how: str, meanwhile: str) -> None:
    async def story() -> None:
        race = Race()
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
        race = Race()
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
def test_after_the_end_nothing_can_be_done_and_nothing_happens(act: Callable[[Race], None]) -> None:
    async def story() -> None:
        async with Race(plan(duration_s=1)) as race:
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
        async with Race(plan(), stage) as race:
            await race.until_racing()
            await asyncio.sleep(1)
        flowing = [frame for frame in race.frames if frame.at_s > 0 and frame.phase == "racing"]
        waiting = [frame for frame in race.frames if frame.phase == "starting"]
        assert sum(frame.lanes["b"].interval_s for frame in waiting) >= 1.5
        measured = sum(frame.lanes["b"].interval_s for frame in flowing)
        assert measured == pytest.approx(flowing[-1].at_s, abs=0.15)

    play(story())


def test_a_new_duration_holds_for_the_race_that_runs() -> None:
    async def story() -> None:
        async with Race(plan(duration_s=60)) as race:
            await race.until_racing()
            race.comparison.change(plan(duration_s=2))
            await race.running
            assert now() < 4
            assert race.marks == []

    play(story())


def test_random_stories_keep_the_books() -> None:
    async def story(seed: int) -> None:
        dice = random.Random(seed)
        async with Race(plan()) as race:
            for _ in range(30):
                lane = dice.choice(LANES)
                deed = dice.randrange(6)
                newest = {"a": "flask", "b": "fastapi"}[lane]
                servers = race.stage.servers.get(newest, [])
                if deed == 0 and servers:
                    servers[-1].die(KILLED)
                elif deed == 1 and race.stage.generators:
                    race.stage.generators[-1].die(KILLED)
                elif deed == 2:
                    race.comparison.restart(lane)
                elif deed == 3:
                    race.comparison.change(plan(users=dice.randrange(1, 200)))
                elif deed == 4:
                    race.comparison.change(plan(threads=dice.randrange(1, 200)))
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
