"""A connection is closed after so many requests, whichever client and load model sends."""

import httpx
import pytest

from loadgen.generator.client.request import PreparedRequest
from loadgen.generator.client.transport import LoadTransport
from loadgen.model import clients
from loadgen.model.clients import ClientKey
from loadgen.model.load_plan import ClosedModel, LoadPlan, Model, OpenModel
from tests.loadgen.generator.conftest import Run
from tests.loadgen.generator.load import Load, check
from tests.loadgen.generator.scripted_server import ScriptedServer

pytestmark = pytest.mark.slow

CLIENTS = [each.key for each in clients.CLIENTS]
MODELS: dict[str, Model] = {
    "closed": ClosedModel(3),
    "open": OpenModel(500.0, 3),
    "open over connections": OpenModel(500.0, 100, 3),
}


def closing(request: bytes) -> bool:
    return b"\r\nconnection: close\r\n" in request.lower()


@pytest.mark.parametrize("limit", [1, 10])
@pytest.mark.parametrize("prepared", [True, False])
def test_the_last_request_of_a_connection_asks_to_close_it(
    limit: int, prepared: bool, run: Run
) -> None:
    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            kind = PreparedRequest if prepared else httpx.Request
            request = kind("POST", server.url, content=b"abc", headers={"Connection": "keep-alive"})
            transport.limit(limit)
            for _ in range(3 * limit):
                response = await transport.handle_async_request(request)
                assert response.status_code == 200
            await server.until_open(0)
            assert server.connections == 3
            asked = [closing(each) for each in server.requests]
            assert asked == [*[False] * (limit - 1), True] * 3
            assert all(each.lower().count(b"\r\nconnection:") == 1 for each in server.requests)
            assert all(each.endswith(b"\r\n\r\nabc") for each in server.requests)

    run(main())


def test_without_a_limit_a_connection_stays_open_and_with_one_again_it_is_closed(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            request = PreparedRequest("GET", server.url)
            for limit, connections in ((0, 1), (1, 1), (1, 2), (0, 3), (0, 3)):
                transport.limit(limit)
                await transport.handle_async_request(request)
                assert server.connections == connections
            assert len(server.open) == 1

    run(main())


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("limit", [1, 10])
def test_each_client_and_model_opens_as_many_connections_as_that_takes(
    client: ClientKey, model: str, limit: int
) -> None:
    async def test(load: Load) -> None:
        load.follow(MODELS[model], client=client, requests_per_connection=limit)
        await load.until(lambda totals: totals.ok >= 60)
        totals = await load.stop()
        assert totals.failures == 0
        server = load.server
        asked = sum(map(closing, server.requests))
        # Each user has asked to close with every so many requests, and not yet with the rest.
        fewest = (len(server.requests) - 3 * (limit - 1)) // limit
        assert fewest <= asked <= server.connections
        assert server.connections <= asked + 3 + (0 if client == "faceoff" else 10)

    check(test)


@pytest.mark.parametrize("model", MODELS)
def test_opened_connections_are_counted(model: str) -> None:
    async def test(load: Load) -> None:
        load.follow(MODELS[model], requests_per_connection=1)
        await load.until(lambda totals: totals.ok >= 20)
        snapshot = await load.generator.stop()
        assert snapshot.connections_opened == load.server.connections
        assert snapshot.connections_opened == snapshot.totals.sent

    check(test)


@pytest.mark.parametrize("model", MODELS)
def test_the_limit_is_changed_while_the_load_flows(model: str) -> None:
    async def test(load: Load) -> None:
        load.follow(MODELS[model])
        await load.until(lambda totals: totals.ok >= 20)
        assert load.server.connections <= 3
        load.follow(MODELS[model], requests_per_connection=1)
        before = load.totals.ok
        await load.until(lambda totals: totals.ok >= before + 20)
        assert load.server.connections >= 15
        load.follow(MODELS[model])
        await load.until(lambda totals: totals.ok >= before + 40)
        opened, before = load.server.connections, load.totals.ok
        await load.until(lambda totals: totals.ok >= before + 40)
        # One that has rested since then connects when it is used again.
        assert load.server.connections <= opened + 3

    check(test)


def test_a_plan_refuses_what_is_no_number_of_requests() -> None:
    with pytest.raises(ValueError, match="takes a whole number from 0 to 16,384"):
        LoadPlan(revision=1, url="", model=ClosedModel(1), requests_per_connection=-1)
