"""What servers tell about themselves is true, and they leave when told to, whatever they do."""

import asyncio
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import time
from itertools import pairwise

import msgspec
import psutil
import pytest

from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.variants import variant as variant_of
from servers.launcher import RunningServer
from servers.process.child_process import PROJECT_ROOT
from servers.process.exit_outcome import Outcome
from servers.telemetry.loop_lag import LoopLag
from servers.telemetry.messages import Ready, Telemetry
from tests.support.best_of import best_of
from tests.support.http_client import ask, hanging
from tests.support.started_server import started, telemetry_when
from tests.support.wait_until import until


def skip_if_unavailable(key: str) -> None:
    if reason := variant_of(key).unavailable():
        pytest.skip(reason)


# variant, settings, requests under way, what telemetry shows: busy, capacity, queued, in progress
UNDER_LOAD = [
    ("flask", {"threads": 8}, 10, (8, 8, 2, 10)),
    ("fastapi", {}, 50, (None, None, None, 50)),
    ("fastapi", {"workers": 2}, 50, (None, None, None, 50)),
    ("fastapi-def", {}, 50, (40, 40, 10, 50)),
    ("fastapi-asyncio", {}, 50, (None, None, None, 50)),
    ("fastapi-mounted", {"threads": 3}, 5, (3, 3, 2, 5)),
    ("fastapi-gunicorn", {}, 50, (None, None, None, 50)),
    ("flask-async", {}, 10, (4, 4, 6, 10)),
    ("flask-gevent", {}, 50, (None, None, None, 50)),
    ("flask-gunicorn", {"workers": 1, "threads": 3}, 10, (3, 3, 7, 10)),
]
WITHOUT_A_LOOP = ("flask", "flask-async")


@pytest.mark.process
@pytest.mark.parametrize(("variant", "settings", "count", "expected"), UNDER_LOAD)
def test_telemetry_shows_the_load_and_the_server_leaves_in_the_midst_of_it(
    variant: str, settings: dict[str, int], count: int, expected: tuple[int | None, ...]
) -> None:
    skip_if_unavailable(variant)

    def load(telemetry: Telemetry) -> tuple[int | None, ...]:
        told = telemetry
        return told.busy, told.capacity, told.queued, told.in_progress

    async def seconds_to_stop() -> float:
        heard: list[Telemetry] = []
        async with started(variant, settings, on_telemetry=heard.append) as server:
            with hanging(server.ready.port, "/wait?wait_ms=10000", count):
                telemetry = await telemetry_when(server, lambda each: load(each) == expected)
                assert telemetry.connections == count
                if telemetry.processes == 1:
                    await until(lambda: len(heard) >= 11)
                    assert server.telemetry == heard[-1]
                    check_reports(variant, heard[:11])
                began = time.monotonic()
                assert await server.stop(grace_s=30) == Outcome("exited", 0)
                return time.monotonic() - began

    assert best_of(3, lambda: asyncio.run(seconds_to_stop()), 3.0) < 3.0


def check_reports(variant: str, heard: list[Telemetry]) -> None:
    """Ten times a second it reports what it uses."""
    assert [each.seq for each in heard] == list(range(11))
    # The median: on a busy machine a single report may be late.
    gaps = [after.at - before.at for before, after in pairwise(heard)]
    assert statistics.median(gaps) == pytest.approx(0.1, abs=0.05)
    assert heard[0].cpu_s <= heard[-1].cpu_s
    for each in heard:
        assert each.uss_mib is not None
        assert 10 < each.uss_mib < each.rss_mib < 200
        assert each.processes == 1
        assert each.threads >= 3
        assert (each.loop_lag_ms is None) == (variant in WITHOUT_A_LOOP)


@pytest.mark.process
def test_a_busy_loop_shows_as_lag() -> None:
    """That of gevent in the test below."""

    async def compute() -> float:
        worst = 0.0

        def note(telemetry: Telemetry) -> None:
            nonlocal worst
            worst = max(worst, telemetry.loop_lag_ms or 0)

        async with started("fastapi", on_telemetry=note) as server:
            # Each request computes for longer than the lag that is waited for.
            with hanging(server.ready.port, "/cpu?primes_below=100000", 40):
                await until(lambda: worst > 5)
        return worst

    assert asyncio.run(compute()) > 5


@pytest.mark.process
@pytest.mark.parametrize(
    ("variant", "target"),
    [("fastapi-blocking", "/wait?wait_ms=2000"), ("flask-gevent", "/cpu?primes_below=100000")],
)
def test_telemetry_goes_on_while_the_loop_stands_still_and_so_does_the_lifeline(
    variant: str, target: str
) -> None:
    skip_if_unavailable(variant)

    async def block() -> tuple[list[Telemetry], Outcome, float]:
        heard: list[Telemetry] = []
        async with started(variant, on_telemetry=heard.append) as server:
            with hanging(server.ready.port, target, 40):
                await until(lambda: any((each.loop_lag_ms or 0) > 250 for each in heard))
                began = time.monotonic()
                return heard, await server.stop(grace_s=30), time.monotonic() - began

    heard, outcome, seconds = asyncio.run(block())
    assert outcome == Outcome("exited", 0)
    assert seconds < 3
    gaps = [after.at - before.at for before, after in pairwise(heard)]
    assert statistics.median(gaps) < 0.2


def test_a_loop_that_does_not_turn_is_late_before_its_timer_rings() -> None:
    async def block() -> tuple[float | None, float | None, float | None]:
        lag = LoopLag()
        before = lag.worst_ms()
        lag.start(asyncio.get_running_loop())
        time.sleep(0.15)  # noqa: ASYNC251 - blocking the loop is the point
        blocked = lag.worst_ms()
        await asyncio.sleep(0)
        return before, blocked, lag.worst_ms()

    before, blocked, rung = asyncio.run(block())
    assert before is None
    assert blocked is not None
    assert blocked > 90
    assert rung is not None
    assert rung > 90


@pytest.mark.process
def test_workers_are_summed_and_end_together() -> None:
    async def serve() -> tuple[Outcome, RunningServer, int]:
        async with started("fastapi", {"workers": 2}) as server:
            telemetry = await telemetry_when(server, lambda each: each.processes == 3)
            workers = psutil.Process(server.pid).children(recursive=True)
            assert len(workers) == 2
            assert {part.pid for part in telemetry.parts} == {each.pid for each in workers}
            assert telemetry.rss_mib > 2 * min(each.memory_info().rss for each in workers) / 2**20
            victim = workers[0].pid
            os.kill(victim, signal.SIGKILL)
            return await asyncio.wait_for(server.wait(), 30), server, victim

    outcome, server, victim = asyncio.run(serve())
    assert outcome == Outcome("crashed", 1)
    told = f"One of 2 workers, process {victim}, ended: killed by SIGKILL."
    assert server.last_lines[-1] == told


def test_the_settings_that_decide_a_comparison_are_the_same_or_shown(
    running: dict[str, RunningServer],
) -> None:
    told = {
        key: {each.key: each for each in server.ready.settings} for key, server in running.items()
    }
    always = {"workers", "connection_limit", "backlog", "keep_alive", "access_log", "event_loop"}
    for settings in told.values():
        assert always | {"parser", "validation"} <= settings.keys()
    for key in ("backlog", "access_log"):
        assert len({settings[key].value for settings in told.values()}) == 1
    # gevent has no such limit, and tells so.
    kept = {key: settings["keep_alive"].value for key, settings in told.items()}
    assert {key for key, value in kept.items() if value != "120 s"} <= {"flask-gevent"}
    assert told["fastapi"]["access_log"].differs
    assert {"Python", "Flask", "waitress", "marshmallow"} <= running["flask"].ready.versions.keys()
    assert {"Python", "FastAPI", "uvicorn"} <= running["fastapi"].ready.versions.keys()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has loaded")
@pytest.mark.parametrize("variant", ["fastapi", "fastapi-asyncio"])
def test_loop_and_parser_are_those_that_are_told(
    variant: str, running: dict[str, RunningServer]
) -> None:
    told = {each.value for each in running[variant].ready.settings}
    files = {each.path for each in psutil.Process(running[variant].pid).memory_maps()}
    for accelerator in ("uvloop", "httptools"):
        assert any(accelerator in each for each in files) == (accelerator in told)
    assert ("asyncio" in told, "h11" in told) == (variant == "fastapi-asyncio",) * 2


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a pipe be made small")
@pytest.mark.parametrize("variant", ["flask", "fastapi"])
def test_a_parent_that_does_not_listen_holds_up_no_request(variant: str) -> None:
    import fcntl
    import termios

    def waiting(pipe: int) -> int:
        answer = bytearray(4)
        fcntl.ioctl(pipe, termios.FIONREAD, answer)
        return int.from_bytes(answer, sys.byteorder)

    async def until_full(pipe: int, line: int) -> None:
        # A line is written whole or not at all; lines differ by some digits.
        await until(lambda: waiting(pipe) > 4096 - line - 64)

    with (
        subprocess.Popen(
            [sys.executable, "-m", "servers", "--variant", variant],
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        ) as child,
        contextlib.ExitStack() as at_end,
    ):
        at_end.callback(child.kill)
        assert child.stdin is not None
        assert child.stdout is not None
        pipe = child.stdout.fileno()
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 4096)
        ready = msgspec.json.decode(child.stdout.readline(), type=Ready)
        asyncio.run(until_full(pipe, len(child.stdout.readline())))
        assert ask(ready.port, RequestSpec("GET", "/hello")).status == 200
        child.stdin.close()
        assert child.wait(30) == 0
