"""The head of a response: status line and headers, and how the body after it is framed."""

import re
from dataclasses import dataclass
from typing import Literal

from loadgen.generator.client.header_fields import (
    Fields,
    parse_fields,
    refused,
    split_lines,
    tokens,
    value_of,
)

Framing = Literal["length", "chunked", "close"]

_STATUS_LINE = re.compile(
    rb"(?P<version>HTTP/[0-9]\.[0-9]) (?P<status>[0-9]{3})(?: (?P<reason>[^\x00\n\v\f\r]*))?"
)
_CACHE_SIZE = 256


@dataclass(frozen=True, slots=True)
class Head:
    """``raw`` is the head to its blank line. ``length`` is the body's where it is known beforehand.

    ``whole`` is how many bytes head and body have together when that is all there is to know: the
    connection stays open and the length is known. It is -1 otherwise, and for 1xx.
    """

    raw: bytes
    version: bytes
    status: int
    reason: bytes
    fields: Fields
    framing: Framing
    length: int
    keep_alive: bool
    whole: int


NO_HEAD = Head(b"\0", b"", 0, b"", [], "close", 0, False, -1)


def parse_head(raw: bytes) -> Head:
    """Understand a head that ends in its blank line; raises httpx.RemoteProtocolError."""
    lines = split_lines(raw)
    line = _STATUS_LINE.fullmatch(lines[0]) if lines else None
    if line is None:
        raise refused(f"{lines[0][:60] if lines else b''!r} is no status line")
    version, status = line["version"], int(line["status"])
    fields = parse_fields(lines[1:])
    if status < 100 or status == 101:
        raise refused(f"status {status} answers nothing that was asked")
    framing, length = _framing(status, fields)
    keep_alive = version >= b"HTTP/1.1" and b"close" not in tokens(fields, b"connection")
    simple = keep_alive and framing == "length" and status >= 200
    whole = len(raw) + length if simple else -1
    reason = line["reason"] or b""
    return Head(raw, version, status, reason, fields, framing, length, keep_alive, whole)


def _framing(status: int, fields: Fields) -> tuple[Framing, int]:
    """RFC 9112, section 6.3, but for what depends on the request's method."""
    if status in (204, 304):
        return "length", 0
    if value_of(fields, b"transfer-encoding") is not None:
        return "chunked", 0
    length = value_of(fields, b"content-length")
    return ("close", 0) if length is None else ("length", int(length))


class HeadCache:
    """Heads by their bytes: a server repeats them, at least until its clock's next second."""

    __slots__ = ("_known", "last")

    def __init__(self) -> None:
        self._known: dict[bytes, Head] = {}
        self.last = NO_HEAD

    def parsed(self, raw: bytes) -> Head:
        """The head of these bytes; raises httpx.RemoteProtocolError."""
        head = self._known.get(raw)
        if head is None:
            head = parse_head(raw)
            if len(self._known) >= _CACHE_SIZE:
                self._known.clear()
            self._known[raw] = head
        self.last = head
        return head
