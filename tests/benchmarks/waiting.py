"""Waiting on I/O, 50 ms, 200 users: ``python -m tests.benchmarks.waiting``.

Flask with 4 threads (about 4 / 0.05 = 80 requests/s), Flask with 200 threads, FastAPI; each alone
on the machine, for a few seconds. Reported: requests a second, p50, and the memory of the server at
rest and at most. Each server is kept to one processor and the generator to another where the system
allows.
"""

import asyncio
from typing import TYPE_CHECKING

from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import ClosedModel, LoadPlan
from loadgen.race.generator_process import start_generator
from loadgen.race.process_control.cpu_layout import cores, problem
from loadgen.race.process_control.process_tree import keep_to
from servers.launcher import start_server

if TYPE_CHECKING:
    from loadgen.model.snapshot import Snapshot
    from servers.telemetry.messages import Telemetry

USERS = 200
WAIT_MS = 50
WARM_S, LOAD_S = 2.0, 6.0
CONTESTANTS = (
    ("Flask, 4 threads", "flask", {"threads": 4}),
    ("Flask, 200 threads", "flask", {"threads": 200}),
    ("FastAPI async def", "fastapi", {"workers": 1}),
    ("FastAPI def", "fastapi-def", {"workers": 1}),
)


async def _measure(title: str, variant: str, settings: dict[str, int]) -> None:
    told: list[Telemetry] = []
    snapshots: list[Snapshot] = []
    server = await start_server(variant, settings, on_telemetry=told.append)
    try:
        generator = await start_generator(snapshots.append)
        if not problem():
            ours, theirs, *_ = cores()
            keep_to(server.pid, ours)
            keep_to(generator.pid, theirs)
        await asyncio.sleep(0.5)
        rest = told[-1]
        url = f"{server.url}/wait?wait_ms={WAIT_MS}"
        generator.send(LoadPlan(revision=1, url=url, model=ClosedModel(USERS)))
        await asyncio.sleep(WARM_S)
        before = len(snapshots)
        await asyncio.sleep(LOAD_S)
        measured = snapshots[before:]
        await generator.stop()
    finally:
        await server.stop()
    latency = LatencyHistogram()
    for snapshot in measured:
        latency.add(snapshot.latency)
    per_s = sum(each.latency.count for each in measured) / sum(s.interval_s for s in measured)
    (p50_s,) = latency.percentiles([0.5])
    most = max(told, key=lambda each: each.rss_mib)
    failed = snapshots[-1].totals.failures
    print(
        f"{title:20}{per_s:8,.0f}/s   p50 {1000 * p50_s:7,.1f} ms   RSS {rest.rss_mib:5.1f} MiB, "
        f"{most.rss_mib:5.1f} at most   unique {most.uss_mib or 0:5.1f}   "
        f"{most.threads} threads   {failed} failed"
    )


if __name__ == "__main__":
    for contestant in CONTESTANTS:
        asyncio.run(_measure(*contestant))
