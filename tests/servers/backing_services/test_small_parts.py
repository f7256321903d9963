"""The seed is always the same; the upstream is as slow and as faulty as it is asked to be."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from servers.backing_services import seed_data
from servers.backing_services.postgres.postgres_schema import rows
from servers.backing_services.upstream_server import PRODUCT, Product
from servers.catalog.scenario_requests import ORDERS_IN_DATABASE


def test_every_order_has_one_to_five_lines() -> None:
    orders, lines = list(seed_data.orders()), list(seed_data.order_lines())
    assert [order.id for order in orders] == list(range(1, ORDERS_IN_DATABASE + 1))
    assert {len(seed_data.lines(order.id)) for order in orders} == {1, 2, 3, 4, 5}
    assert lines == [line for order in orders for line in seed_data.lines(order.id)]
    assert all(1 <= line.quantity <= 7 and line.unit_price_cents >= 199 for line in lines)


def test_the_seed_never_changes() -> None:
    assert seed_data.order(1) == (1, "Alan Brandt")
    assert seed_data.lines(1) == ((1, 1, "SKU-0138", 3, 3649), (1, 2, "SKU-0239", 4, 6174))
    assert list(seed_data.orders()) == list(seed_data.orders())


def test_the_rows_are_what_postgresql_copies() -> None:
    content = rows()
    assert content.orders.splitlines()[0] == "1\tAlan Brandt"
    assert content.order_lines.splitlines()[0] == "1\t1\tSKU-0138\t3\t3649"
    assert content.next_id == ORDERS_IN_DATABASE + 1


async def called(app: Product, path: str, query: str) -> tuple[int, bytes]:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await app({"path": path, "query_string": query.encode()}, receive, send)
    return sent[0]["status"], sent[1]["body"]


def answers(app: Product, query: str, count: int) -> list[tuple[int, bytes]]:
    async def all_of_them() -> list[tuple[int, bytes]]:
        return [await called(app, "/product", query) for _ in range(count)]

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("query", ["", "latency_ms=0&n=7", "latency_ms=no&jitter_ms=-5"])
def test_every_call_has_the_same_answer(query: str) -> None:
    assert answers(Product(), query, 5) == [(200, PRODUCT)] * 5


@pytest.mark.parametrize("percent", [0, 1, 10, 50, 99, 100])
def test_failures_are_spread_evenly_and_over_both_lanes(percent: int) -> None:
    found = answers(Product(), f"failure_percent={percent}", 2_000)
    failed = [status == 503 for status, _ in found]
    expected = 10 * percent
    for lane in (failed[::2], failed[1::2]):
        assert sum(lane) == pytest.approx(expected, abs=5)
    for start in range(0, 2_000, 100):
        assert sum(failed[start : start + 100]) == pytest.approx(percent, abs=3)


def test_jitter_lengthens_differently_each_time_but_the_same_in_each_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("servers.backing_services.upstream_server.asyncio.sleep", sleep)
    for _ in range(2):
        answers(Product(), "latency_ms=50&jitter_ms=20", 100)
    assert slept[:100] == slept[100:]
    assert len(set(slept)) == 100
    assert min(slept) >= 0.05
    assert max(slept) <= 0.07
    assert max(slept) - min(slept) > 0.015


def test_what_it_does_not_have_it_says() -> None:
    assert asyncio.run(called(Product(), "/", ""))[0] == 404
