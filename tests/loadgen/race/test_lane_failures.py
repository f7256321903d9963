"""What becomes of a race of fakes whose servers and generators die, freeze or never start."""

import asyncio

from loadgen.model.frame import LANES
from loadgen.model.load_plan import ClosedModel
from servers.process.exit_outcome import Outcome
from tests.loadgen.race.fakes import KILLED, FakeRace, Stage, now, plan
from tests.loadgen.race.virtual_time import play


def test_a_server_that_dies_fails_its_lane_within_a_second_and_the_other_goes_on() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.stage.servers["flask"][0].die(KILLED)
            await asyncio.sleep(0.2)
            status = race.lane("a").status
            assert status.state == "failed"
            assert status.text == "Flask server stopped (killed by SIGKILL)."
            assert status.advice == "Restart it to go on."
            assert status.last_lines == ("its last words",)
            assert race.stage.generators[0].plan.model == ClosedModel(0)
            before = race.lane("b").requests.ok
            await asyncio.sleep(1)
            assert race.lane("b").requests.ok > before
            race.comparison.restart("a")
            await asyncio.sleep(1)
            assert race.state("a") == "running"
            assert race.lane("a").requests.unaccounted == 0
            assert [mark.text for mark in race.marks] == [
                "Flask: server stopped (killed by SIGKILL)",
                "Flask restarted",
                "Flask answers again",
            ]

    play(story())


def test_a_generator_that_dies_fails_its_lane_and_its_requests_are_accounted_for() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.stage.generators[1].die(Outcome("crashed", 1))
            await asyncio.sleep(0.3)
            status, requests = race.lane("b").status, race.lane("b").requests
            assert status.state == "failed"
            assert "load generator of FastAPI's lane stopped (exit 1)" in status.text
            assert "Restart" not in status.text
            assert status.advice == "Restart the lane to go on."
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
        async with FakeRace() as race:
            await race.until_racing()
            server = race.stage.servers["fastapi"][0]
            server.frozen = True
            await asyncio.sleep(1.35)
            assert race.state("b") == "unresponsive"
            assert race.lane("b").status.text.startswith("FastAPI server not responding for 1.")
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
        async with FakeRace() as race:
            await race.until_racing()
            race.stage.generators[0].frozen = True
            await asyncio.sleep(1.85)
            assert race.state("a") == "unresponsive"
            assert race.lane("a").status.text.startswith(
                "The load generator of Flask's lane has not reported for 1."
            )
            race.stage.generators[0].frozen = False
            await asyncio.sleep(0.3)
            assert race.state("a") == "running"

    play(story())


def test_a_lane_that_does_not_start_leaves_the_race_to_the_other() -> None:
    async def story() -> None:
        stage = Stage(refuse={"flask": "The server ended before it was ready (exit 3)."})
        async with FakeRace(plan(), stage) as race:
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
        async with FakeRace(plan(duration_s=60), stage) as race:
            await race.running
            assert now() < 5
        assert [race.state(id_) for id_ in LANES] == ["failed", "failed"]

    play(story())
