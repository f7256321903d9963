"""The requests of a plan: one after the other, over and over, for all senders."""

import time
from collections import Counter

import msgspec
import pytest

from loadgen.generator.request_cycle import cycle_of
from loadgen.model import clients
from loadgen.model.clients import ClientKey
from loadgen.model.load_plan import ClosedModel, LoadPlan, LoadRequest, OpenModel
from tests.loadgen.generator.load import Load, check
from tests.loadgen.generator.scripted_server import Answer

URL = "http://127.0.0.1:8000"
CYCLE = (LoadRequest("/a?n=1"), LoadRequest("/b"), LoadRequest("/c", "POST", (), b"c"))
CLIENTS = [each.key for each in clients.CLIENTS]


def made(requests: tuple[LoadRequest, ...], first: int = 0) -> LoadPlan:
    return LoadPlan(revision=1, url=URL, model=ClosedModel(1), requests=requests, first=first)


def sent(load: Load) -> list[str]:
    """The targets that the server was asked for."""
    return [each.split(b" ")[1].decode().removeprefix("/path") for each in load.server.requests]


@pytest.mark.parametrize(("first", "expected"), [(0, "abcabc"), (1, "bcabca"), (5, "cabcab")])
def test_they_come_in_their_order_from_the_first_one_on(first: int, expected: str) -> None:
    next_request, origin = cycle_of(made(CYCLE, first))
    assert origin == ("127.0.0.1", 8000)
    assert "".join(next_request().url.path[1] for _ in range(6)) == expected


def test_each_is_made_ready_once() -> None:
    next_request = cycle_of(made(CYCLE)).next_request
    laps = [[next_request() for _ in CYCLE] for _ in range(3)]
    assert laps[0] == laps[1] == laps[2]
    assert laps[0][2].wire.data.startswith(b"POST /c HTTP/1.1\r\n")
    assert laps[0][2].wire.data.endswith(b"\r\n\r\nc")


def test_a_thousand_stall_nothing() -> None:
    plan = made(tuple(LoadRequest(f"/orders/{n}") for n in range(1_000)))
    begun = time.process_time()
    cycle_of(plan)
    whole = [cycle_of(plan).next_request() for _ in range(10)]
    assert time.process_time() - begun < 0.01
    assert len(whole) == 10


@pytest.mark.parametrize("target", ["/with blank", "/ünescaped", "/line\r\nX: y"])
def test_a_target_that_is_none_is_refused_with_the_plan(target: str) -> None:
    with pytest.raises(ValueError, match="is no path with its query"):
        LoadRequest(target)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({"target": target}), type=LoadRequest)


def test_no_requests_at_all_is_no_plan() -> None:
    with pytest.raises(ValueError, match="no requests"):
        cycle_of(made(()))


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("model", [ClosedModel(2), OpenModel(400, 20)], ids=["closed", "open"])
def test_users_share_them(model: ClosedModel | OpenModel, client: ClientKey) -> None:
    async def test(load: Load) -> None:
        load.follow(model, client=client, requests=CYCLE)
        await load.until(lambda totals: totals.ok >= 30)
        load.follow(ClosedModel(0), client=client, requests=CYCLE, drain_s=5.0)
        await load.until(lambda totals: totals.in_flight == 0)
        counts = Counter(sent(load))
        assert counts.keys() == {"/a?n=1", "/b", "/c"}
        assert max(counts.values()) - min(counts.values()) <= 1

    check(test)


def test_the_position_survives_a_change_of_users_and_of_the_model() -> None:
    async def test(load: Load) -> None:
        cycle = tuple(LoadRequest(f"/{n}") for n in range(1_000))
        load.plan(1, requests=cycle)
        for model in (ClosedModel(3), OpenModel(300), OpenModel(200, 5), ClosedModel(0)):
            before = load.totals.ok
            await load.until(lambda totals: totals.ok > before + 20)  # noqa: B023 (awaited)
            load.follow(model, requests=cycle)
        await load.until(lambda totals: totals.in_flight == 0)
        numbers = [int(target[1:]) for target in sent(load)]
        assert len(numbers) < 1_000
        assert sorted(numbers) == list(range(len(numbers)))

    check(test)


def test_a_status_is_counted_as_the_plan_calls_it() -> None:
    async def test(load: Load) -> None:
        for follow in (load.plan, load.open):
            before = load.totals.failed.get("pool exhausted", 0)
            follow(20, status_kinds={503: "pool exhausted"})
            totals = await load.until(
                lambda totals: totals.failed.get("pool exhausted", 0) > before + 3  # noqa: B023
            )
            assert totals.failed.keys() == {"pool exhausted"}

    check(test, Answer((b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",)))
