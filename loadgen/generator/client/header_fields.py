"""Header fields, as httpx's own HTTP/1.1 parser accepts them: strict in names, not in line ends."""

import re
from collections.abc import Iterable

import httpx

Fields = list[tuple[bytes, bytes]]

TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
# NUL and every white space but blank and tab; a line feed is gone with the end of its line.
_FORBIDDEN_IN_VALUE = re.compile(rb"[\x00\n\v\f\r]")
_DIGITS = re.compile(rb"[0-9]{1,20}")


def refused(why: str) -> httpx.RemoteProtocolError:
    """What the server sent is not HTTP/1.1."""
    return httpx.RemoteProtocolError(f"The server broke HTTP/1.1: {why}.")


def split_lines(block: bytes) -> list[bytes]:
    """The lines of a head or trailer that ends in a blank line. Bare line feeds end a line too."""
    return [line[:-1] if line.endswith(b"\r") else line for line in block.split(b"\n")[:-2]]


def parse_fields(lines: Iterable[bytes]) -> Fields:
    """Names as they came, values stripped; raises httpx.RemoteProtocolError."""
    fields: Fields = []
    lengths: set[bytes] = set()
    coded = False
    for line in _unfolded(lines):
        name, value = _field(line)
        lowered = name.lower()
        if lowered == b"content-length":
            repeated = bool(lengths)
            value = _content_length(value, lengths)
            if repeated:
                continue
        elif lowered == b"transfer-encoding":
            value = value.lower()
            if coded or value != b"chunked":
                raise refused("the only transfer coding understood is one “chunked”")
            coded = True
        fields.append((name, value))
    return fields


def _unfolded(lines: Iterable[bytes]) -> list[bytes]:
    """Obsolete line folding undone: a line that starts with a blank continues the one before."""
    whole: list[bytes] = []
    for line in lines:
        if not line.startswith((b" ", b"\t")):
            whole.append(line)
        elif whole:
            whole[-1] += b" " + line.lstrip(b" \t")
        else:
            raise refused("a continuation line without a header before it")
    return whole


def _field(line: bytes) -> tuple[bytes, bytes]:
    name, colon, value = line.partition(b":")
    value = value.strip(b" \t")
    if not colon or not TOKEN.fullmatch(name) or _FORBIDDEN_IN_VALUE.search(value):
        raise refused(f"{line[:60]!r} is no header")
    return name, value


def _content_length(value: bytes, lengths: set[bytes]) -> bytes:
    """The one length that all repetitions agree on; ``lengths`` collects them over the message."""
    lengths |= {each.strip() for each in value.split(b",")}
    if len(lengths) != 1:
        raise refused("the Content-Length headers contradict each other")
    (length,) = lengths
    if not _DIGITS.fullmatch(length):
        raise refused(f"{length[:30]!r} is no Content-Length")
    return length


def tokens(fields: Fields, name: bytes) -> set[bytes]:
    """The comma-separated words of a header, lowered; ``name`` is lower case."""
    return {
        word.strip()
        for key, value in fields
        if key.lower() == name
        for word in value.lower().split(b",")
    }


def value_of(fields: Fields, name: bytes) -> bytes | None:
    """The first value of a header; ``name`` is lower case."""
    return next((value for key, value in fields if key.lower() == name), None)
