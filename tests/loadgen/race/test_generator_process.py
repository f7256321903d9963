"""What a generator child is told: no more than is new, and never more than it can read."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from loadgen.model.load_plan import ClosedModel, LoadPlan, LoadRequest
from loadgen.race.generator_process import RunningGenerator
from servers.process.exit_outcome import Outcome
from tests.loadgen.race.virtual_time import play

FILE = (LoadRequest("/upload", "POST", (), b"x" * 1_000),)


class FakeChild:
    """Its stdin takes nothing while ``unsent`` says so."""

    pid = 1
    last_lines = ()

    def __init__(self) -> None:
        self.unsent = 0
        self.read: list[LoadPlan] = []
        self._ended = asyncio.Event()

    def send(self, data: bytes) -> None:
        assert not self._ended.is_set()
        self.read.append(msgspec.json.decode(data, type=LoadPlan))

    async def lines(self) -> AsyncIterator[bytes]:
        await self._ended.wait()
        for line in list[bytes]():
            yield line

    async def wait(self) -> Outcome:
        await self._ended.wait()
        return Outcome("exited", 0)

    async def stop(self, grace_s: float) -> Outcome:
        self._ended.set()
        return await self.wait()


def plan(users: int, requests: tuple[LoadRequest, ...] = FILE) -> LoadPlan:
    return LoadPlan(
        revision=users, url="http://127.0.0.1:1", model=ClosedModel(users), requests=requests
    )


def started() -> tuple[FakeChild, RunningGenerator]:
    child = FakeChild()
    stand_in: Any = child
    return child, RunningGenerator(stand_in, lambda snapshot: None)


def test_requests_are_sent_when_they_are_new() -> None:
    async def story() -> None:
        child, generator = started()
        for each in (plan(1), plan(2), plan(3, (LoadRequest("/"),)), plan(4, (LoadRequest("/"),))):
            generator.send(each)
        assert [each.revision for each in child.read] == [1, 2, 3, 4]
        assert [len(each.requests) for each in child.read] == [1, 0, 1, 0]
        await generator.stop()

    play(story())


def test_while_it_does_not_read_the_last_plan_wins_and_brings_its_requests() -> None:
    async def story() -> None:
        child, generator = started()
        generator.send(plan(1))
        child.unsent = 1
        for users in range(2, 50):
            generator.send(plan(users, (LoadRequest(f"/{users}"),)))
            await asyncio.sleep(0.005)
        assert len(child.read) == 1
        child.unsent = 0
        await asyncio.sleep(0.1)
        assert child.read[1:] == [plan(49, (LoadRequest("/49"),))]
        await generator.stop()

    play(story())


def test_a_plan_that_waits_is_told_before_the_end() -> None:
    async def story() -> None:
        child, generator = started()
        child.unsent = 1
        generator.send(plan(1))
        generator.send(plan(2))
        await generator.stop()
        assert [each.revision for each in child.read] == [2]
        assert asyncio.all_tasks() == {asyncio.current_task()}

    play(story())
