"""The open model: requests leave when they are due, whatever the server does."""

import asyncio
import time

import pytest

from loadgen.generator.client.connection_registry import STALL_S
from loadgen.generator.models import open_model, open_model_connections
from loadgen.model.histogram import MIDDLES_S, LatencyHistogram, SparseHistogram
from loadgen.model.snapshot import Snapshot
from tests.loadgen.generator.load import HOLD, WAIT, Load, check
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

pytestmark = pytest.mark.slow


def _total_s(histogram: SparseHistogram) -> float:
    full = LatencyHistogram().add(histogram)
    return float(full.counts @ MIDDLES_S)


async def _snapshot_after(load: Load, scheduled: int) -> Snapshot:
    await load.until(lambda totals: totals.scheduled >= scheduled)
    await load.until(lambda totals: totals.in_flight == 0)
    return load.generator.snapshot()


def test_so_many_leave_as_are_due() -> None:
    async def test(load: Load) -> None:
        behind: list[float] = []
        begun = time.perf_counter()
        load.open(500)
        while len(behind) < 100 or load.totals.scheduled < 200:
            await asyncio.sleep(0.001)
            due_before = _due(begun, 500)
            totals = load.totals
            assert totals.scheduled <= _due(begun, 500)
            assert totals.dropped == totals.failures == 0
            behind.append(due_before - totals.scheduled)
        # A busy machine delays the one or other, never all of them: a rate that is too low, or a
        # constant lag, would show in each.
        assert min(behind[-20:]) < 5

    check(test)


def _due(begun: float, rate: float) -> float:
    """How many have been due since; the first one is due at once."""
    return (time.perf_counter() - begun) * rate + 1


def test_they_leave_although_none_is_answered_until_too_many_are_under_way() -> None:
    async def test(load: Load) -> None:
        load.open(1_000, 20)
        totals = await load.until(lambda totals: totals.dropped >= 50)
        assert (totals.sent, totals.in_flight) == (20, 20)
        snapshot = load.generator.snapshot()
        assert snapshot.totals.scheduled == snapshot.totals.dropped + 20
        load.server.released.set()
        await load.until(lambda totals: totals.ok >= 50)

    check(test, WAIT)


def test_connections_are_used_again() -> None:
    async def test(load: Load) -> None:
        load.open(300)
        await load.until(lambda totals: totals.ok >= 60)
        assert load.server.connections < 20

    check(test)


def test_connections_that_nobody_uses_any_more_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_model, "PRUNE_S", 0.0)
    monkeypatch.setattr(open_model_connections, "KEEPALIVE_S", 0.1)

    async def test(load: Load) -> None:
        load.open(1_000, 20)
        await load.until(lambda totals: totals.in_flight == 20)
        load.server.released.set()
        load.open(100)
        await load.server.until_open(1)
        await load.until(lambda totals: totals.ok > 40)

    check(test, WAIT)


def test_latency_counts_from_when_a_request_was_due() -> None:
    async def test(load: Load) -> None:
        load.open(200)
        await _snapshot_after(load, 20)
        # Not the server is late, but the generator, and not for so long that it spoils all; a busy
        # machine may make it so long.
        for _ in range(10):
            dropped = load.totals.dropped
            time.sleep(0.1)  # noqa: ASYNC251 (that is what is tested)
            snapshot = await _snapshot_after(load, load.totals.scheduled + 18)
            if snapshot.totals.dropped == dropped:
                break
        assert snapshot.totals.dropped == dropped
        assert snapshot.latency.count == snapshot.service.count >= 18
        # Due meanwhile were 20, late by 0.1 s to nothing. What is sent in time after them adds the
        # same to both.
        assert _total_s(snapshot.latency) - _total_s(snapshot.service) > 0.85
        assert 50 < snapshot.send_lag_p99_ms <= snapshot.send_lag_ms
        assert snapshot.send_lag_ms > 90

    check(test)


def test_connecting_is_part_of_the_latency_but_not_of_the_service() -> None:
    async def test(load: Load) -> None:
        connect = asyncio.get_running_loop().create_connection

        async def slowly(*given: object) -> object:
            await asyncio.sleep(0.05)
            return await connect(*given)  # type: ignore[call-overload]

        asyncio.get_running_loop().create_connection = slowly  # type: ignore[method-assign,assignment]
        load.open(10)
        await load.until(lambda totals: totals.ok >= 1)
        snapshot = load.generator.snapshot()
        assert snapshot.latency.max_s - snapshot.service.max_s > 0.045

    check(test)


def test_what_was_due_while_the_generator_stood_still_is_dropped() -> None:
    async def test(load: Load) -> None:
        load.open(100)
        sent = (await load.until(lambda totals: totals.ok >= 5)).sent
        time.sleep(2 * STALL_S)  # noqa: ASYNC251 (that is what is tested)
        totals = await load.until(lambda totals: totals.sent > sent)
        assert totals.dropped >= 200 * STALL_S - 1
        # Those that leave after it are in time.
        load.generator.snapshot()
        assert (await _snapshot_after(load, totals.scheduled + 5)).latency.max_s < STALL_S

    check(test)


def test_failures_do_not_slow_it_down() -> None:
    async def test(load: Load) -> None:
        load.open(400)
        totals = await load.until(lambda totals: totals.failures >= 60)
        assert totals.failed.keys() == {"reset"}
        assert totals.dropped == 0
        assert load.generator.snapshot().service.count == 0

    check(test, Answer((HELLO[:10],), "close"))


def test_no_success_but_200_is_lost() -> None:
    async def test(load: Load) -> None:
        load.open(400)
        await load.until(lambda totals: totals.ok >= 10)
        snapshot = load.generator.snapshot()
        assert snapshot.latency.count == snapshot.service.count == snapshot.statuses[201]

    check(test, Answer((HELLO.replace(b"200 OK", b"201 Created"),)))


def test_a_hundred_changes_of_the_rate_add_no_request() -> None:
    async def test(load: Load) -> None:
        load.open(1)
        await load.until(lambda totals: totals.sent == 1)
        for rate in range(1, 101):
            load.open(1 + rate / 1_000)
            await asyncio.sleep(0)
        assert load.totals.scheduled == 1
        load.open(1_000)
        await load.until(lambda totals: totals.scheduled > 100)

    check(test)


def test_a_smaller_limit_holds_at_once_and_touches_nothing_under_way() -> None:
    async def test(load: Load) -> None:
        load.open(1_000, 30)
        await load.until(lambda totals: totals.in_flight == 30)
        load.open(1_000, 5)
        dropped = load.totals.dropped
        totals = await load.until(lambda totals: totals.dropped > dropped + 10)
        assert (totals.in_flight, totals.cancelled) == (30, 0)

    check(test, HOLD)


def test_from_one_model_to_the_other_and_back_no_request_is_lost() -> None:
    async def test(load: Load) -> None:
        load.plan(7)
        await load.until(lambda totals: totals.in_flight == 7)
        load.open(500, 20)
        await load.until(lambda totals: totals.in_flight == 27)
        load.plan(3)
        # Three of the seven that were about to leave stay.
        assert load.totals.in_flight == 27
        load.server.released.set()
        await load.server.until_open(3)
        await load.until(lambda totals: totals.ok >= 100)
        assert len(load.generator.users) == 3
        assert load.totals.cancelled == 0

    check(test, WAIT)


def test_a_pause_cancels_what_is_not_answered_in_time() -> None:
    async def test(load: Load) -> None:
        for drain_s in (0.0, 0.05):
            load.open(1_000, 10)
            before = await load.until(lambda totals: totals.in_flight == 10)
            load.plan(0, drain_s=drain_s)
            totals = await load.until(lambda totals: totals.in_flight == 0)
            assert totals.cancelled == before.cancelled + 10
            assert totals.scheduled <= before.scheduled + 1

    check(test, HOLD)


def test_a_pause_may_wait_for_the_answers_under_way() -> None:
    async def test(load: Load) -> None:
        load.open(1_000, 5)
        await load.until(lambda totals: totals.in_flight == 5)
        load.plan(0, drain_s=5.0)
        load.server.released.set()
        totals = await load.until(lambda totals: totals.in_flight == 0)
        assert totals.cancelled == 0
        await load.server.until_open(0)

    check(test, WAIT)


def test_it_moves_to_another_server_and_leaves_no_connection_behind() -> None:
    async def test(load: Load) -> None:
        load.open(500)
        await load.until(lambda totals: totals.ok > 20)
        async with ScriptedServer().running() as other:
            load.open(500, url=other.url)
            await load.server.until_open(0)
            await load.until(lambda _: len(other.requests) > 20)
            assert (await load.stop()).failures == 0

    check(test)
