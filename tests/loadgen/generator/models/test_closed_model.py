"""The closed model: so many users, and what changes do to them."""

import asyncio
import time
from functools import partial

import httpx
import pytest

from loadgen.generator import descriptor_limit
from loadgen.model.load_plan import LoadRequest
from tests.loadgen.generator.load import HOLD, WAIT, Load, check
from tests.loadgen.generator.scripted_server import ScriptedServer

pytestmark = pytest.mark.slow

OTHER = LoadRequest("/other")


def test_each_user_has_one_connection_and_one_request_in_flight() -> None:
    async def test(load: Load) -> None:
        load.plan(20)
        await load.server.until_open(20)
        await load.until(lambda totals: totals.sent == totals.in_flight == 20)
        load.plan(200)
        await load.server.until_open(200)
        load.plan(5)
        load.server.released.set()
        await load.server.until_open(5)
        totals = await load.stop()
        assert totals.ok >= 195
        assert totals.sent == totals.ok + totals.cancelled

    check(test, WAIT)


def test_users_keep_their_connections() -> None:
    async def test(load: Load) -> None:
        load.plan(4)
        await load.until(lambda totals: totals.ok >= 200)
        totals = await load.stop()
        assert load.server.connections == 4
        assert totals.failures == 0

    check(test)


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

    check(test, HOLD)


def test_a_pause_may_wait_for_the_answers_under_way() -> None:
    async def test(load: Load) -> None:
        load.plan(5)
        await load.until(lambda _: len(load.server.requests) == 5)
        load.plan(0, drain_s=5.0)
        load.server.released.set()
        totals = await load.until(lambda totals: totals.in_flight == 0)
        assert (totals.ok, totals.cancelled) == (5, 0)

    check(test, WAIT)


def test_a_pause_waits_for_so_long_and_no_longer() -> None:
    async def test(load: Load) -> None:
        load.plan(5)
        await load.until(lambda totals: totals.in_flight == 5)
        load.plan(0, drain_s=0.05)
        totals = await load.until(lambda totals: totals.in_flight == 0)
        assert totals.cancelled == 5

    check(test, HOLD)


def test_a_new_request_replaces_the_old_one_and_loses_none() -> None:
    async def test(load: Load) -> None:
        load.plan(4)
        await load.until(lambda totals: totals.ok > 20)
        load.plan(4, requests=(LoadRequest("/new", "POST", (), b"abc"),))
        before = len(load.server.requests)
        await load.until(lambda totals: len(load.server.requests) > before + 20)
        assert load.server.requests[-1].startswith(b"POST /path/new HTTP/1.1")
        assert load.server.requests[-1].endswith(b"\r\n\r\nabc")
        totals = await load.stop()
        assert totals.cancelled <= 4  # by the stop alone
        assert totals.sent == len(load.server.requests)

    check(test)


def test_a_change_lets_the_requests_under_way_end() -> None:
    async def test(load: Load) -> None:
        load.plan(5)
        await load.until(lambda _: len(load.server.requests) == 5)
        load.plan(5, url=load.server.url + "/new")
        load.plan(2, url=load.server.url + "/new")
        load.server.released.set()
        await load.until(lambda totals: totals.ok >= 20)
        assert load.totals.cancelled == 0
        assert all(b"/path/new" in request for request in load.server.requests[5:])

    check(test, WAIT)


def test_who_is_about_to_leave_stays_when_the_slider_comes_back() -> None:
    async def test(load: Load) -> None:
        load.plan(50)
        await load.until(lambda totals: totals.in_flight == 50)
        for count in (5, 50, 20, 50, 1, 50):
            load.plan(count)
            await asyncio.sleep(0)
        assert len(load.generator.users) == 50
        assert (load.totals.sent, load.server.connections) == (50, 50)

    check(test, HOLD)


def test_who_was_cancelled_does_not_stay() -> None:
    async def test(load: Load) -> None:
        load.plan(10)
        await load.until(lambda totals: totals.in_flight == 10)
        load.plan(0)
        load.plan(10)
        await load.until(lambda totals: totals.in_flight == 10 and totals.cancelled == 10)

    check(test, HOLD)


def test_only_the_number_changed_touches_no_request() -> None:
    async def test(load: Load) -> None:
        load.plan(5)
        await load.until(lambda totals: totals.in_flight == 5)
        load.plan(6)
        await load.until(lambda totals: totals.in_flight == 6)
        assert load.totals.cancelled == 0

    check(test, HOLD)


def test_a_hundred_changes_end_as_the_last_one_says() -> None:
    async def test(load: Load) -> None:
        for count in range(1, 101):
            load.plan(count % 17, url=load.server.url + f"/{count % 3}")
            if count % 10 == 0:
                await asyncio.sleep(0)
        load.plan(7)
        await load.server.until_open(7)
        await load.until(lambda totals: totals.in_flight == 7)

    check(test, HOLD)


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

    check(test)


def test_users_may_start_evenly_over_some_time() -> None:
    async def test(load: Load) -> None:
        begun = time.monotonic()
        load.plan(100, ramp_s=0.4)
        await load.until(lambda totals: totals.in_flight >= 50)
        assert time.monotonic() - begun > 0.15
        await load.until(lambda totals: totals.in_flight == 100)
        assert time.monotonic() - begun > 0.35
        # Those who come to them come at once.
        load.plan(200, ramp_s=60.0)
        await load.until(lambda totals: totals.in_flight == 200)

    check(test, HOLD)


def test_a_slow_start_of_few_users_comes_to_its_end() -> None:
    async def test(load: Load) -> None:
        load.plan(3, ramp_s=0.2)
        await load.until(lambda totals: totals.in_flight == 3)

    check(test, HOLD)


def test_an_interval_begins_when_load_begins_to_flow() -> None:
    async def test(load: Load) -> None:
        for plan in (partial(load.plan, 2), partial(load.open, 100)):
            await asyncio.sleep(0.1)
            begun = time.monotonic()
            plan()
            await load.until(lambda totals: totals.in_flight > 0)
            interval_s = load.generator.snapshot().interval_s
            assert interval_s <= time.monotonic() - begun
            load.plan(0)
            await load.until(lambda totals: totals.in_flight == 0)

    check(test, HOLD)


def test_fewer_descriptors_than_users_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptor_limit, "allow_connections", lambda count: min(count, 3))

    async def test(load: Load) -> None:
        load.plan(10)
        await load.server.until_open(3)
        notice = load.generator.snapshot().notice
        assert notice.startswith("This system allows the load generator 3 of 10 connections")
        load.plan(2)
        assert load.generator.snapshot().notice == ""

    check(test)


def test_the_limit_of_descriptors_is_raised_as_far_as_it_goes() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        assert descriptor_limit.allow_connections(1000) == 1000
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 1000 + descriptor_limit.SPARE
        assert descriptor_limit.allow_connections(10**9) == before[1] - descriptor_limit.SPARE
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_plan_that_makes_no_request_is_refused_and_changes_nothing() -> None:
    async def test(load: Load) -> None:
        load.plan(1)
        plan = load.generator.plan
        for parts in (
            {"url": "http://10.0.0.1/"},
            {"requests": (OTHER, LoadRequest("", headers=(("X Y", "1"),)))},
        ):
            with pytest.raises((ValueError, httpx.LocalProtocolError)):
                load.plan(1, **parts)
        assert load.generator.plan is plan

    check(test)
