"""The generator under the program: plans in on stdin, snapshots out on stdout."""

import asyncio
import signal

from loadgen.generator.generator import Generator
from loadgen.generator.plan_reader import PlanReader
from loadgen.generator.snapshot_writer import SnapshotWriter, tell
from loadgen.model.load_plan import LoadPlan

# How long the last snapshot may wait for a parent that does not read.
PATIENCE_S = 2.0


async def serve() -> int:
    """Follow plans until stdin ends; the exit code: 2 when there was nothing but bad lines."""
    # Ctrl-C goes to the whole terminal: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    loop = asyncio.get_running_loop()
    generator, writer, ended = Generator(), SnapshotWriter(), asyncio.Event()

    def follow(plan: LoadPlan) -> None:
        try:
            generator.follow(plan)
        except Exception as error:  # a plan that httpx cannot make a request of
            reader.refused += 1
            tell(f"This plan was ignored: {error}")

    def report() -> None:
        if writer.broken:
            ended.set()
        elif generator.plan is not None and writer.free:
            writer.write(generator.snapshot())

    reader = PlanReader(
        lambda plan: loop.call_soon_threadsafe(follow, plan),
        lambda: loop.call_soon_threadsafe(ended.set),
    )
    reader.start()
    with generator.running(report):
        await ended.wait()
        final = await generator.stop()
    # An answer from the writer is not waited for in the loop: there is nothing left to do in it.
    if writer.wait(PATIENCE_S):
        writer.write(final)
        writer.wait(PATIENCE_S)
    return 2 if generator.plan is None and reader.refused else 0
