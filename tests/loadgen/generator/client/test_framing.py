"""Responses of every framing, cut anywhere, come out as with httpx's own transport."""

import asyncio
import math
from itertools import pairwise

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.response_head import HeadCache
from loadgen.generator.client.response_parser import HEAD_LIMIT, ResponseParser
from tests.loadgen.generator.framing_cases import CASES, CHUNKED, HEAD_CASES, OK
from tests.loadgen.generator.outcomes import Outcome, our_outcome, stock_outcome
from tests.support.every_case import every_case

ALL = [("GET", name, data) for name, data in CASES.items()]
ALL += [("HEAD", name, data) for name, data in HEAD_CASES.items()]
CUT_OFF = Outcome(httpx.RemoteProtocolError)
# The one difference that is meant: bytes after a response make the connection useless. httpx's
# transport takes them for the beginning of the next response.
LEFT_OVER = {
    "length, bytes too many",
    "length, another response after",
    "chunked, bytes too many",
    "204 with a body",
    "with a body",
}


def _expected(method: str, name: str, data: bytes) -> Outcome:
    expected = asyncio.run(stock_outcome([data], method))
    return expected._replace(reusable=False) if name in LEFT_OVER else expected


@pytest.mark.slow
@every_case(("method", "name", "data"), ALL, ids=[f"{method} {name}" for method, name, _ in ALL])
def test_cut_anywhere_it_comes_out_as_with_httpx(method: str, name: str, data: bytes) -> None:
    expected = _expected(method, name, data)

    async def outcomes() -> None:
        group = ConnectionRegistry()
        for cut in range(len(data) + 1):
            ours = await our_outcome([data[:cut], data[cut:]], method, group)
            if name in LEFT_OVER:  # what has not arrived yet cannot be known
                ours = ours._replace(reusable=False)
            assert ours == expected, f"cut at {cut}"
        ours = await our_outcome([data[at : at + 1] for at in range(len(data))], method, group)
        assert ours._replace(reusable=expected.reusable) == expected, "byte by byte"

    asyncio.run(outcomes())


def test_bytes_after_a_response_make_the_connection_useless() -> None:
    for name in LEFT_OVER:
        method, data = ("HEAD", HEAD_CASES[name]) if name in HEAD_CASES else ("GET", CASES[name])
        assert not asyncio.run(our_outcome([data], method)).reusable, name


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(CASES)),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.sampled_from(
                [b"", b"\r", b"\n", b"\r\n", b" ", b":", b"0", b"5", b";", b"\x00", b"x"]
            ),
            st.integers(0, 4),
        ),
        max_size=4,
    ),
    st.lists(st.floats(0, 1), max_size=3),
)
@example("zipped", [(0.75, b"", 1)], [])
def test_damaged_responses_come_out_as_with_httpx(
    name: str, damages: list[tuple[float, bytes, int]], cuts: list[float]
) -> None:
    data = CASES[name]
    for where, put, drop in damages:
        at = math.floor(where * len(data))
        data = data[:at] + put + data[at + drop :]
    places = [0, *sorted(math.floor(cut * len(data)) for cut in cuts), len(data)]
    parts = [data[a:b] for a, b in pairwise(places)]
    expected = asyncio.run(stock_outcome([data]))
    ours = asyncio.run(our_outcome(parts))
    if expected.error is httpx.DecodingError and ours == CUT_OFF:
        return  # DECODED_LATE: damaged and cut off, which httpx finds out in the other order
    assert ours._replace(reusable=False) == expected._replace(reusable=False)
    assert expected.reusable or not ours.reusable


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=30), max_size=8))
def test_any_bytes_at_all_end_in_an_answer_or_an_httpx_error(parts: list[bytes]) -> None:
    ours = asyncio.run(our_outcome(parts))
    assert ours.error is None or issubclass(ours.error, httpx.RemoteProtocolError)


def _fed(data: bytes, *, step: int = 65_536, **limits: int) -> ResponseParser:
    parser = ResponseParser(HeadCache(), **limits)
    for at in range(0, len(data), step):
        parser.feed(data[at : at + step])
    return parser


@every_case(
    "data",
    [
        OK + b"X: " + b"a" * HEAD_LIMIT,
        OK + b"X: " + b"a" * HEAD_LIMIT + b"\r\nContent-Length: 0\r\n\r\n",
        CHUNKED + b"5;" + b"a" * HEAD_LIMIT,
        CHUNKED + b"0\r\nX: " + b"a" * HEAD_LIMIT,
    ],
    ids=["head", "whole head", "chunk line", "trailer"],
)
@every_case("step", [999, 1 << 20])
def test_endless_heads_are_refused(data: bytes, step: int) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="more than 102,400 bytes"):
        _fed(data, step=step)


@pytest.mark.parametrize(
    "data",
    [
        OK + b"Content-Length: 101\r\n\r\n",
        CHUNKED + b"64\r\n" + b"a" * 100 + b"\r\n1\r\n",
        OK + b"\r\n" + b"a" * 101,
    ],
    ids=["length", "chunked", "to the close"],
)
def test_bodies_over_the_limit_are_refused(data: bytes) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="a body of more than 100 bytes"):
        _fed(data, body_limit=100)


def test_a_head_close_to_the_limit_is_taken() -> None:
    head = OK + b"X: " + b"a" * (HEAD_LIMIT - 100) + b"\r\nContent-Length: 0\r\n\r\n"
    assert _fed(head, step=1000).clean


def test_a_long_body_arrives_whole() -> None:
    body = bytes(range(256)) * 4096
    parser = _fed(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body, step=9999)
    assert parser.clean
    assert b"".join(parser.body) == body


def test_heads_that_never_repeat_do_not_pile_up() -> None:
    heads = HeadCache()
    for number in range(2_000):
        heads.parsed(OK + b"X: %d\r\nContent-Length: 0\r\n\r\n" % number)
    assert len(heads._known) <= 256
