"""The generator by itself: one request, so much of it, so long, and a line of totals."""

import asyncio
import contextlib
import math
import sys

import msgspec

from loadgen.generator.generator import Generator
from loadgen.generator.options import Options
from loadgen.generator.snapshot_writer import tell
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_summary import GeneratorSummary, LatencySummary, LoadSummary
from loadgen.model.snapshot import Snapshot
from servers.process.termination_signals import TerminationSignals


async def measure(options: Options) -> int:
    """Send the load, print its totals; the exit code.

    The first Ctrl-C ends the load and drains it, the second prints at once what was measured, the
    third leaves.
    """
    interrupted = asyncio.Event()
    interrupts = TerminationSignals()
    generator, snapshots = Generator(), list[Snapshot]()
    generator.follow(options.plan)
    draining: asyncio.Task[Snapshot] | None = None

    def interrupt() -> None:
        interrupted.set()
        if draining is not None and interrupts.count > 1:
            draining.cancel()

    interrupts.nothing_to_lose = False
    interrupts.install()
    with (
        interrupts.calling(interrupt),
        generator.running(lambda: snapshots.append(generator.snapshot())),
    ):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(interrupted.wait(), options.duration_s)
        final = generator.snapshot()
        snapshots.append(final)
        measured = len(snapshots)
        send_lag_ms = generator.recorder.send_lags.percentile(0.99) * 1e3
        # What comes in while the rest is drained is counted, but not measured.
        draining = asyncio.create_task(generator.stop())
        with contextlib.suppress(asyncio.CancelledError):
            final = await draining
    summary = _summary(snapshots[:measured], final, send_lag_ms)
    line = msgspec.json.encode(summary) + b"\n"
    if summary.notice:
        tell(summary.notice)
    sys.stdout.buffer.write(line)
    sys.stdout.flush()
    return interrupts.exit_code if interrupted.is_set() else 0


def _summary(snapshots: list[Snapshot], final: Snapshot, send_lag_ms: float) -> LoadSummary:
    """Totals of all; figures of the intervals that are valid.

    ``send_lag_ms`` is the 99th percentile in the open model, NaN in the closed one.
    """
    valid = [snapshot for snapshot in snapshots if snapshot.valid]
    latency, service = LatencyHistogram(), LatencyHistogram()
    for snapshot in valid:
        latency.add(snapshot.latency)
        service.add(snapshot.service)
    elapsed_s = sum(snapshot.interval_s for snapshot in valid)
    first, last = snapshots[0], snapshots[-1]
    totals, is_open = last.totals, math.isfinite(send_lag_ms)
    return LoadSummary(
        requests=final.totals,
        throughput_per_second=round(latency.count / elapsed_s, 2) if elapsed_s > 0 else 0.0,
        latency_ms=LatencySummary.of(latency),
        service_ms=LatencySummary.of(service) if is_open else None,
        generator=GeneratorSummary.of(
            cpu_s=last.cpu_s - first.cpu_s,
            elapsed_s=last.at - first.at,
            ended=totals.ok + totals.failures + totals.cancelled,
            send_lags_ms=[send_lag_ms] if is_open else [each.send_lag_ms for each in valid],
        ),
        notice=final.notice or _void(len(snapshots) - len(valid)),
    )


def _void(count: int) -> str:
    if not count:
        return ""
    return (
        f"The generator itself stood still: {count} of its intervals of 0.1 s are left out of the "
        "figures."
    )
