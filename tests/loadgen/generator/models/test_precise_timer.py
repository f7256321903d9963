"""Both alarms call in the event loop, not before their time, and never once closed."""

import asyncio
import sys
from collections.abc import Callable
from time import perf_counter

import pytest

from loadgen.generator.models.precise_timer import PreciseTimer, ThreadTimer, TimerfdTimer
from tests.loadgen.generator.conftest import Run

Make = Callable[[asyncio.AbstractEventLoop, Callable[[], object]], PreciseTimer]
ALARMS: list[Make] = [ThreadTimer]
if sys.platform.startswith("linux"):
    ALARMS.append(TimerfdTimer)


@pytest.mark.parametrize("make", ALARMS)
def test_it_calls_when_it_is_time(make: Make, run: Run) -> None:
    async def main() -> None:
        rang: asyncio.Queue[float] = asyncio.Queue()
        alarm = make(asyncio.get_running_loop(), lambda: rang.put_nowait(perf_counter()))
        try:
            for wait_s in (0.02, 0.001, 0.0, -1.0):
                at = perf_counter() + wait_s
                alarm.set(at)
                assert await rang.get() >= at
        finally:
            alarm.close()

    run(main())


@pytest.mark.parametrize("make", ALARMS)
def test_what_was_set_last_holds(make: Make, run: Run) -> None:
    async def main() -> None:
        rang = asyncio.Event()
        alarm = make(asyncio.get_running_loop(), rang.set)
        try:
            alarm.set(perf_counter() + 3_600)
            alarm.set(perf_counter() + 0.001)
            await rang.wait()
        finally:
            alarm.close()

    run(main())


@pytest.mark.parametrize("make", ALARMS)
def test_closed_it_calls_no_more(make: Make, run: Run) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        calls: list[int] = []
        closed, witness = make(loop, lambda: calls.append(1)), asyncio.Event()
        other = make(loop, witness.set)
        closed.set(perf_counter() + 0.01)
        closed.close()
        closed.close()
        # The other one is later: when it rings, the first would have.
        other.set(perf_counter() + 0.05)
        await witness.wait()
        other.close()
        assert calls == []

    run(main())
