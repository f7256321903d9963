"""The generator under the program: plans in on stdin, snapshots out on stdout."""

import asyncio
import signal
import sys
import time

from loadgen.generator.generator import Generator
from loadgen.generator.output import SnapshotWriter
from loadgen.generator.plans import PlanReader
from loadgen.plan import LoadPlan

TICK_S = 0.1
# How long the last snapshot may wait for a parent that does not read.
PATIENCE_S = 2.0


async def serve() -> int:
    """Follow plans until stdin ends; the exit code: 2 when there was nothing but bad lines."""
    # Ctrl-C goes to the whole terminal: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    loop = asyncio.get_running_loop()
    generator, ended = Generator(), asyncio.Event()

    def follow(plan: LoadPlan) -> None:
        try:
            generator.follow(plan)
        except Exception as error:  # a plan that httpx cannot make a request of
            reader.refused += 1
            print(f"This plan was ignored: {error}", file=sys.stderr, flush=True)  # noqa: T201

    reader = PlanReader(
        lambda plan: loop.call_soon_threadsafe(follow, plan),
        lambda: loop.call_soon_threadsafe(ended.set),
    )
    writer = SnapshotWriter()
    generator.start()
    reader.start()
    await _tick(generator, writer, ended)
    final = await generator.stop()
    deadline = time.monotonic() + PATIENCE_S
    if await asyncio.to_thread(writer.close, PATIENCE_S):
        writer.write(final)
        await asyncio.to_thread(writer.close, deadline - time.monotonic())
    return 2 if generator.plan is None and reader.refused else 0


async def _tick(generator: Generator, writer: SnapshotWriter, ended: asyncio.Event) -> None:
    """A snapshot ten times a second from the first plan on, while somebody reads them."""
    due = time.monotonic() + TICK_S
    while not ended.is_set() and not writer.broken.is_set():
        try:
            await asyncio.wait_for(ended.wait(), max(0.0, due - time.monotonic()))
        except TimeoutError:
            pass
        else:
            break
        due = max(due + TICK_S, time.monotonic())
        if generator.plan is not None and writer.free:
            writer.write(generator.snapshot())
