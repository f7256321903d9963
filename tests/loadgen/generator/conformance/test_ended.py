"""A response that ends, at any byte but inside words of its head, because the server closes."""

import asyncio

import httpx
import pytest

from tests.loadgen.generator.conformance.cases import EVERYTHING
from tests.loadgen.generator.conformance.differences import DECODED_LATE
from tests.loadgen.generator.outcomes import Outcome, our_outcome, stock_outcome

CUT_OFF = Outcome(httpx.RemoteProtocolError)


def is_inside_a_word(data: bytes, end: int) -> bool:
    """Whether it is in the head and between letters, but for a word's first: a parser of lines is
    in the same state as after that one.
    """
    around = data[max(0, end - 2) : end + 1]
    return end < data.find(b"\r\n\r\n") and len(around) == 3 and around.isalpha()


@pytest.mark.slow
def test_it_comes_out_as_with_httpx() -> None:
    # Many responses begin alike: each beginning is tried once.
    beginnings = {
        (method, data[:end]): name
        for method, name, data in EVERYTHING
        for end in range(len(data))
        if not is_inside_a_word(data, end)
    }
    decoded_late, wrong = set[str](), []

    async def outcomes() -> None:
        for (method, data), name in beginnings.items():
            expected = (await stock_outcome([data], method))._replace(reusable=False)
            ours = (await our_outcome([data], method))._replace(reusable=False)
            if expected.error is httpx.DecodingError and ours == CUT_OFF:
                decoded_late.add(name)
            elif ours != expected:
                wrong.append((name, data, expected, ours))

    asyncio.run(outcomes())
    assert wrong == []
    assert decoded_late == DECODED_LATE.cases
