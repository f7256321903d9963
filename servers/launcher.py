"""Start one server child, wait until it answers as itself, listen to it, stop it."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec

from servers.child import GRACE_S, NOTHING, Child
from servers.messages import Message, Ready, Telemetry
from servers.outcome import Outcome
from servers.variants import variant

READY_TIMEOUT_S = 15.0

_decoder = msgspec.json.Decoder(Message)


class LaunchError(Exception):
    """A server that did not start, in one sentence; ``last_lines`` are its last words."""

    def __init__(self, message: str, last_lines: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.last_lines = last_lines


class RunningServer:
    """A server child that answers requests. ``telemetry`` is its latest, None before the first.

    ``last_heard`` is the ``time.monotonic`` of its latest message: a server that is alive but
    frozen is known by its silence.
    """

    def __init__(self, child: Child, on_telemetry: Callable[[Telemetry], None] | None) -> None:
        self._child = child
        self._on_telemetry = on_telemetry
        self._announced: asyncio.Future[Ready] = asyncio.get_running_loop().create_future()
        self._listening = asyncio.create_task(self._listen())
        self.telemetry: Telemetry | None = None
        self.last_heard = time.monotonic()

    @property
    def ready(self) -> Ready:
        """What it announced itself as."""
        return self._announced.result()

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.ready.port}"

    @property
    def pid(self) -> int:
        """Of the child itself; its workers have others."""
        return self._child.pid

    @property
    def last_lines(self) -> tuple[str, ...]:
        """Its last words on stderr."""
        return self._child.last_lines

    async def wait(self) -> Outcome:
        """Until it has ended, by itself or stopped."""
        return await self._child.wait()

    async def stop(self, grace_s: float = GRACE_S) -> Outcome:
        """Ask it to leave, and see to it that it does. Cancelled, it is killed at once."""
        try:
            return await self._child.stop(grace_s)
        finally:
            self._listening.cancel()
            await asyncio.wait([self._listening])

    async def _announcement(self) -> Ready:
        """Its Ready; raises LaunchError when it ends before, or answers as somebody else."""
        either: set[asyncio.Future[Any]] = {self._announced, self._listening}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not self._announced.done():
            outcome = await self._child.wait()
            raise LaunchError(
                f"The server ended before it was ready ({outcome.describe()}).", self.last_lines
            )
        await _verify(self.ready)
        return self.ready

    async def _listen(self) -> None:
        async for line in self._child.lines():
            try:
                message = _decoder.decode(line)
            except msgspec.MsgspecError:
                continue  # not one of our messages: something printed in the child
            self.last_heard = time.monotonic()
            if isinstance(message, Telemetry):
                self.telemetry = message
                if self._on_telemetry:
                    self._on_telemetry(message)
            elif not self._announced.done():
                self._announced.set_result(message)


async def start_server(
    variant_key: str,
    settings: Mapping[str, int],
    *,
    modules: Collection[str] = (),
    environment: Mapping[str, str] = NOTHING,
    on_telemetry: Callable[[Telemetry], None] | None = None,
    timeout_s: float = READY_TIMEOUT_S,
    module: str = "servers",
) -> RunningServer:
    """Start a server of that variant and wait until it answers; raises LaunchError.

    It may be cancelled at any moment: the child is gone then, too. ``modules`` are those that the
    app is to have on demand, ``environment`` says where their backing services are. ``module`` is
    what the child runs.
    """
    chosen = variant(variant_key).set_options(settings)
    chosen += [word for each in modules for word in ("--with", each)]
    try:
        child = await Child.start(
            module, "--variant", variant_key, *chosen, environment=environment
        )
    except OSError as error:
        raise LaunchError(f"The server could not be started: {error}.") from error
    server = RunningServer(child, on_telemetry)
    try:
        async with asyncio.timeout(timeout_s):
            await server._announcement()
    except TimeoutError:
        await server.stop()
        raise LaunchError(
            f"The server was not ready within {timeout_s:g} s and was stopped.", server.last_lines
        ) from None
    except BaseException:
        # Cancelled, or no server of ours: it has nothing to finish, so it gets no time to.
        child.kill()
        await server.stop()
        raise
    return server


async def _verify(ready: Ready) -> None:
    """Ask for the nonce that was announced; raises LaunchError when somebody else answers."""
    where = f"127.0.0.1:{ready.port}"
    try:
        answer = await _get("/_faceoff", ready.port)
    except OSError as error:
        raise LaunchError(
            f"The server announced {where}, but does not answer there: {error}."
        ) from error
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200") or body.strip() != ready.nonce.encode():
        raise LaunchError(f"Something else answers on {where}; start the server again.")


async def _get(path: str, port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        return await reader.read(-1)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
