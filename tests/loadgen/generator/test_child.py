"""The generator under a program: plans in, snapshots out."""

import os
import subprocess
import sys

import psutil
import pytest

from tests.loadgen.generator.processes import COMMAND, ROOT, WAIT_S, Child, serving, wait_for
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer

pytestmark = pytest.mark.process


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
    with serving(Answer((), "hold")) as server:
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
        wait_for(lambda: len(server.requests) > wanted)  # noqa: B023 (called at once)
        memory.append(process.memory_info().rss)
    assert memory[-1] - memory[0] < 8 * 1024 * 1024
    snapshots, _, code = child.end()
    assert code == 0
    assert len(snapshots) < 10  # what fits into the pipe
    final = snapshots[-1]
    assert final.final
    assert final.totals.ok == sum(each.latency.count for each in snapshots)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs another's limits set")
def test_running_out_of_descriptors_is_the_generators_own_failure(
    server: ScriptedServer, child: Child
) -> None:
    import resource

    child.plan(server.url, 200, ramp_s=2.0)
    while child.snapshot().connections < 10:
        pass
    resource.prlimit(child.process.pid, resource.RLIMIT_NOFILE, (40, 40))
    snapshot = child.snapshot()
    while not snapshot.totals.failures:
        snapshot = child.snapshot()
    assert snapshot.totals.failed.keys() == {"generator"}
    assert "The load generator, not the server, ran out of descriptors" in snapshot.notice
    (*_, final), _, code = child.end()
    assert (final.totals.unaccounted, code) == (0, 0)


def test_a_reader_that_is_gone_ends_it(server: ScriptedServer, child: Child) -> None:
    child.plan(server.url, 2)
    child.snapshot()
    assert child.process.stdout is not None
    child.process.stdout.close()
    assert child.process.wait(WAIT_S) == 0
    child.process.stdout = None


@pytest.mark.skipif(sys.platform == "win32", reason="needs inherited pipes")
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
from servers.process.child_environment import PARENT_PID
from loadgen.model.load_plan import ClosedModel, LoadPlan
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
