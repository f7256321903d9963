"""10,000 requests in flight from one generator: ``python -m tests.benchmarks.in_flight``.

The FastAPI lane's server waits 4 s before it answers; the users start evenly over the first 4 s.
Reported: what became of the requests, how far p50 is from 4 s, and the memory of both processes, in
the server also for each request in progress. ``--users 5000 --wait 2`` asks the same of fewer.
The descriptor limit must allow so many (``ulimit -Hn``); both processes raise it themselves.
"""

import argparse
import asyncio

from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import ClosedModel, LoadPlan
from loadgen.model.snapshot import Snapshot
from loadgen.race.generator_process import start_generator
from servers.launcher import start_server

WAITS_LONG = 3
"""So many waits the load flows."""
DRAIN_S = 10.0


async def _measure(users: int, wait_s: int) -> None:
    snapshots: list[Snapshot] = []
    memory_mib: list[float] = []
    server = await start_server(
        "fastapi", {}, on_telemetry=lambda telemetry: memory_mib.append(telemetry.rss_mib)
    )
    try:
        generator = await start_generator(snapshots.append)
        plan = LoadPlan(
            revision=1,
            url=f"{server.url}/wait?wait_ms={1000 * wait_s}",
            model=ClosedModel(users),
            ramp_s=wait_s,
            drain_s=DRAIN_S,
        )
        generator.send(plan)
        await asyncio.sleep(WAITS_LONG * wait_s)
        await generator.stop(grace_s=2 * DRAIN_S)
    finally:
        await server.stop()
    _report(snapshots, memory_mib, wait_s)


def _report(snapshots: list[Snapshot], memory_mib: list[float], wait_s: int) -> None:
    totals = snapshots[-1].totals
    latency = LatencyHistogram()
    for snapshot in snapshots:
        latency.add(snapshot.latency)
    p50_s, p99_s = latency.percentiles([0.5, 0.99])
    error = 100 * (p50_s / wait_s - 1)
    in_flight = max(each.totals.in_flight for each in snapshots)
    each_kib = 1024 * (max(memory_mib) - memory_mib[0]) / in_flight
    print(f"in flight at most  {in_flight:>8,}")
    print(f"sent               {totals.sent:>8,}")
    print(f"answered           {totals.ok:>8,}")
    print(f"failed             {totals.failures:>8,}  {totals.failed}")
    print(f"cancelled          {totals.cancelled:>8,}")
    print(f"p50                {p50_s:>8.3f} s, {error:+.1f} % from {wait_s} s")
    print(f"p99                {p99_s:>8.3f} s")
    print(f"generator's CPU    {max(each.cpu_percent for each in snapshots):>8.0f} % at most")
    print(f"generator's lag    {max(each.send_lag_ms for each in snapshots):>8.0f} ms at most")
    print(f"void intervals     {sum(not each.valid for each in snapshots):>8,}")
    print(f"generator's memory {max(each.rss_mib for each in snapshots):>8.0f} MiB")
    print(f"server's memory    {max(memory_mib):>8.0f} MiB, {each_kib:.1f} KiB for each request")
    if snapshots[-1].notice:
        print(snapshots[-1].notice)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--wait", type=int, default=4, help="seconds")
    given = parser.parse_args()
    asyncio.run(_measure(given.users, given.wait))
