"""A race of fakes whose scenario needs backing services."""

import asyncio

import msgspec
import pytest

from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from loadgen.race.session_services import Services, ServiceUnavailableError
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from tests.loadgen.race.fakes import KILLED, FakeRace, Stage
from tests.loadgen.race.virtual_time import play


def plan(key: str, **chosen: int) -> RacePlan:
    parameters = defaults(scenario(key).parameters) | chosen
    return msgspec.structs.replace(RacePlan.default(), scenario=key, parameters=parameters)


def test_both_servers_are_told_where_the_service_is_and_how_big_their_pool() -> None:
    async def story() -> None:
        async with FakeRace(plan("database", database_pool=7)) as race:
            await race.until_racing()
            told = {"FACEOFF_DATABASE_URL": "fake://database/0", "FACEOFF_DATABASE_POOL": "7"}
            assert race.stage.told == [
                ("flask", ("database",), told),
                ("fastapi", ("database",), told),
            ]
            await asyncio.sleep(1)
            frame = race.frame.services["database"]
            assert (frame.state, frame.title, frame.rss_mib) == ("ready", "Fake database", 30.0)
            assert frame.cpu_percent == pytest.approx(50)

    play(story())


def test_without_a_need_none_is_started() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            assert race.stage.services == []
            assert race.frame.services == {}
            assert race.stage.told[0] == ("flask", (), {})

    play(story())


def test_one_that_does_not_start_fails_both_lanes_with_its_sentence_until_it_is_restarted() -> None:
    async def story() -> None:
        stage = Stage(refuse_service="no room on the disk.")
        services = Services(stage.start_service)
        async with FakeRace(plan("cache"), stage, services=services) as race:
            await asyncio.sleep(1)
            text = "Flask server was not started. Valkey did not start: no room on the disk."
            assert race.lane("a").status.text == text
            assert race.frame.services["cache"].state == "failed"
        stage.refuse_service = ""
        services.restart("cache")
        async with FakeRace(plan("cache"), stage, services=services) as race:
            await race.until_racing()
            assert race.state("a") == "running"
            services_then = stage.services
            await services.close()
        assert [each.ended.done() for each in services_then] == [True]

    play(story())


def test_one_that_dies_is_told_of_and_marked_and_offers_a_restart_that_the_lanes_follow() -> None:
    async def story() -> None:
        async with FakeRace(plan("database")) as race:
            await race.until_racing()
            race.stage.services[0].die(KILLED)
            await asyncio.sleep(0.3)
            frame = race.frame.services["database"]
            assert frame.state == "failed"
            assert frame.text == "Fake database stopped (killed by SIGKILL)."
            assert frame.advice == "Restart it to go on."
            assert "Fake database failed" in [mark.text for mark in race.marks]
            assert [race.state(id_) for id_ in LANES] == ["running", "running"]
            race.comparison.restart_service("database")
            await asyncio.sleep(2)
            assert race.frame.services["database"].state == "ready"
            assert [race.state(id_) for id_ in LANES] == ["running", "running"]
            assert race.stage.told[-1][2]["FACEOFF_DATABASE_URL"] == "fake://database/1"

    play(story())


def test_they_outlive_the_race_that_they_were_given_to() -> None:
    async def story() -> None:
        stage = Stage()
        services = Services(stage.start_service, database_url="postgresql://mine")
        for _ in range(2):
            comparison = FakeRace(plan("database"), stage, services=services)
            running = asyncio.create_task(comparison.comparison.run())
            await comparison.until_racing()
            comparison.comparison.stop()
            await running
        assert len(stage.services) == 1
        assert stage.told[-1][2]["FACEOFF_DATABASE_URL"] == "postgresql://mine"
        await services.close()
        assert stage.alive == []

    play(story())


@pytest.mark.parametrize(
    ("changed", "restarts"),
    [
        (plan("database", delay_ms=5), 0),
        (plan("database", database_pool=5), 2),
        (plan("hello"), 2),
        (plan("mixed"), 2),
    ],
    ids=["a query's delay", "the pool", "another scenario", "more services"],
)
def test_servers_restart_only_for_what_they_are_started_with(
    changed: RacePlan, restarts: int
) -> None:
    async def story() -> None:
        async with FakeRace(plan("database")) as race:
            await race.until_racing()
            race.comparison.change(changed)
            await asyncio.sleep(3)
            assert len(race.stage.told) == 2 + restarts
            assert race.state("a") == "running"

    play(story())


def test_the_first_failure_is_what_is_raised() -> None:
    async def story() -> None:
        stage = Stage(refuse_service="no.")
        services = Services(stage.start_service)
        with pytest.raises(ServiceUnavailableError, match="Valkey did not start: no"):
            await services.environment(["cache", "database"])
        await services.close()

    play(story())
