"""Whichever client sends, the accounting is the same."""

import asyncio
import errno
from typing import Any

import pytest

from loadgen.model import clients
from loadgen.model.clients import ClientKey
from loadgen.model.load_plan import LoadRequest
from tests.loadgen.generator.framing_cases import CASES
from tests.loadgen.generator.load import HOLD, Load, check, run
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

pytestmark = pytest.mark.slow

CLIENTS = [each.key for each in clients.CLIENTS]
KINDS = {
    "status": Answer((CASES["500"],)),
    "reset": Answer((HELLO[:-2],), "close"),
    "protocol": Answer((b"nonsense\r\n\r\n",), "hold"),
    "timeout": HOLD,
}


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> ClientKey:
    chosen: ClientKey = request.param
    return chosen


@pytest.fixture(params=["closed", "open"])
def model(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def _load(load: Load, model: str, count: int, **parts: Any) -> None:
    """So many users, or at most so many in flight."""
    if model == "closed":
        load.plan(count, **parts)
    else:
        load.open(1_000, count, **parts)


def test_each_sends_what_the_plan_says(client: ClientKey, model: str) -> None:
    async def test(load: Load) -> None:
        request = LoadRequest("", "POST", (("X-A", "b"),), b"abc")
        _load(load, model, 5, client=client, requests=(request,))
        await load.until(lambda totals: totals.ok >= 30)
        totals = await load.stop()
        assert totals.failures == 0
        assert totals.sent == totals.ok + totals.cancelled
        assert load.server.requests[0].startswith(b"POST /path HTTP/1.1\r\n")
        assert b"\r\nx-a: b\r\n" in load.server.requests[0].lower()
        assert load.server.requests[0].endswith(b"\r\n\r\nabc")
        # Stock httpx may close one here and there.
        assert load.server.connections <= 10

    check(test)


@pytest.mark.parametrize("kind", KINDS)
def test_failures_have_the_same_kind(kind: str, client: ClientKey, model: str) -> None:
    async def test(load: Load) -> None:
        _load(load, model, 2, client=client, timeout_s=0.05 if kind == "timeout" else 5.0)
        totals = await load.until(lambda totals: totals.failures >= 4)
        assert totals.failed.keys() == {kind}
        assert totals.ok == 0

    check(test, KINDS[kind])


def test_nobody_listening_is_refused(client: ClientKey, model: str) -> None:
    async def main() -> None:
        server = ScriptedServer()
        async with server.running():
            pass
        load = Load(server)
        _load(load, model, 2, client=client)
        totals = await load.until(lambda totals: totals.failures >= 2)
        assert totals.failed.keys() == {"refused"}
        await load.stop()

    run(main())


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.EADDRNOTAVAIL, "ran out of local ports"), (errno.EMFILE, "ran out of descriptors")],
)
def test_limits_of_this_machine_are_not_blamed_on_the_server(
    code: int, said: str, client: ClientKey, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise OSError(code, "no more of it")

    monkeypatch.setattr(asyncio.BaseEventLoop, "create_connection", fail)

    async def test(load: Load) -> None:
        _load(load, model, 2, client=client)
        totals = await load.until(lambda totals: totals.failures >= 2)
        assert totals.failed.keys() == {"generator"}
        notice = load.generator.snapshot().notice
        assert notice.startswith(f"The load generator, not the server, {said}")
        load.plan(0)
        assert load.generator.snapshot().notice == ""

    check(test)


def test_the_client_is_changed_while_the_load_flows(model: str) -> None:
    async def test(load: Load) -> None:
        for client in (*CLIENTS, *reversed(CLIENTS)):
            before = load.totals.ok
            _load(load, model, 4, client=client)
            await load.until(lambda totals: totals.ok > before + 20)  # noqa: B023 (awaited here)
        totals = await load.stop()
        assert totals.failures == 0
        # Stock httpx says who it is.
        named = {b"python-httpx" in request for request in load.server.requests}
        assert named == {True, False}

    check(test)


def test_cancelled_requests_are_counted(client: ClientKey, model: str) -> None:
    async def test(load: Load) -> None:
        _load(load, model, 5, client=client)
        await load.until(lambda totals: totals.in_flight == 5)
        load.plan(0)
        totals = await load.until(lambda totals: totals.in_flight == 0)
        assert totals.cancelled == 5
        await load.server.until_open(0)

    check(test, HOLD)
