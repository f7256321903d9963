"""Waiting for something to become true, with a deadline."""

import asyncio
import time
from collections.abc import Callable

_EVERY_S = 0.01


async def until(
    condition: Callable[[], bool],
    within_s: float = 30.0,
    describe: Callable[[], str] = lambda: "",
) -> None:
    """Raises AssertionError, with what ``describe`` returns, when it does not become true in time.

    The deadline only ends a test that has failed: it is long, because a busy machine is slow.
    """
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen in time {describe()}"
        await asyncio.sleep(_EVERY_S)
