"""What several of the generator's tests need."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import uvloop

from tests.loadgen.generator.processes import Child, serving
from tests.loadgen.generator.scripted_server import ScriptedServer

Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Run:
    """Run to the end, or fail after 10 s."""

    def run(main: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(_within_10_s(main))

    return run


async def _within_10_s(main: Coroutine[Any, Any, None]) -> None:
    await asyncio.wait_for(main, 10)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """One that answers at once."""
    with serving() as running:
        yield running


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child()
    yield child
    child.process.kill()
    child.process.communicate()
