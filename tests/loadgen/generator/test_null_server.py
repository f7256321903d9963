"""The null server answers whatever it is asked, however the request is cut."""

import asyncio
from typing import cast

import httpx
import msgspec
import pytest

from loadgen.generator.client.transport import LoadTransport
from loadgen.generator.null_server import NullProtocol, NullReady, answer
from servers.process.child_process import Child
from tests.loadgen.generator.load import run

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nab\r\n\r\ncd"


class _Written(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.answers = 0

    def write(self, data: object) -> None:
        self.answers += cast("bytes", data).count(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("request_bytes", [GET, POST])
def test_each_request_gets_one_answer_however_it_is_cut(request_bytes: bytes) -> None:
    for cut in range(1, len(request_bytes)):
        protocol, transport = NullProtocol(answer(5)), _Written()
        protocol.connection_made(transport)
        for _ in range(3):
            protocol.data_received(request_bytes)
            protocol.data_received(request_bytes[:cut])
            protocol.data_received(request_bytes[cut:] + request_bytes)
        assert transport.answers == 9


@pytest.mark.process
@pytest.mark.parametrize("size", [0, 27, 100_000])
def test_it_announces_itself_answers_and_leaves(size: int) -> None:
    async def main() -> None:
        child = await Child.start("loadgen.generator.null_server", "--body-bytes", str(size))
        try:
            lines = child.lines()
            ready = msgspec.json.decode(await anext(lines), type=NullReady)
            assert ready.pid == child.pid
            async with LoadTransport() as transport:
                url = f"http://127.0.0.1:{ready.port}/"
                for method, body in (("GET", b""), ("POST", b"abc"), ("POST", b"abc")):
                    request = httpx.Request(method, url, content=body)
                    response = await transport.handle_async_request(request)
                    assert len(response.content) == size
        finally:
            outcome = await child.stop()
        assert outcome.ok

    run(main())
