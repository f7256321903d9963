"""A generator on a scripted server, whose totals are checked whenever they are looked at."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from loadgen.generator.generator import Generator
from loadgen.model.load_plan import ClosedModel, LoadPlan, Model, OpenModel
from loadgen.model.snapshot import Requests
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer

HOLD = Answer((), "hold")
WAIT = Answer(then="wait")


class Load:
    """A generator that follows plans for one server; its totals are always checked."""

    def __init__(self, server: ScriptedServer) -> None:
        self.server = server
        self.generator = Generator()
        self._revision = 0

    def plan(self, concurrency: int, **parts: Any) -> None:
        self.follow(ClosedModel(concurrency), **parts)

    def open(
        self, rate: float, max_in_flight: int = 1_000, connections: int = 0, **parts: Any
    ) -> None:
        self.follow(OpenModel(rate, max_in_flight, connections), **parts)

    def follow(self, model: Model, **parts: Any) -> None:
        self._revision += 1
        chosen: dict[str, Any] = {"url": self.server.url, "drain_s": 0.0} | parts
        self.generator.follow(LoadPlan(revision=self._revision, model=model, **chosen))

    @property
    def totals(self) -> Requests:
        totals = self.generator.recorder.totals()
        assert totals.unaccounted == 0
        assert totals.in_flight >= 0
        assert totals.scheduled == totals.sent + totals.dropped + totals.waiting
        assert totals.waiting >= 0
        return totals

    async def until(self, condition: Callable[[Requests], bool]) -> Requests:
        """The totals as soon as they are so; the test as a whole has a deadline."""
        while not condition(self.totals):  # noqa: ASYNC110 (the tally tells nobody)
            await asyncio.sleep(0.002)
        return self.totals

    async def stop(self) -> Requests:
        snapshot = await self.generator.stop()
        assert snapshot.final
        assert snapshot.totals.in_flight == snapshot.totals.unaccounted == 0
        assert snapshot.totals.waiting == 0
        assert snapshot.connections == 0
        return snapshot.totals


def run(main: Coroutine[Any, Any, None]) -> None:
    async def within_10_s() -> None:
        await asyncio.wait_for(main, 10)

    asyncio.run(within_10_s())


def check(test: Callable[[Load], Coroutine[Any, Any, None]], *answers: Answer) -> None:
    async def main() -> None:
        async with ScriptedServer(*answers).running() as server:
            load = Load(server)
            try:
                await test(load)
            finally:
                await load.generator.stop()

    run(main())
