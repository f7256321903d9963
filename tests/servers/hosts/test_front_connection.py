"""The front's connections pass on requests and answers whole, to the upstream that is marked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

import pytest

from servers.catalog.migration_stages import APP_HEADER, NEW_APP
from servers.hosts.front_connection import ClientSide, Front

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]
MARK = f"{APP_HEADER}: {NEW_APP}\r\n"
LENGTH = b"\r\nContent-Length: 5\r\n\r\n"
WAITS_S = 10.0


def get(target: str, headers: str = "") -> bytes:
    return f"GET {target} HTTP/1.1\r\nHost: shop\r\n{headers}\r\n".encode()


def answer(body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def answering(name: str, *answers: bytes) -> Handle:
    """Reads a request's head for each of these answers, then closes."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for each in answers or (answer(name.encode()),) * 9:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            if b"chunked" in head:
                await reader.readuntil(b"0\r\n\r\n")
            writer.write(each)
        writer.close()

    return handle


@asynccontextmanager
async def connected(
    old: Handle | None, new: Handle | None = None
) -> AsyncIterator[tuple[Front, asyncio.StreamReader, asyncio.StreamWriter]]:
    """A client of a front before these two; None is a port on which nobody listens."""
    servers, ports = [], []
    handling: set[asyncio.Task[None]] = set()

    def noted(handle: Handle) -> Handle:
        async def handle_noted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            handling.add(task)
            try:
                await handle(reader, writer)
                await writer.wait_closed()
            finally:
                handling.discard(task)

        return handle_noted

    for handle in (old, new or answering("new")):
        server = await asyncio.start_server(noted(handle or answering("nobody")), "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        servers.append(server)
        if handle is None:
            server.close()
            await server.wait_closed()
    front = Front({"old": ports[0], "new": ports[1]}, "the nonce")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: ClientSide(front), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
    try:
        async with asyncio.timeout(WAITS_S):
            yield front, reader, writer
    finally:
        writer.close()
        for each in (server, *servers):
            each.close()
        await writer.wait_closed()
        await asyncio.gather(*handling)
        for _ in range(9):  # asyncio tells of a closed connection in the next round of the loop
            await asyncio.sleep(0)
        assert not front.clients


async def body_of(reader: asyncio.StreamReader) -> bytes:
    """That of an answer with a length."""
    head = await reader.readuntil(b"\r\n\r\n")
    (length,) = (
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if b"content-length" in line.lower()
    )
    return await reader.readexactly(length)


def run(test: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(test())


def test_the_mark_decides_for_each_request_of_a_connection() -> None:
    async def test() -> None:
        async with connected(answering("old")) as (front, reader, writer):
            for headers, name in (("", b"old"), (MARK, b"new"), ("", b"old"), (MARK, b"new")):
                writer.write(get("/", headers))
                assert await body_of(reader) == name
            assert front.sent == {"old": 2, "new": 2}
            assert front.in_progress == 0

    run(test)


def test_requests_that_come_together_are_answered_in_their_order() -> None:
    async def test() -> None:
        async with connected(answering("old")) as (_, reader, writer):
            writer.write(get("/", MARK) + get("/") + get("/_faceoff") + get("/", MARK))
            found = [await body_of(reader) for _ in range(4)]
            assert found == [b"new", b"old", b"the nonce", b"new"]

    run(test)


def test_a_chunked_body_arrives_in_pieces_and_whole() -> None:
    seen: list[bytes] = []

    async def old(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"0\r\n\r\n"))
        writer.write(answer(b"read"))
        writer.close()

    async def test() -> None:
        async with connected(old) as (_, reader, writer):
            head = "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n"
            for each in (head.encode(), b"3\r\none\r\n", b"5\r\nthree\r\n", b"0\r\n\r\n"):
                writer.write(each)
                await writer.drain()
            assert await body_of(reader) == b"read"

    run(test)
    assert seen[0].endswith(b"\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n")


def test_an_answer_to_head_has_no_body() -> None:
    no_body = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"

    async def test() -> None:
        async with connected(answering("old", no_body, answer(b"next"))) as (_, reader, writer):
            writer.write(get("/").replace(b"GET", b"HEAD") + get("/"))
            assert await reader.readexactly(len(no_body)) == no_body
            assert await body_of(reader) == b"next"

    run(test)


def test_a_status_before_the_answer_is_passed_on() -> None:
    first = b"HTTP/1.1 103 Early Hints\r\n\r\n"

    async def test() -> None:
        async with connected(answering("old", first + answer(b"then"))) as (_, reader, writer):
            writer.write(get("/"))
            assert await reader.readexactly(len(first)) == first
            assert await body_of(reader) == b"then"

    run(test)


@pytest.mark.parametrize(
    "cut",
    [
        b"HTTP/1.1 200 OK\r\n\r\nall until the end",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nnot all of it",
    ],
)
def test_an_upstream_that_closes_closes_the_client(cut: bytes) -> None:
    async def test() -> None:
        async with connected(answering("old", cut)) as (_, reader, writer):
            writer.write(get("/"))
            assert await reader.read() == cut

    run(test)


def test_an_answer_before_the_whole_request_ends_the_connection() -> None:
    async def test() -> None:
        async with connected(answering("old")) as (_, reader, writer):
            writer.write(get("/").replace(b"GET", b"POST").replace(b"\r\n\r\n", LENGTH))
            assert await body_of(reader) == b"old"
            assert await reader.read() == b""

    run(test)


def test_an_upstream_that_closes_without_an_answer_or_is_not_there_is_502() -> None:
    async def closes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def test() -> None:
        for old in (closes, None):
            async with connected(old) as (_, reader, writer):
                writer.write(get("/"))
                assert (await reader.read()).startswith(b"HTTP/1.1 502 ")

    run(test)


def test_what_is_no_request_is_400() -> None:
    async def test() -> None:
        async with connected(answering("old")) as (front, reader, writer):
            writer.write(b"\x16\x03\x01 is no HTTP\r\n\r\n")
            assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
            assert front.sent == {"old": 0, "new": 0}

    run(test)


def test_a_client_that_leaves_ends_its_connection_to_the_upstream() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def old(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        begun.set()
        await reader.read()
        ended.set()
        writer.close()

    async def test() -> None:
        async with connected(old) as (front, _, writer):
            writer.write(get("/"))
            await begun.wait()
            assert front.in_progress == 1
            writer.close()
            await ended.wait()

    run(test)
