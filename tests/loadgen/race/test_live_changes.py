"""What a change of load, settings or scenario does to a race of fakes in virtual time."""

import asyncio

import pytest

from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from tests.loadgen.race.fakes import FakeRace, now, plan
from tests.loadgen.race.virtual_time import play


def test_a_change_of_load_reaches_both_generators_at_once_and_leaves_one_mark() -> None:
    async def story() -> None:
        async with FakeRace(plan(users=16)) as race:
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
        async with FakeRace(plan(users=1)) as race:
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
        async with FakeRace() as race:
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
            assert new.settings["threads"] == 64
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
        async with FakeRace() as race:
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
        async with FakeRace() as race:
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
            (request,) = race.stage.generators[1].plan.requests
            assert (request.method, request.target) == ("POST", "/orders")
            assert {mark.text for mark in race.marks} == {
                "scenario Wait on I/O → Validate an order",
                "Flask → FastAPI def",
            }

    play(story())
