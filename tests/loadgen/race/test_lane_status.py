"""What a status says of its lane: whether its sentence has the lane's name in it."""

import asyncio

from loadgen.model.frame import LaneStatus, sentence_about
from loadgen.race import lane_status
from loadgen.race.liveness import Liveness
from servers.process.exit_outcome import Outcome
from servers.process.reporting_child import LaunchError
from tests.loadgen.race.fakes import KILLED, FakeRace
from tests.loadgen.race.virtual_time import play
from tests.support.every_case import every_case

CRASHED = Outcome("crashed", 1)
PORT = LaneStatus("running", "port 1 · pid 2", names_lane=False)

STATUSES = [
    *(
        lane_status.status_under_load(PORT, found, "Flask")
        for found in (
            Liveness(),
            Liveness("unresponsive", "generator", 2.0),
            Liveness("unresponsive", "server", 2.0),
            Liveness("failing", "requests", 2.0),
            Liveness("failing", "stall", 2.0),
        )
    ),
    lane_status.not_started(LaunchError("no module named x"), "Flask"),
    lane_status.without_service(RuntimeError("PostgreSQL is down."), "Flask"),
    lane_status.without_generator(OSError("no memory"), "Flask"),
    lane_status.server_ended(CRASHED, "Flask", ()),
    lane_status.generator_ended(CRASHED, "Flask", ()),
]


@every_case("status", STATUSES, ids=lambda status: status.text)
def test_a_status_says_whether_its_sentence_names_the_lane(status: LaneStatus) -> None:
    assert status.names_lane == ("Flask" in status.text)


def test_a_sentence_without_the_name_gets_it() -> None:
    assert sentence_about("Flask", "It stopped.", names_lane=False) == "Flask: It stopped."
    assert sentence_about("Flask", "Flask stopped.", names_lane=True) == "Flask stopped."


def test_each_status_of_a_race_says_so() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.comparison.restart("b")
            await asyncio.sleep(2)
            race.stage.servers["flask"][0].die(KILLED)
            await asyncio.sleep(0.5)
        statuses = [(frame.lanes["a"].status, "Flask") for frame in race.frames]
        statuses += [(frame.lanes["b"].status, "FastAPI") for frame in race.frames]
        assert {status.state for status, _ in statuses} >= {
            "starting",
            "ready",
            "running",
            "failed",
        }
        assert {status.state for status, _ in statuses} >= {"restarting", "stopped"}
        for status, name in statuses:
            assert status.names_lane == (name in status.text)

    play(story())
