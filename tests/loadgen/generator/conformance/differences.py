"""What our transport does otherwise than httpx's own, and why: all of it.

Each entry has its test in ``test_differences``, ``test_oversized`` or ``test_ended``, which fails
when the two agree after all.
"""

from typing import NamedTuple


class Difference(NamedTuple):
    """``cases`` are the names of the responses that it shows in, where these are fixed bytes."""

    what: str
    stock: str
    ours: str
    reason: str
    cases: frozenset[str] = frozenset()


LEFT_OVER = Difference(
    "bytes after a response",
    "are taken for the beginning of the next response on that connection",
    "close the connection; the next request gets a new one",
    "an answer to nothing would be counted as the answer to the next request",
    frozenset(
        {
            "length, bytes too many",
            "length, another response after",
            "chunked, bytes too many",
            "204 with a body",
            "with a body",
            "trailer, then another response",
            "100 after the answer",
            "then zeros",
            "then half a response",
            "then a line end",
            "then three responses",
            "chunked, then a line end",
            "204, then a response",
            "empty, then a chunk",
        }
    ),
)

DECODED_LATE = Difference(
    "a body that is not coded as it says, and is cut off too",
    "DecodingError: it decodes while it receives",
    "RemoteProtocolError: it has not arrived whole",
    "a response is returned when it is complete, and its body is decoded when somebody asks",
    frozenset(
        {
            "zipped, but is not",
            "gzip, not at all",
            "gzip, not at all, chunked",
            "gzip, but deflated",
            "gzip, damaged",
            "gzip, wrong checksum",
            "deflate, not at all",
        }
    ),
)

WHOLE_DEADLINE = Difference(
    "a body that drips",
    "is read for as long as it drips: timeouts are for each read",
    "ReadTimeout at the deadline of the whole request",
    "one dripping server would hold a user of the load for ever",
)

SWITCHED = Difference(
    "101 after a request to upgrade",
    "is the response; the caller may take over the connection",
    "RemoteProtocolError",
    "nothing but HTTP/1.1 is measured, and nobody would take over",
)

TUNNELLED = Difference(
    "CONNECT",
    "is sent, and answered like any other method",
    "LocalProtocolError, before anything is sent",
    "there is no proxy between a load and a server of this machine",
)

BODY_LIMITED = Difference(
    "a body without end",
    "is received until the memory is full",
    "RemoteProtocolError at 256 MiB",
    "the generator must outlive what it measures",
)

HEAD_LIMITED = Difference(
    "a head of more than 100 KiB",
    "is refused, unless its end arrives together with the byte that is too many",
    "is refused, however it arrives",
    "what a request ends in may not depend on how the network cut it",
)

DIFFERENCES = (
    LEFT_OVER,
    DECODED_LATE,
    WHOLE_DEADLINE,
    SWITCHED,
    TUNNELLED,
    BODY_LIMITED,
    HEAD_LIMITED,
)
