"""Responses that are too large: refused as by httpx, and never later."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.response_parser import HEAD_LIMIT
from tests.loadgen.generator.framing_cases import CHUNKED, OK
from tests.loadgen.generator.outcomes import Outcome, our_outcome, stock_outcome
from tests.support.every_case import every_case

MUCH = b"a" * (HEAD_LIMIT + 1)
REFUSED = Outcome(httpx.RemoteProtocolError)
ENDLESS = {
    "header value": OK + b"X: " + MUCH,
    "header name": OK + MUCH,
    "many headers": OK + b"X: y\r\n" * (HEAD_LIMIT // 6 + 1),
    "reason": b"HTTP/1.1 200 " + MUCH,
    "no status line": MUCH,
    "interim response": b"HTTP/1.1 103 Early\r\nLink: " + MUCH,
    "chunk size": CHUNKED + b"0" * len(MUCH),
    "chunk extension": CHUNKED + b"5;" + MUCH,
    "trailer": CHUNKED + b"2\r\nok\r\n0\r\nX: " + MUCH,
}


def _parts(data: bytes, step: int) -> Iterator[bytes]:
    return (data[at : at + step] for at in range(0, len(data), step))


@every_case("step", [1_000, 65_536])
@every_case("name", ENDLESS)
def test_a_head_without_end_is_refused_as_by_httpx(name: str, step: int) -> None:
    parts = list(_parts(ENDLESS[name], step))
    assert asyncio.run(stock_outcome(parts)) == REFUSED
    assert asyncio.run(our_outcome(parts)) == REFUSED


def test_a_head_over_the_limit_is_refused_however_it_arrives() -> None:
    """Difference: HEAD_LIMITED."""
    data = OK + b"X: " + MUCH + b"\r\nContent-Length: 2\r\n\r\nok"
    assert asyncio.run(stock_outcome([data])).status == 200
    for step in (1_000, 65_536, len(data)):
        assert asyncio.run(our_outcome(list(_parts(data, step)))) == REFUSED


def test_a_large_head_and_a_large_body_are_taken_as_by_httpx() -> None:
    head = OK + b"X: " + b"a" * 90_000 + b"\r\nContent-Length: 1000000\r\n\r\n"
    parts = list(_parts(head + b"b" * 1_000_000, 65_536))
    expected = asyncio.run(stock_outcome(parts))
    assert len(expected.body) == 1_000_000
    assert asyncio.run(our_outcome(parts)) == expected


@pytest.mark.parametrize(
    "head", [OK + b"Content-Length: 101\r\n\r\n", CHUNKED + b"65\r\n", OK + b"\r\n"]
)
def test_a_body_over_the_limit_is_refused(head: bytes) -> None:
    """Difference: BODY_LIMITED; here with a limit of 100 bytes, which is 256 MiB otherwise."""
    parts = [head, b"a" * 101, b"\r\n0\r\n\r\n" if head.startswith(CHUNKED) else b""]
    assert asyncio.run(stock_outcome(parts)).status == 200
    limited = ConnectionRegistry(body_limit=100)
    assert asyncio.run(our_outcome(parts, group=limited)) == REFUSED
