"""A mistake of ours is never blamed on the server."""

import httpx
import pytest

from loadgen.generator.client.failure_kinds import kind_of
from loadgen.generator.client.response_parser import ResponseParser
from loadgen.generator.client.transport import LoadTransport
from tests.loadgen.generator.conftest import Run
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer


def test_an_error_while_receiving_is_the_generators(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> bool:
        raise ValueError("a bug")

    monkeypatch.setattr(ResponseParser, "feed", stumble)

    async def main() -> None:
        async with ScriptedServer(Answer()).running() as server, LoadTransport() as transport:
            with pytest.raises(httpx.TransportError) as caught:
                await transport.handle_async_request(httpx.Request("GET", server.url))
            assert kind_of(caught.value) == "generator"
            await server.until_open(0)

    run(main())
