"""A response that arrives in two parts, cut at any byte, or in single bytes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from loadgen.generator.client.connection_registry import ConnectionRegistry
from tests.loadgen.generator.conformance.cases import MORE
from tests.loadgen.generator.conformance.differences import LEFT_OVER
from tests.loadgen.generator.outcomes import Outcome, our_outcome, stock_outcome

pytestmark = pytest.mark.slow


async def _differing(name: str, data: bytes) -> AsyncIterator[tuple[str, Outcome, Outcome]]:
    """Where it was cut, what httpx makes of it, what we do."""
    expected = await stock_outcome([data])
    group = ConnectionRegistry()
    for cut in range(len(data) + 1):
        ours = await our_outcome([data[:cut], data[cut:]], group=group)
        if name in LEFT_OVER.cases and cut not in (0, len(data)):
            # Cut before them, the bytes after it cannot be known yet.
            ours = ours._replace(reusable=False)
        if ours != expected._replace(reusable=expected.reusable and name not in LEFT_OVER.cases):
            yield f"{name}, cut at {cut}", expected, ours
    ours = await our_outcome([data[at : at + 1] for at in range(len(data))])
    if ours._replace(reusable=expected.reusable) != expected:
        yield f"{name}, byte by byte", expected, ours


def test_it_comes_out_as_with_httpx() -> None:
    async def outcomes() -> None:
        wrong = [each for name, data in MORE.items() async for each in _differing(name, data)]
        assert wrong == []

    asyncio.run(outcomes())
