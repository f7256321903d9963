"""The generator as a process of its own: under a program, and alone."""

import asyncio
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from loadgen.plan import CONCURRENCY_MAX, ClosedModel, LoadPlan
from loadgen.snapshot import Snapshot
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "loadgen.generator"]
WAIT_S = 10
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


@contextlib.contextmanager
def _serving(*answers: Answer) -> Iterator[ScriptedServer]:
    """A scripted server in a thread."""
    server, started = ScriptedServer(*answers), threading.Event()
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def main() -> None:
        async with server.running():
            started.set()
            await done.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
    thread.start()
    try:
        assert started.wait(WAIT_S)
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """One that answers at once."""
    with _serving() as running:
        yield running


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Child:
    """A generator under a program: this test."""

    def __init__(self, **environment: str) -> None:
        self.process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | environment,
        )
        self._revision = 0

    def plan(self, url: str, concurrency: int, **parts: Any) -> None:
        self._revision += 1
        model = ClosedModel(concurrency)
        plan = LoadPlan(revision=self._revision, url=url, model=model, **parts)
        self.say(msgspec.json.encode(plan))

    def say(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def snapshot(self) -> Snapshot:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], WAIT_S)
        assert ready, "no snapshot came"
        return msgspec.json.decode(self.process.stdout.readline(), type=Snapshot)

    def end(self) -> tuple[list[Snapshot], str, int]:
        """The snapshots that were left, the words on stderr, the exit code."""
        out, err = self.process.communicate(timeout=WAIT_S)
        lines = [msgspec.json.decode(line, type=Snapshot) for line in out.splitlines()]
        return lines, err.decode(), self.process.returncode


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child()
    yield child
    child.process.kill()
    child.process.communicate()


def test_follows_plans_until_stdin_ends(server: ScriptedServer, child: Child) -> None:
    child.plan(server.url, 4)
    first = child.snapshot()
    assert (first.seq, first.revision, first.final) == (0, 1, False)
    child.plan(server.url, 9, timeout_s=5)
    snapshots = [first]
    while snapshots[-1].connections != 9:
        snapshots.append(child.snapshot())
    assert snapshots[-1].revision == 2
    rest, err, code = child.end()
    snapshots += rest
    assert (err, code) == ("", 0)
    assert [each.seq for each in snapshots] == list(range(len(snapshots)))
    final = snapshots[-1]
    assert final.final
    assert final.totals.in_flight == final.totals.unaccounted == 0
    assert final.totals.ok == sum(each.latency.count for each in snapshots)
    assert final.totals.sent == len(server.requests)
    assert all(0.05 < each.interval_s < 1 for each in snapshots[1:-1])


def test_what_does_not_end_in_time_is_cancelled() -> None:
    with _serving(Answer((), "hold")) as server:
        child = Child()
        child.plan(server.url, 3, drain_s=0.1)
        while child.snapshot().totals.in_flight != 3:
            pass
        (*_, final), err, code = child.end()
    assert (err, code) == ("", 0)
    assert final.totals.cancelled == 3
    assert final.totals.in_flight == 0


@pytest.mark.parametrize(
    "line",
    [b"no JSON", b"{}", b"\xff", b'{"revision": 1, "url": "http://10.0.0.1/"}', b"[" * 99_999],
)
def test_a_bad_line_is_told_and_ignored(line: bytes, server: ScriptedServer, child: Child) -> None:
    child.plan(server.url, 1)
    child.snapshot()
    child.say(line)
    child.snapshot()
    (*_, final), err, code = child.end()
    assert err.startswith("This line is no plan, and was ignored: ")
    assert err.count("\n") == 1
    assert (final.totals.failures, code) == (0, 0)


def test_nothing_but_bad_lines_is_bad_usage(child: Child) -> None:
    child.say(b'{"revision":1,"url":"http://8.8.8.8/","model":{"kind":"closed","concurrency":1}}')
    _, err, code = child.end()
    assert "“8.8.8.8” is not this machine" in err
    assert code == 2


def test_without_any_plan_it_just_leaves(child: Child) -> None:
    (final,), err, code = child.end()
    assert (final.final, final.totals.sent, err, code) == (True, 0, "", 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a pipe of 4 KiB")
def test_a_reader_that_does_not_read_holds_up_nothing(server: ScriptedServer, child: Child) -> None:
    import fcntl

    assert child.process.stdout is not None
    fcntl.fcntl(child.process.stdout, fcntl.F_SETPIPE_SZ, 4096)
    child.plan(server.url, 100)
    process = psutil.Process(child.process.pid)
    memory = []
    for _ in range(3):
        wanted = len(server.requests) + 2_000
        _wait_for(lambda: len(server.requests) > wanted)  # noqa: B023 (called at once)
        memory.append(process.memory_info().rss)
    assert memory[-1] - memory[0] < 8 * 1024 * 1024
    snapshots, _, code = child.end()
    assert code == 0
    assert len(snapshots) < 4
    final = snapshots[-1]
    assert final.final
    assert final.totals.ok == sum(each.latency.count for each in snapshots)


def test_a_reader_that_is_gone_ends_it(server: ScriptedServer, child: Child) -> None:
    child.plan(server.url, 2)
    child.snapshot()
    assert child.process.stdout is not None
    child.process.stdout.close()
    assert child.process.wait(WAIT_S) == 0
    child.process.stdout = None


@posix
def test_it_dies_with_its_parent(server: ScriptedServer) -> None:
    # The grandchild holds the pipe's other end itself: the end of stdin does not reach it.
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, server.url, *COMMAND],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert parent.stdout is not None
    grandchild = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert psutil.wait_procs([grandchild], WAIT_S)[1] == []


_PARENT = """
import os, subprocess, sys
from servers.environment import PARENT_PID
from loadgen.plan import ClosedModel, LoadPlan
import msgspec
reading, writing = os.pipe()
os.set_inheritable(writing, True)
child = subprocess.Popen(
    sys.argv[2:], stdin=reading, stdout=subprocess.PIPE, close_fds=False,
    env=os.environ | {PARENT_PID: str(os.getpid())},
)
plan = LoadPlan(revision=1, url=sys.argv[1], model=ClosedModel(2))
os.write(writing, msgspec.json.encode(plan) + b"\\n")
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


def _alone(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=WAIT_S,
        check=False,
    )


def test_alone_it_prints_one_line_of_totals(server: ScriptedServer) -> None:
    proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
    arguments = ["--url", server.url, "--concurrency", "8", "--duration", "0.5"]
    more = ["--method", "post", "--header", "X-A: b", "--body", "hé", "--timeout", "5"]
    result = _alone(*arguments, *more, **proxy)
    assert (result.returncode, result.stderr) == (0, "")
    (line,) = result.stdout.splitlines()
    totals = json.loads(line)
    requests = totals["requests"]
    assert requests["sent"] == requests["ok"] == len(server.requests)
    assert requests["failed"] == {}
    assert requests["in_flight"] == requests["cancelled"] == 0
    assert totals["throughput_per_second"] == pytest.approx(requests["ok"] / 0.5, rel=0.3)
    latency = totals["latency_ms"]
    assert 0 < latency["p50"] <= latency["p90"] <= latency["p99"] <= latency["p99_9"]
    assert latency["p99_9"] <= latency["max"]
    assert totals["generator"].keys() == {
        "cpu_us_per_request",
        "cpu_percent",
        "send_lag_ms_p99",
        "is_the_limit",
    }
    assert server.requests[0].startswith(b"POST /path HTTP/1.1\r\n")
    assert b"\r\nX-A: b\r\n" in server.requests[0]
    assert server.requests[0].endswith("\r\n\r\nhé".encode())


@posix
def test_interrupted_it_prints_what_was_measured(server: ScriptedServer) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--url", server.url, "--duration", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    _wait_for(lambda: bool(server.requests))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, err) == (130, b"")
    requests = json.loads(out)["requests"]
    assert 0 < requests["sent"] == len(server.requests)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--url", "http://10.1.2.3/"], "“10.1.2.3” is not this machine"),
        (["--url", "https://127.0.0.1/"], "no address like http://127.0.0.1:8000/path"),
        *[
            (
                ["--url", "http://127.0.0.1/", "--concurrency", text],
                f"from 1 to {CONCURRENCY_MAX:,}",
            )
            for text in ("0", "-1", "1000000000", "1e3", "NaN", "", "6.5", "²")
        ],
        (["--url", "http://127.0.0.1/", "--duration", "nan"], "seconds, above 0"),
        (["--url", "http://127.0.0.1/", "--header", "no colon"], "name: value"),
        (["--url", "http://127.0.0.1/", "--method", "GE T"], "characters that HTTP/1.1 forbids"),
        (["--concurrency", "3"], "--url"),
    ],
)
def test_bad_usage_is_refused_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from loadgen.generator import alone

    with pytest.raises(SystemExit) as left:
        alone.parse(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_nobody_listening_is_counted_not_fatal() -> None:
    with _serving() as server:
        url = server.url
    result = _alone("--url", url, "--concurrency", "2", "--duration", "0.3")
    totals = json.loads(result.stdout)
    assert result.returncode == 0
    assert set(totals["requests"]["failed"]) == {"refused"}
    assert totals["latency_ms"]["p99"] is None
    assert totals["throughput_per_second"] == 0
