"""``python -m loadgen.generator.null_server``: a server that costs next to nothing.

What a generator sends to it at most is the generator's own ceiling. It answers every request with
the same bytes, says on stdout where it listens, one line of JSON, and leaves when stdin closes.
"""

import argparse
import asyncio
import os
import re
import sys

import msgspec

from loadgen.generator import descriptor_limit
from loadgen.generator.event_loop import event_loop
from servers.process import parent_death
from servers.process.byte_units import MIB

BODY_BYTES = 27
BODY_BYTES_MAX = 16 * MIB
_BACKLOG = 4_096
_CONNECTIONS = 16_384
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*\r\n", re.IGNORECASE)


class NullReady(msgspec.Struct, frozen=True):
    """Said once, when requests are answered."""

    port: int
    pid: int


def answer(body_bytes: int) -> bytes:
    """The response: as long a head as a small server's, and a body of so many bytes."""
    head = (
        "HTTP/1.1 200 OK\r\nServer: null\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
        "Connection: keep-alive\r\nContent-Type: text/plain\r\n"
        f"Content-Length: {body_bytes}\r\n\r\n"
    )
    return head.encode() + b"0" * body_bytes


class NullProtocol(asyncio.Protocol):
    """Finds where requests end, and knows at once the one that came before."""

    __slots__ = ("_answer", "_known", "_rest", "_transport")

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._known = b""
        self._rest = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are asyncio's in all but their class.
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        if data == self._known and not self._rest:
            self._transport.write(self._answer)
            return
        self._rest += data
        while length := _request_length(self._rest):
            self._known, self._rest = self._rest[:length], self._rest[length:]
            self._transport.write(self._answer)


def _request_length(data: bytes) -> int:
    """How many bytes the first request has; 0 while it is not complete."""
    end = data.find(b"\r\n\r\n") + 4
    if end < 4:
        return 0
    declared = _LENGTH.search(data, 0, end)
    length = end + (int(declared[1]) if declared else 0)
    return length if len(data) >= length else 0


async def _serve(body_bytes: int) -> None:
    loop, fixed = asyncio.get_running_loop(), answer(body_bytes)
    server = await loop.create_server(lambda: NullProtocol(fixed), "127.0.0.1", 0, backlog=_BACKLOG)
    # Nothing is to be finished, and a loop that is busy answering is not waited for.
    parent_death.on_stdin_closed(lambda: os._exit(0))
    ready = NullReady(server.sockets[0].getsockname()[1], os.getpid())
    sys.stdout.buffer.write(msgspec.json.encode(ready) + b"\n")
    sys.stdout.buffer.flush()
    await server.serve_forever()


def _size(text: str) -> int:
    size = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
    if not 0 <= size <= BODY_BYTES_MAX:
        raise argparse.ArgumentTypeError(f"it takes a whole number from 0 to {BODY_BYTES_MAX:,}")
    return size


def main() -> None:
    """Serve until stdin closes."""
    parser = argparse.ArgumentParser(
        prog="python -m loadgen.generator.null_server",
        description=(__doc__ or "").partition("\n\n")[2],
    )
    parser.add_argument(
        "--body-bytes", type=_size, default=BODY_BYTES, help=f"of each answer ({BODY_BYTES})"
    )
    options = parser.parse_args()
    parent_death.die_with_parent()
    descriptor_limit.allow_connections(_CONNECTIONS)
    with asyncio.Runner(loop_factory=event_loop) as runner:
        runner.run(_serve(options.body_bytes))


if __name__ == "__main__":
    main()
