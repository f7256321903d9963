"""The closed model on a scripted server: so many users, and every request in exactly one bucket."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from loadgen.generator import limits, users
from loadgen.generator.generator import Generator
from loadgen.generator.transport import LoadTransport
from loadgen.plan import ClosedModel, LoadPlan
from loadgen.snapshot import Requests
from tests.loadgen.generator.framing_cases import CASES
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

HOLD = Answer((), "hold")


class Load:
    """A generator that follows plans for one server; its totals are always checked."""

    def __init__(self, server: ScriptedServer) -> None:
        self.server = server
        self.generator = Generator()
        self._revision = 0

    def plan(self, concurrency: int, **parts: Any) -> None:
        self._revision += 1
        chosen: dict[str, Any] = {"url": self.server.url, "drain_s": 0.0} | parts
        model = ClosedModel(concurrency)
        self.generator.follow(LoadPlan(revision=self._revision, model=model, **chosen))

    @property
    def totals(self) -> Requests:
        totals = self.generator.recorder.totals()
        assert totals.unaccounted == 0
        assert totals.in_flight >= 0
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
        assert snapshot.connections == 0
        return snapshot.totals


def _run(main: Coroutine[Any, Any, None]) -> None:
    async def within_10_s() -> None:
        await asyncio.wait_for(main, 10)

    asyncio.run(within_10_s())


def _check(test: Callable[[Load], Coroutine[Any, Any, None]], *answers: Answer) -> None:
    async def main() -> None:
        async with ScriptedServer(*answers).running() as server:
            load = Load(server)
            try:
                await test(load)
            finally:
                await load.generator.stop()

    _run(main())


def test_each_user_has_one_connection_and_one_request_in_flight() -> None:
    async def test(load: Load) -> None:
        load.plan(20)
        await load.server.until_open(20)
        await load.until(lambda totals: totals.sent == totals.in_flight == 20)
        load.plan(200)
        await load.server.until_open(200)
        load.plan(5)
        await load.server.until_open(5)
        totals = await load.stop()
        assert (totals.cancelled, totals.sent) == (200, 200)

    _check(test, HOLD)


def test_users_keep_their_connections() -> None:
    async def test(load: Load) -> None:
        load.plan(4)
        await load.until(lambda totals: totals.ok >= 200)
        totals = await load.stop()
        assert load.server.connections == 4
        assert totals.failures == 0

    _check(test)


def test_no_users_is_a_pause_that_cancels_at_once() -> None:
    async def test(load: Load) -> None:
        load.plan(10)
        await load.until(lambda totals: totals.in_flight == 10)
        load.plan(0)
        for _ in range(3):
            await asyncio.sleep(0)
        totals = load.totals
        assert totals.in_flight == 0
        assert totals.cancelled == 10
        await load.server.until_open(0)
        load.plan(3)
        await load.until(lambda totals: totals.in_flight == 3)

    _check(test, HOLD)


def test_a_new_request_replaces_the_old_one_and_loses_none() -> None:
    async def test(load: Load) -> None:
        load.plan(4)
        await load.until(lambda totals: totals.ok > 20)
        load.plan(4, url=load.server.url + "/new", method="POST", body=b"abc")
        before = len(load.server.requests)
        await load.until(lambda totals: len(load.server.requests) > before + 20)
        assert load.server.requests[-1].startswith(b"POST /path/new HTTP/1.1")
        assert load.server.requests[-1].endswith(b"\r\n\r\nabc")
        totals = await load.stop()
        assert totals.cancelled <= 4  # by the stop alone
        assert totals.sent == len(load.server.requests)

    _check(test)


def test_requests_that_outlast_a_change_are_cancelled() -> None:
    async def test(load: Load) -> None:
        load.plan(5)
        await load.until(lambda totals: totals.in_flight == 5)
        load.plan(5, url=load.server.url + "/new")
        begun = time.monotonic()
        await load.until(lambda totals: totals.cancelled == 5 and totals.in_flight == 5)
        assert users.GRACE_S * 0.9 < time.monotonic() - begun < users.GRACE_S + 2
        assert all(b"/path/new" in request for request in load.server.requests[5:])

    _check(test, HOLD)


def test_only_the_number_changed_touches_no_request() -> None:
    async def test(load: Load) -> None:
        load.plan(5)
        await load.until(lambda totals: totals.in_flight == 5)
        load.plan(6)
        await load.until(lambda totals: totals.in_flight == 6)
        await load.until(lambda _: not load.generator.users.changing)
        assert load.totals.cancelled == 0

    _check(test, HOLD)


def test_a_hundred_changes_end_as_the_last_one_says() -> None:
    async def test(load: Load) -> None:
        for count in range(1, 101):
            load.plan(count % 17, url=load.server.url + f"/{count % 3}")
            if count % 10 == 0:
                await asyncio.sleep(0)
        load.plan(7)
        await load.server.until_open(7)
        await load.until(lambda totals: totals.in_flight == 7)

    _check(test, HOLD)


KINDS = {
    "status": Answer((CASES["500"],)),
    "reset": Answer((HELLO[:10],), "close"),
    "protocol": Answer((b"nonsense\r\n\r\n",), "hold"),
    "timeout": HOLD,
}


@pytest.mark.parametrize("kind", KINDS)
def test_failures_are_counted_once_by_kind(kind: str) -> None:
    async def test(load: Load) -> None:
        load.plan(2, timeout_s=0.05)
        totals = await load.until(lambda totals: totals.failures >= 6)
        assert set(totals.failed) == {kind}
        assert totals.ok == 0

    _check(test, KINDS[kind])


def test_a_server_that_goes_and_comes_back() -> None:
    async def main() -> None:
        first = ScriptedServer(Answer(pause_s=0.001))
        load = Load(first)
        async with first.running() as server:
            load.plan(5)
            await load.until(lambda totals: totals.ok > 50)
        begun = time.monotonic()
        gone = load.totals
        await load.until(lambda totals: totals.failed.get("refused", 0) >= 15)
        # Each waits 50 ms after its first failure and twice as long after each further one.
        assert time.monotonic() - begun > users.BACK_OFF_S
        assert load.totals.sent - gone.sent < 60
        async with ScriptedServer().running(server.port):
            await load.until(lambda totals: totals.ok > gone.ok + 50)
            totals = await load.stop()
        assert set(totals.failed) <= {"refused", "reset"}
        assert totals.failed["reset"] <= 5

    _run(main())


def test_a_bug_of_ours_is_counted_and_not_blamed_on_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(LoadTransport, "handle_async_request", fail)

    async def test(load: Load) -> None:
        load.plan(1)
        totals = await load.until(lambda totals: totals.failures >= 1)
        assert set(totals.failed) == {"generator"}

    _check(test)


@pytest.mark.parametrize("seed", range(6))
def test_the_law_of_accounting_holds_whatever_happens(seed: int) -> None:
    rng = random.Random(seed)
    answers = [
        Answer(),
        Answer(),
        Answer((CASES["chunked"],)),
        Answer((CASES["404"],)),
        Answer((HELLO[:30], HELLO[30:]), pause_s=0.003),
        Answer((HELLO[:30],), "close"),
        Answer((), "reset"),
        Answer((CASES["length and close"],), "close"),
        Answer((b"nonsense\r\n\r\n",), "hold"),
        HOLD,
    ]

    class Erratic(ScriptedServer):
        async def _answer(self, *streams: Any) -> bool:
            self.answers = [rng.choice(answers)]
            return await super()._answer(*streams)

    async def main() -> None:
        load = Load(Erratic())
        for _ in range(4):  # the server goes and comes back, on whatever port
            async with load.server.running():
                for _ in range(15):
                    load.plan(
                        rng.choice([0, 1, 2, 10, 40]),
                        url=load.server.url + rng.choice(["", "/a"]),
                        timeout_s=rng.choice([0.02, 5.0]),
                        drain_s=rng.choice([0.0, 0.1]),
                    )
                    for _ in range(rng.randrange(8)):
                        await asyncio.sleep(rng.choice([0, 0.001, 0.003]))
                        assert load.totals.unaccounted == 0
        totals = await load.stop()
        assert totals.sent > 20

    _run(main())


def test_the_end_waits_for_answers_under_way() -> None:
    async def test(load: Load) -> None:
        load.plan(8, drain_s=5.0)
        await load.until(lambda totals: totals.in_flight == 8)
        totals = await load.stop()
        assert (totals.ok, totals.cancelled) == (8, 0)

    _check(test, Answer((HELLO[:-1], HELLO[-1:]), pause_s=0.1))


def test_users_that_move_to_another_server_leave_no_connection_behind() -> None:
    async def test(load: Load) -> None:
        load.plan(5)
        await load.until(lambda totals: totals.ok > 20)
        async with ScriptedServer().running() as other:
            load.plan(5, url=other.url)
            await load.server.until_open(0)
            await load.until(lambda totals: len(other.requests) > 20)
            totals = await load.stop()
            assert totals.failures == 0

    _check(test)


def test_fewer_descriptors_than_users_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "allow_connections", lambda count: min(count, 3))

    async def test(load: Load) -> None:
        load.plan(10)
        await load.server.until_open(3)
        notice = load.generator.snapshot().notice
        assert notice.startswith("This system allows the load generator 3 of 10 connections")
        load.plan(2)
        assert load.generator.snapshot().notice == ""

    _check(test)


def test_the_limit_of_descriptors_is_raised_as_far_as_it_goes() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        assert limits.allow_connections(1000) == 1000
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 1000 + limits.SPARE
        assert limits.allow_connections(10**9) == before[1] - limits.SPARE
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_plan_that_makes_no_request_is_refused_and_changes_nothing() -> None:
    async def test(load: Load) -> None:
        load.plan(1)
        plan = load.generator.plan
        for parts in ({"url": "http://10.0.0.1/"}, {"headers": (("X Y", "1"),)}):
            with pytest.raises((ValueError, httpx.LocalProtocolError)):
                load.plan(1, **parts)
        assert load.generator.plan is plan

    _check(test)
