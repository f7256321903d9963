"""Waiting for something to become true, with a deadline."""

import asyncio
import time
from collections.abc import Callable

_EVERY_S = 0.01


async def until(condition: Callable[[], bool], within_s: float = 10.0) -> None:
    """Raises AssertionError when it does not become true in time."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(_EVERY_S)
