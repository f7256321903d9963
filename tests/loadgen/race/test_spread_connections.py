"""Kept connections are spread evenly over the processes of a real server."""

import asyncio
import os
import signal

import msgspec
import pytest

from loadgen.model.frame import Frame, LaneId
from loadgen.model.race_plan import LaneChoice
from servers.catalog.common_settings import SYSTEM
from servers.catalog.variants import variant
from tests.support.real_race import PLAN, RealRace, posix, race

pytestmark = pytest.mark.process


async def evenly(real: RealRace, lane: LaneId, users: int, processes: int) -> tuple[int, ...]:
    """The connections of each process, once all of them are open and evenly spread."""

    def spread(frame: Frame) -> tuple[int, ...]:
        server = frame.lanes[lane].server
        return tuple(each.connections or 0 for each in server.parts) if server else ()

    def even(counts: tuple[int, ...]) -> bool:
        return len(counts) == processes and sum(counts) == users and max(counts) - min(counts) <= 1

    return spread(await real.until(lambda frame: even(spread(frame))))


@posix
def test_kept_connections_are_spread_evenly_over_processes_or_as_the_system_does() -> None:
    """By uvicorn's own workers; that they are so on uvloop and on asyncio makes no difference to
    the generator, which does the spreading.
    """
    lanes: dict[LaneId, LaneChoice] = {
        "a": LaneChoice.of("fastapi-asyncio", workers=2, spread=SYSTEM),
        "b": LaneChoice.of("fastapi", workers=3),
    }

    async def story() -> None:
        async with race(msgspec.structs.replace(PLAN, lanes=lanes)) as real:
            await real.until_answers("a", "b")
            await evenly(real, "b", 16, 3)
            assert_announced(real, "a", ports=0, spread="as the system does it")
            assert_announced(real, "b", ports=3, spread="even")

    asyncio.run(story())


def assert_announced(real: RealRace, lane: LaneId, *, ports: int, spread: str) -> None:
    ready = real.timeline.lane(lane).announced
    assert ready is not None
    assert len(set(ready.process_ports)) == ports
    assert {each.key: each.value for each in ready.settings}["spread"] == spread


@posix
def test_of_gunicorn_too_and_again_when_a_process_was_replaced() -> None:
    """By its threaded workers, and by those that run uvicorn."""
    lanes: dict[LaneId, LaneChoice] = {
        "a": LaneChoice.of("flask-gunicorn", workers=3),
        "b": LaneChoice.of("fastapi-gunicorn", workers=2),
    }
    for choice in lanes.values():
        if reason := variant(choice.variant).unavailable():
            pytest.skip(reason)

    async def story() -> None:
        async with race(msgspec.structs.replace(PLAN, lanes=lanes)) as real:
            await evenly(real, "b", 16, 2)
            assert_announced(real, "b", ports=2, spread="even")
            await evenly(real, "a", 16, 3)
            assert_announced(real, "a", ports=3, spread="even")
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
