"""The generator as a process of its own, and a scripted server for it."""

import asyncio
import contextlib
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from loadgen.model.load_plan import ClosedModel, LoadPlan, Model
from loadgen.model.snapshot import Snapshot
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "loadgen.generator"]
WAIT_S = 20


@contextlib.contextmanager
def serving(*answers: Answer) -> Iterator[ScriptedServer]:
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


def wait_for(condition: Callable[[], bool]) -> None:
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
        self.follow(url, ClosedModel(concurrency), **parts)

    def follow(self, url: str, model: Model, **parts: Any) -> None:
        self._revision += 1
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
