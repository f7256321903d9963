"""The open model over few connections: what is due waits for a free one, and that is told."""

import asyncio
import time

import pytest

from loadgen.generator import descriptor_limit
from loadgen.generator.client.connection_registry import STALL_S
from loadgen.generator.models import open_model
from loadgen.model import clients
from loadgen.model.clients import ClientKey
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import ClosedModel, LoadRequest, OpenModel
from tests.loadgen.generator.load import HOLD, WAIT, Load, check
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer

pytestmark = pytest.mark.slow

CLIENTS = [each.key for each in clients.CLIENTS]


@pytest.mark.parametrize("client", CLIENTS)
def test_it_has_no_more_than_so_many(client: ClientKey) -> None:
    async def test(load: Load) -> None:
        load.open(150, 500, 4, client=client)
        totals = await load.until(lambda totals: totals.waiting >= 20)
        assert totals.in_flight == 4
        load.open(10, 500, 4, client=client)
        load.server.released.set()
        await load.until(lambda totals: totals.waiting == 0 and totals.ok > 20)
        # Stock httpx may close one here and there.
        assert len(load.server.open) <= 4

    check(test, WAIT)


def test_what_waits_counts_towards_the_most_in_flight() -> None:
    async def test(load: Load) -> None:
        load.open(1_000, 20, 4)
        totals = await load.until(lambda totals: totals.dropped >= 30)
        assert (totals.in_flight, totals.waiting, totals.sent) == (4, 16, 4)

    check(test, HOLD)


def test_one_latency_notices_a_freeze_and_the_other_hardly_does() -> None:
    async def test(load: Load) -> None:
        load.open(400, 1_000, 2)
        await load.until(lambda totals: totals.ok >= 20)
        load.generator.snapshot()
        load.server.answers = [WAIT]
        frozen = time.perf_counter()
        await load.until(lambda _: time.perf_counter() - frozen > 0.3)
        load.server.released.set()
        await load.until(lambda totals: totals.waiting == 0 and totals.ok >= 160)
        snapshot = load.generator.snapshot()
        latency = LatencyHistogram().add(snapshot.latency)
        service = LatencyHistogram().add(snapshot.service)
        # But for the two that were under way, and a moment of catching up, nobody was slow.
        assert latency.percentile(0.5) > 0.1 > 0.05 > service.percentile(0.9)
        assert abs(service.max_s - latency.max_s) < 0.05
        # It is the server that was late, not the generator.
        assert snapshot.send_lag_p99_ms < 50

    check(test)


def test_those_that_wait_leave_in_the_order_in_which_they_came() -> None:
    async def test(load: Load) -> None:
        load.open(500, 1_000, 1, requests=tuple(LoadRequest(f"/{n}") for n in range(100)))
        await load.until(lambda totals: totals.waiting >= 30)
        load.server.released.set()
        await load.until(lambda totals: totals.ok >= 31)
        snapshot = load.generator.snapshot()
        # The one under way and the first that waited were late the most.
        assert snapshot.latency.max_s > 0.05
        numbers = [int(each.split(b" ")[1].rpartition(b"/")[2]) for each in load.server.requests]
        assert numbers[:30] == list(range(30))

    check(test, WAIT)


@pytest.mark.parametrize("to", [ClosedModel(0), ClosedModel(2)], ids=["pause", "closed"])
def test_what_waits_is_dropped_where_the_rate_ends(to: ClosedModel) -> None:
    async def test(load: Load) -> None:
        load.open(1_000, 100, 3)
        before = await load.until(lambda totals: totals.waiting >= 20)
        load.follow(to)
        totals = load.totals
        assert totals.waiting == 0
        assert totals.dropped >= before.waiting
        assert totals.scheduled >= before.scheduled

    check(test, HOLD)


def test_a_stop_sends_nothing_that_waits() -> None:
    async def test(load: Load) -> None:
        load.open(1_000, 100, 3, drain_s=5.0)
        await load.until(lambda totals: totals.waiting >= 20)
        load.server.released.set()
        totals = await load.stop()
        assert (totals.ok, totals.cancelled, totals.waiting) == (totals.sent, 0, 0)
        assert totals.dropped >= 20

    check(test, WAIT)


def test_what_waited_while_the_generator_stood_still_is_dropped() -> None:
    async def test(load: Load) -> None:
        load.open(200, 1_000, 2)
        waited = (await load.until(lambda totals: totals.waiting >= 10)).waiting
        time.sleep(2 * STALL_S)  # noqa: ASYNC251 (that is what is tested)
        totals = await load.until(lambda totals: totals.dropped > 0)
        assert totals.dropped >= waited + 400 * STALL_S - 1
        assert totals.waiting < waited

    check(test, HOLD)


def test_more_connections_take_what_waits_and_fewer_leave_when_they_are_free() -> None:
    async def test(load: Load) -> None:
        load.open(200, 1_000, 2)
        await load.until(lambda totals: totals.waiting >= 20)
        load.open(200, 1_000, 12)
        await load.until(lambda totals: totals.in_flight == 12)
        load.open(200, 1_000, 3)
        assert load.totals.in_flight == 12
        load.server.released.set()
        await load.server.until_open(3)
        totals = await load.until(lambda totals: totals.waiting == 0)
        assert totals.cancelled == 0

    check(test, WAIT)


def test_from_few_to_as_many_as_needed_and_back() -> None:
    async def test(load: Load) -> None:
        load.open(500, 60, 2)
        await load.until(lambda totals: totals.dropped > 0)
        load.open(500, 60)
        await load.until(lambda totals: totals.in_flight == 60)
        load.open(500, 60, 2)
        load.server.released.set()
        await load.server.until_open(2)
        await load.until(lambda totals: totals.ok > 100)

    check(test, WAIT)


def test_another_server_gets_what_waits() -> None:
    async def test(load: Load) -> None:
        load.open(500, 1_000, 2)
        await load.until(lambda totals: totals.waiting > 5)
        async with ScriptedServer().running() as other:
            load.open(500, 1_000, 2, url=other.url)
            load.server.released.set()
            await load.server.until_open(0)
            await load.until(lambda totals: totals.waiting == 0 and len(other.requests) > 20)
            assert (await load.stop()).failures == 0

    check(test, WAIT)


def test_a_server_that_is_gone_fails_each_that_is_due() -> None:
    async def test(load: Load) -> None:
        # Slow enough for a machine that is busy, on which a connection takes some ms.
        load.open(100, 1_000, 2)
        totals = await load.until(lambda totals: totals.failures >= 50)
        assert totals.waiting < 20
        assert totals.failed.keys() == {"reset"}

    check(test, Answer((), "reset"))


def test_who_is_late_connects_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_model, "LATE_S", -1.0)
    monkeypatch.setattr(open_model, "OPENED_WHEN_LATE", 1)

    async def test(load: Load) -> None:
        load.open(20_000, 300)
        await asyncio.sleep(0)
        await load.until(lambda totals: totals.waiting > 0)
        assert load.totals.in_flight < 300
        # But it goes on by itself, and nothing is lost.
        await load.until(lambda totals: totals.in_flight == 300)
        snapshot = load.generator.snapshot()
        assert snapshot.totals.waiting == 0
        # What the generator does not get to is its own lag.
        assert snapshot.send_lag_p99_ms > 1

    check(test, HOLD)


def test_only_connections_need_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def allow(count: int) -> int:
        asked.append(count)
        return min(count, 3)

    monkeypatch.setattr(descriptor_limit, "allow_connections", allow)

    async def test(load: Load) -> None:
        load.open(1_000, 500, 8)
        assert "3 of 8 connections" in load.generator.snapshot().notice
        totals = await load.until(lambda totals: totals.waiting >= 50)
        assert totals.in_flight == 3
        load.open(1_000, 5, 8)
        load.open(1_000, 500, 0)
        assert asked == [8, 5, 500]

    check(test, HOLD)


@pytest.mark.parametrize("connections", [-1, 20_000])
def test_a_number_of_connections_that_is_none_is_refused(connections: int) -> None:
    with pytest.raises(ValueError, match="connections takes a whole number"):
        OpenModel(10, connections=connections)
