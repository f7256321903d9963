"""Kept connections are spread evenly over the processes of a real server."""

import asyncio
import os
import signal

import msgspec
import pytest

from loadgen.experiments.race_plan import LaneChoice
from loadgen.frame import Frame, LaneId
from servers.common_settings import SYSTEM
from servers.variants import variant
from tests.loadgen.experiments.test_real_race import PLAN, RealRace, posix, race


async def evenly(real: RealRace, lane: LaneId, users: int, processes: int) -> tuple[int, ...]:
    """The connections of each process, once all of them are open and evenly spread."""

    def spread(frame: Frame) -> tuple[int, ...]:
        server = frame.lanes[lane].server
        return tuple(each.connections or 0 for each in server.parts) if server else ()

    def even(counts: tuple[int, ...]) -> bool:
        return len(counts) == processes and sum(counts) == users and max(counts) - min(counts) <= 1

    return spread(await real.until(lambda frame: even(spread(frame))))


EVEN_TWICE = {
    "a": LaneChoice.of("fastapi", workers=2),
    "b": LaneChoice.of("fastapi-asyncio", workers=3),
}
GUNICORN_AND_SYSTEM = {
    "a": LaneChoice.of("fastapi-gunicorn", workers=3),
    "b": LaneChoice.of("fastapi", workers=2, spread=SYSTEM),
}


@posix
@pytest.mark.parametrize("lanes", [EVEN_TWICE, GUNICORN_AND_SYSTEM])
def test_kept_connections_are_spread_evenly_over_processes_or_as_the_system_does(
    lanes: dict[LaneId, LaneChoice],
) -> None:
    if reason := variant(lanes["a"].variant).unavailable():
        pytest.skip(reason)

    async def story() -> None:
        async with race(msgspec.structs.replace(PLAN, lanes=lanes)) as real:
            await real.until_answers("a", "b")
            for lane, choice in lanes.items():
                by_system = choice.settings.get("spread") == SYSTEM
                workers = choice.settings["workers"]
                if not by_system:
                    assert sum(await evenly(real, lane, 16, workers)) == 16
                ready = real.timeline.lane(lane).announced
                assert ready is not None
                assert len(set(ready.process_ports)) == (0 if by_system else workers)
                shown = {each.key: each.value for each in ready.settings}["spread"]
                assert shown == ("as the system does it" if by_system else "even")

    asyncio.run(story())


@posix
def test_they_are_spread_again_when_a_process_was_replaced() -> None:
    if reason := variant("flask-gunicorn").unavailable():
        pytest.skip(reason)

    async def story() -> None:
        lanes = {"a": LaneChoice.of("flask-gunicorn", workers=3), "b": LaneChoice.of("fastapi")}
        async with race(msgspec.structs.replace(PLAN, lanes=lanes)) as real:
            await evenly(real, "a", 16, 3)
            before = real.frame.lanes["a"].server if real.frame else None
            assert before is not None
            victim = before.parts[1].pid
            os.kill(victim, signal.SIGKILL)
            await real.until(
                lambda frame: (
                    (told := frame.lanes["a"].server) is not None
                    and len(told.parts) == 3
                    and victim not in {each.pid for each in told.parts}
                ),
            )
            await evenly(real, "a", 16, 3)

    asyncio.run(story())
