"""Connections are spread evenly over the ports of a server's processes."""

import contextlib
import socket
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadgen.generator.client import httpx_client
from loadgen.generator.client.connection_spread import ConnectionSpread
from loadgen.model import clients
from loadgen.model.clients import ClientKey
from loadgen.model.load_plan import ClosedModel, OpenModel
from tests.loadgen.generator.load import Load, run
from tests.loadgen.generator.scripted_server import ScriptedServer

pytestmark = pytest.mark.slow

CLIENTS = [each.key for each in clients.CLIENTS]


@given(st.integers(1, 8), st.integers(0, 200))
def test_no_port_has_two_more_than_another(ports: int, connections: int) -> None:
    spread = ConnectionSpread(range(ports))
    taken = Counter(spread.take() for _ in range(connections))
    counts = [taken[port] for port in range(ports)]
    assert sum(counts) == connections
    assert max(counts) - min(counts) <= 1


def test_what_is_given_back_is_taken_next_and_what_can_stay_stays() -> None:
    spread = ConnectionSpread((1, 2))
    assert [spread.take() for _ in range(4)] == [1, 2, 1, 2]
    spread.give_back(2)
    assert spread.take() == 2
    assert spread.take(2) == 2
    assert spread.take(2) == 1
    assert ConnectionSpread().take(1) is None


def free_port() -> int:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        return int(nobody.getsockname()[1])


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("model", [ClosedModel(7), OpenModel(2_000, 500, 7)])
def test_they_are_spread_and_move_when_a_process_is_replaced(
    client: ClientKey, model: ClosedModel | OpenModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    if client != "httpx-shared":
        # Else httpx keeps a connection to the port that was left for 2 s. On a busy machine one in
        # use may be idle for longer than 0.1 s, and would be opened again.
        monkeypatch.setattr(httpx_client, "KEEPALIVE_S", 0.5)

    async def main() -> None:
        async with contextlib.AsyncExitStack() as stack:
            shared, *own = [
                await stack.enter_async_context(ScriptedServer().running()) for _ in range(4)
            ]
            load = Load(shared)

            async def until_open(*counts: int) -> None:
                for server, count in zip((shared, *own), counts, strict=True):
                    await server.until_open(count)

            try:
                first, second, third = (each.port for each in own)
                load.follow(model, ports=(first, second), client=client)
                await until_open(0, 4, 3, 0)
                # Another plan for the same processes moves nobody.
                opened = own[0].connections
                load.follow(model, ports=(first, second), client=client, timeout_s=9.0)
                await load.until(lambda totals: totals.ok > 50)
                assert own[0].connections == opened
                if client != "httpx-shared":
                    # Its pool keeps the connections to the port that was left for 2 s.
                    load.follow(model, ports=(first, third), client=client)
                    await until_open(0, 4, 0, 3)
            finally:
                await load.generator.stop()

    run(main())


def test_who_is_refused_at_a_port_goes_to_the_shared_one() -> None:
    async def main() -> None:
        async with ScriptedServer().running() as shared:
            load = Load(shared)
            try:
                load.plan(2, ports=(free_port(),))
                totals = await load.until(lambda totals: totals.ok > 20)
                assert (totals.failures, len(shared.open)) == (0, 2)
            finally:
                await load.generator.stop()

    run(main())
