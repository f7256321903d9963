"""One HTTP/1.1 response after the other out of bytes, however they were cut. Knows no sockets."""

import re
from collections.abc import Callable
from enum import IntEnum

import httpx

from loadgen.generator.client.header_fields import parse_fields, refused, split_lines
from loadgen.generator.client.response_head import Head, HeadCache
from servers.process.byte_units import MIB

# What httpx's own transport takes; the unfinished part of a head, chunk line or trailer.
HEAD_LIMIT = 100 * 1024
BODY_LIMIT = 256 * MIB

_BLANK_LINE = re.compile(rb"\n\r?\n")
# Extensions are skipped, and so are blanks that some servers pad the line with.
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,20})(?:;[^\n]*)?[ \t]*")


class _Step(IntEnum):
    HEAD = 0
    LENGTH = 1
    CHUNK_LINE = 2
    CHUNK = 3
    CHUNK_END = 4
    TRAILER = 5
    CLOSE = 6
    DONE = 7


class ResponseParser:
    """Feed it what arrives; it says when the response is complete.

    ``head`` and ``body`` (its parts, in order) are then valid until ``begin``. ``clean`` tells
    whether the connection may carry another request: nothing came after the response, neither side
    closes.
    """

    __slots__ = (
        "_body_limit",
        "_buffer",
        "_head_limit",
        "_head_only",
        "_heads",
        "_left",
        "_searched",
        "_size",
        "_step",
        "body",
        "head",
    )

    def __init__(
        self, heads: HeadCache, *, head_limit: int = HEAD_LIMIT, body_limit: int = BODY_LIMIT
    ) -> None:
        self._heads = heads
        self._head_limit = head_limit
        self._body_limit = body_limit
        self._buffer = bytearray()
        self.begin(head_only=False)

    def begin(self, *, head_only: bool) -> None:
        """Expect the next response; ``head_only`` when HEAD was asked."""
        self._head_only = head_only
        self._step = _Step.HEAD
        self._searched = 0
        self._left = 0
        self._size = 0
        self.head: Head | None = None
        self.body: list[bytes] = []

    @property
    def clean(self) -> bool:
        """Whether the connection may be used again: the response ended, with nothing after it."""
        return (
            self._step is _Step.DONE
            and not self._buffer
            and self.head is not None
            and self.head.keep_alive
            and (self._head_only or self.head.framing != "close")
        )

    @property
    def started(self) -> bool:
        """Whether anything of the response has arrived."""
        return self._step is not _Step.HEAD or bool(self._buffer)

    def feed(self, data: bytes) -> bool:
        """Whether the response is complete now; raises httpx.RemoteProtocolError."""
        if self._step is _Step.LENGTH and not self._buffer and len(data) < self._left:
            # The middle of a long body is not copied through the buffer.
            self._left -= len(data)
            self.body.append(data)
            return False
        self._buffer += data
        while self._step is not _Step.DONE:
            if not _STEPS[self._step](self):
                if len(self._buffer) > self._head_limit:
                    raise refused(f"a head or chunk line of more than {self._head_limit:,} bytes")
                return False
        return True

    def eof(self) -> bool:
        """The server closed: True when that completes the response.

        Raises httpx.RemoteProtocolError, caused by an EOFError, when the response is cut off.
        """
        if self._step is _Step.CLOSE:
            self._step = _Step.DONE
        if self._step is _Step.DONE:
            return True
        if self.head is None:
            cut = "Server disconnected without sending a response."
        else:
            cut = "The server closed the connection before the body was complete."
        raise httpx.RemoteProtocolError(cut) from EOFError(cut)

    # Each step takes what it can from the buffer, and tells whether it got what it wanted.

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._searched = 0
        return taken

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > self._body_limit:
            raise refused(f"a body of more than {self._body_limit:,} bytes")

    def _block(self) -> bytes | None:
        """All up to the first blank line, None while it has not come."""
        if self._buffer.startswith(b"\n"):
            return self._take(1)
        if self._buffer.startswith(b"\r\n"):
            return self._take(2)
        end = _BLANK_LINE.search(self._buffer, self._searched)
        if end is None:
            self._searched = max(0, len(self._buffer) - 2)
            return None
        return self._take(end.end())

    def _read_head(self) -> bool:
        block = self._block()
        if block is None:
            if self._buffer and self._buffer[0] <= 0x20:
                raise refused("no status line")
            return False
        if len(block) > self._head_limit:
            raise refused(f"a head of more than {self._head_limit:,} bytes")
        head = self._heads.parsed(block)
        if head.status >= 200:
            self.head = head
            self._frame(head)
        return True

    def _frame(self, head: Head) -> None:
        if self._head_only:
            self._step = _Step.DONE
        elif head.framing == "chunked":
            self._step = _Step.CHUNK_LINE
        elif head.framing == "close":
            self._step = _Step.CLOSE
        else:
            self._grow(head.length)
            self._left = head.length
            self._step = _Step.LENGTH if head.length else _Step.DONE

    def _read_part(self) -> bool:
        """What is here of ``_left`` bytes; whether that was all of them."""
        if part := self._take(self._left):
            self._left -= len(part)
            self.body.append(part)
        return self._left == 0

    def _read_length(self) -> bool:
        if self._read_part():
            self._step = _Step.DONE
            return True
        return False

    def _read_chunk_line(self) -> bool:
        end = self._buffer.find(b"\r\n", max(0, self._searched - 1))
        if end < 0:
            self._searched = len(self._buffer)
            return False
        line = self._take(end + 2)[:-2]
        size = _CHUNK_LINE.fullmatch(line)
        if size is None:
            raise refused(f"{line[:30]!r} is no chunk size")
        self._left = int(size[1], 16)
        self._grow(self._left)
        self._step = _Step.CHUNK if self._left else _Step.TRAILER
        return True

    def _read_chunk(self) -> bool:
        if self._read_part():
            self._step = _Step.CHUNK_END
            return True
        return False

    def _read_chunk_end(self) -> bool:
        if not b"\r\n".startswith(self._buffer[:2]):
            raise refused("a chunk is longer than it says")
        if len(self._buffer) < 2:
            return False
        self._take(2)
        self._step = _Step.CHUNK_LINE
        return True

    def _read_trailer(self) -> bool:
        block = self._block()
        if block is None:
            return False
        parse_fields(split_lines(block))
        self._step = _Step.DONE
        return True

    def _read_to_close(self) -> bool:
        if self._buffer:
            self._grow(len(self._buffer))
            self.body.append(self._take(len(self._buffer)))
        return False


_STEPS: tuple[Callable[[ResponseParser], bool], ...] = (
    ResponseParser._read_head,
    ResponseParser._read_length,
    ResponseParser._read_chunk_line,
    ResponseParser._read_chunk,
    ResponseParser._read_chunk_end,
    ResponseParser._read_trailer,
    ResponseParser._read_to_close,
)
