"""A child is heard, spoken to and stopped, however badly it behaves."""

import asyncio
import json
import os
import signal
import time

import pytest

from servers.process.child_process import LAST_LINES, PROJECT_ROOT, STDERR_LINE_LIMIT, Child
from servers.process.exit_outcome import Outcome
from tests.support.loop_thread import LoopThread

pytestmark = pytest.mark.process

CHILDREN = "tests.servers.process.children"


async def said(child: Child) -> list[bytes]:
    return [line async for line in child.lines()]


def test_lines_go_in_and_come_out() -> None:
    async def talk() -> None:
        child = await Child.start(f"{CHILDREN}.echo")
        child.send(b"one\ntwo\n")
        child.send(b"three\n")
        assert child.outcome is None
        child.close_stdin()
        assert await said(child) == [b"one", b"two", b"three"]
        assert await child.wait() == Outcome("exited", 0)
        assert await said(child) == []

    asyncio.run(talk())


def test_it_works_in_a_loop_that_is_not_in_the_main_thread(loop_thread: LoopThread) -> None:
    async def start_and_stop() -> Outcome:
        child = await Child.start(f"{CHILDREN}.silent")
        return await child.stop()

    assert loop_thread.run(start_and_stop()) == Outcome("exited", 0)


def test_it_runs_in_the_project_with_a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    async def listen() -> bytes:
        child = await Child.start(f"{CHILDREN}.environment")
        (line,) = await said(child)
        await child.wait()
        return line

    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("FACEOFF_DATABASE_URL", "postgresql://ada:secret@127.0.0.1/shop")
    monkeypatch.chdir("/")
    told = json.loads(asyncio.run(listen()))
    assert told["folder"] == str(PROJECT_ROOT)
    assert not {"HTTP_PROXY", "PYTHONPATH", "FACEOFF_DATABASE_URL"} & told["environment"].keys()
    assert told["environment"]["FACEOFF_PARENT_PID"] == str(os.getpid())


def test_one_that_fails_leaves_its_last_words() -> None:
    async def fail() -> tuple[Outcome, tuple[str, ...]]:
        child = await Child.start(f"{CHILDREN}.exits_at_once")
        outcome = await child.wait()
        child.send(b"anybody there?\n")
        child.close_stdin()
        assert await child.stop() == outcome or child.outcome
        return outcome, child.last_lines

    assert asyncio.run(fail()) == (Outcome("crashed", 1), ("no such thing",))


def test_floods_hurt_nobody() -> None:
    async def listen() -> tuple[list[bytes], Child]:
        child = await Child.start(f"{CHILDREN}.floods")
        lines = await said(child)
        await child.wait()
        return lines, child

    lines, child = asyncio.run(listen())
    assert lines == [b"short", *(str(n).encode() for n in range(10_000))]
    assert child.last_lines[-2:] == ("warning 9999", "unfinished")
    assert len(child.last_lines) == LAST_LINES
    assert all(len(line) <= STDERR_LINE_LIMIT + 1 for line in child.last_lines)


def test_a_stubborn_one_is_killed() -> None:
    async def stop() -> Outcome:
        child = await Child.start(f"{CHILDREN}.stubborn")
        await anext(child.lines())
        return await child.stop(grace_s=0.5)

    outcome = asyncio.run(stop())
    assert outcome == Outcome("killed", -signal.SIGKILL)


def test_a_stop_that_is_cancelled_kills() -> None:
    async def stop() -> Outcome | None:
        child = await Child.start(f"{CHILDREN}.stubborn")
        await anext(child.lines())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(child.stop(grace_s=60), 0.1)
        return child.outcome

    assert asyncio.run(stop()) == Outcome("killed", -signal.SIGKILL)


def test_one_that_is_killed_from_outside_has_crashed() -> None:
    async def kill() -> Outcome:
        child = await Child.start(f"{CHILDREN}.silent")
        os.kill(child.pid, signal.SIGKILL)
        return await child.wait()

    outcome = asyncio.run(kill())
    assert outcome == Outcome("crashed", -signal.SIGKILL)
    assert outcome.describe() == "killed by SIGKILL"


def test_sending_to_one_that_does_not_read_never_waits() -> None:
    async def send() -> Outcome:
        child = await Child.start(f"{CHILDREN}.stubborn")
        await anext(child.lines())
        for _ in range(100):
            child.send(b"x" * 1024 * 1024)
        return await child.stop(grace_s=0.2)

    began = time.monotonic()
    assert asyncio.run(send()).kind == "killed"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("after_s", [0.0, 0.005, 0.05])
def test_starting_may_be_cancelled(after_s: float) -> None:
    async def cancel() -> None:
        starting = asyncio.create_task(Child.start(f"{CHILDREN}.stubborn"))
        await asyncio.sleep(after_s)
        if starting.cancel():
            with pytest.raises(asyncio.CancelledError):
                await starting
        else:
            await starting.result().stop(0.1)

    asyncio.run(cancel())


def test_a_stop_that_is_cancelled_twice_leaves_no_open_transport() -> None:
    async def story() -> None:
        child = await Child.start("tests.servers.process.children.stubborn")
        stopping = asyncio.create_task(child.stop(60))
        for _ in range(2):
            for _ in range(5):  # until it waits
                await asyncio.sleep(0)
            stopping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopping
        assert child._transport.is_closing()
        await child.wait()

    asyncio.run(story())
