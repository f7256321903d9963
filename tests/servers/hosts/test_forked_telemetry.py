"""gunicorn's workers: added up, replaced when they die, and gone with their arbiter."""

import asyncio
import os
import signal
import time

import psutil
import pytest

from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.variants import variant
from servers.launcher import RunningServer, start_server
from servers.process.exit_outcome import Outcome
from servers.process.reporting_child import LaunchError
from servers.telemetry.messages import Telemetry
from tests.support.http_client import ask, hanging
from tests.support.started_server import started, telemetry_when

pytestmark = pytest.mark.process

FORKING = [
    pytest.param(key, marks=pytest.mark.skipif(bool(reason), reason=reason or "runs here"))
    for key in ("flask-gunicorn", "fastapi-gunicorn")
    for reason in [variant(key).unavailable()]
]
EACH = pytest.mark.parametrize("key", FORKING)
HELLO = RequestSpec("GET", "/hello")


def workers(server: RunningServer) -> list[psutil.Process]:
    return psutil.Process(server.pid).children()


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [
        each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE
    ]


@EACH
def test_workers_are_added_up_and_share_the_requests(key: str) -> None:
    async def serve() -> tuple[RunningServer, Telemetry, list[psutil.Process], Outcome]:
        async with started(key, {"workers": 3}) as server:
            with hanging(server.ready.port, "/wait?wait_ms=10000", 40):
                telemetry = await telemetry_when(server, lambda each: each.in_progress == 40)
                forked = workers(server)
                return server, telemetry, forked, await server.stop()

    server, telemetry, forked, outcome = asyncio.run(serve())
    assert outcome == Outcome("exited", 0)
    assert (telemetry.processes, telemetry.connections, len(forked)) == (4, 40, 3)
    assert telemetry.pid == server.pid
    assert {part.pid for part in telemetry.parts} == {each.pid for each in forked}
    assert sum(part.connections or 0 for part in telemetry.parts) == 40
    if key == "flask-gunicorn":
        assert telemetry.capacity == 12
        assert telemetry.busy is not None
        assert telemetry.queued is not None
        assert telemetry.busy + telemetry.queued == 40
    shown = {each.key: each for each in server.ready.settings}
    assert (shown["workers"].value, shown["workers"].default) == ("3", "1")
    assert alive(forked) == []


@EACH
def test_a_worker_that_dies_is_replaced_and_what_it_used_is_not_forgotten(key: str) -> None:
    async def serve() -> tuple[list[Telemetry], tuple[str, ...]]:
        heard: list[Telemetry] = []
        async with started(key, {"workers": 2}, on_telemetry=heard.append) as server:
            await telemetry_when(server, lambda each: each.processes == 3)
            victim = workers(server)[0].pid
            os.kill(victim, signal.SIGKILL)

            def replaced(telemetry: Telemetry) -> bool:
                pids = {part.pid for part in telemetry.parts}
                return len(pids) == 2 and victim not in pids

            await telemetry_when(server, replaced)
            assert (await asyncio.to_thread(ask, server.ready.port, HELLO)).status == 200
        return heard, server.last_lines

    heard, last_lines = asyncio.run(serve())
    spent = [each.cpu_s for each in heard]
    assert max(spent) - spent[-1] < 0.1
    assert any("was sent SIGKILL" in line for line in last_lines)


@EACH
def test_workers_go_with_an_arbiter_that_is_killed(key: str) -> None:
    async def serve() -> tuple[list[psutil.Process], Outcome]:
        async with started(key) as server:
            forked = workers(server)
            os.kill(server.pid, signal.SIGKILL)
            return forked, await asyncio.wait_for(server.wait(), 30)

    forked, outcome = asyncio.run(serve())
    assert len(forked) == 2
    assert outcome == Outcome("crashed", -signal.SIGKILL)
    deadline = time.monotonic() + 10
    while left := alive(forked):
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.02)


@EACH
def test_a_worker_that_cannot_start_ends_the_server_with_its_words(key: str) -> None:
    # The app cannot even be made.
    where = {"FACEOFF_DATABASE_POOL": "many"}
    with pytest.raises(LaunchError) as caught:
        asyncio.run(start_server(key, {}, modules=("database",), environment=where))
    assert "ended before it was ready" in str(caught.value)
    assert any("many" in line for line in caught.value.last_lines)
