"""A race of real servers and real generators, and waiting for what its frames show."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable

import pytest

from loadgen.model.frame import LANES, Frame, LaneId, LaneStatus
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.dependencies import Dependencies
from loadgen.race.race import Race
from loadgen.timeline.timeline import Timeline

PLAN = RacePlan(
    lanes={"a": LaneChoice.of("flask"), "b": LaneChoice.of("fastapi")},
    scenario="wait",
    parameters={"wait_ms": 50},
    model=ClosedModel(16),
).checked()
"""80/s by four threads, 320/s by the event loop: enough for every rule, and little CPU."""

REAL = Dependencies()
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class RealRace:
    """A comparison in the background, and waiting for what its frames say."""

    def __init__(self, plan: RacePlan, means: Dependencies) -> None:
        self.timeline = Timeline()
        self.frame: Frame | None = None
        self.also: Callable[[Frame], object] = lambda frame: None
        self._news = asyncio.Event()
        self.comparison = Race(plan, self._take, means=means)
        self.running = asyncio.create_task(self.comparison.run())

    def _take(self, frame: Frame) -> None:
        self.frame = frame
        self.timeline.add(frame)
        self.also(frame)
        self._news.set()

    async def until(self, condition: Callable[[Frame], bool], within_ticks: int = 150) -> Frame:
        """The first frame from now on of which it is true. Time is counted in frames, ten a second,
        of which there are fewer where this process itself waits for a processor.
        """
        last = within_ticks + (self.frame.seq if self.frame else 0)
        async with asyncio.timeout(60):
            while True:
                self._news.clear()
                await self._news.wait()
                assert self.frame is not None
                if condition(self.frame):
                    return self.frame
                assert self.frame.seq < last, f"not within {within_ticks} frames"

    async def until_answers(self, *lanes: LaneId) -> Frame:
        """Responses come in now, in all of these lanes."""
        return await self.until(lambda frame: all(frame.lanes[id_].ok for id_ in lanes))

    def status(self, id_: LaneId) -> LaneStatus:
        return self.timeline.lane(id_).status

    def assert_accounted(self) -> None:
        for id_ in LANES:
            requests = self.timeline.lane(id_).requests
            assert requests.unaccounted == 0
            assert requests.in_flight == 0


@contextlib.asynccontextmanager
async def race(plan: RacePlan = PLAN, means: Dependencies = REAL) -> AsyncIterator[RealRace]:
    real = RealRace(plan, means)
    try:
        yield real
    finally:
        real.comparison.stop()
        await real.running
    real.assert_accounted()


def state(id_: LaneId, wanted: str) -> Callable[[Frame], bool]:
    return lambda frame: frame.lanes[id_].status.state == wanted
