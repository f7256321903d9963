"""A server that answers with bytes given beforehand, on a real socket.

It understands no HTTP but where a request ends.
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

Then = Literal["keep", "close", "reset", "hold", "wait"]

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@dataclass(frozen=True)
class Answer:
    """``parts`` are sent ``pause_s`` apart; then the connection is kept, closed, reset, or held.

    ``wait`` sends them only when the server is released.
    """

    parts: tuple[bytes, ...] = (HELLO,)
    then: Then = "keep"
    pause_s: float = 0.0


class ScriptedServer:
    """Each request gets the next answer; the last one is repeated."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers or (Answer(),))
        self.requests: list[bytes] = []
        self.connections = 0
        self.open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self.released = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/path"

    @contextlib.asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["ScriptedServer"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", port, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            # Python 3.11 leaves open for ever whom it has accepted in the moment of the close.
            for listener in server.sockets:
                asyncio.get_running_loop().remove_reader(listener.fileno())
            for _ in range(10):  # who was accepted only just must get as far as being served
                await asyncio.sleep(0)
            server.close()
            for writer in list(self.open):
                writer.transport.abort()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def until_open(self, count: int) -> None:
        """Wait until so many connections are open; the caller sets the deadline."""
        while len(self.open) != count:
            self._changed.clear()
            await self._changed.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.open.add(writer)
        self._changed.set()
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._answer(reader, writer):
                    pass
        finally:
            writer.transport.abort()
            self.open.discard(writer)
            self._tasks.discard(task)
            self._changed.set()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        lowered = head.lower()
        body = b""
        if b"content-length: " in lowered:
            length = lowered.split(b"content-length: ")[1].split(b"\r\n")[0]
            body = await reader.readexactly(int(length))
        elif b"transfer-encoding: chunked" in lowered:
            body = await reader.readuntil(b"0\r\n\r\n")
        self.requests.append(head + body)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.then == "wait":
            await self.released.wait()
        for part in answer.parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(answer.pause_s)
        if answer.then == "hold":
            await reader.read()
        elif answer.then == "reset":
            # A linger of zero seconds makes of the close a reset.
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        elif answer.then == "close":
            writer.write_eof()
            await reader.read()
        return answer.then in ("keep", "wait")
