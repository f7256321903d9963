"""A way to a service that can be cut and mended, as when the service goes and comes back."""

import asyncio
import contextlib

from tests.support.loop_thread import LoopThread


class Relay:
    """Passes bytes on between ``port`` and the service. It keeps its port while it is cut."""

    def __init__(self, thread: LoopThread, host: str, port: int) -> None:
        self._thread = thread
        self._service = (host, port)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self.port = 0

    def open(self) -> None:
        """Let connections through."""
        self._thread.run(self._start())

    def cut(self) -> None:
        """Break what is connected and refuse what comes."""
        self._thread.run(self._stop())

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for each in self._open:
            each.transport.abort()
        await asyncio.gather(*self._passing)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._service)
        self._open |= {writer, back}
        for one, other in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pass(one, other))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while some := await reader.read(65_536):
                writer.write(some)
                await writer.drain()
        writer.close()
        self._open.discard(writer)
