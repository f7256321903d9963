"""What the HTTP client of *Call an API* costs: ``python -m tests.benchmarks.upstream_clients``.

64 users, an upstream that takes 50 ms: 64 / 0.05 = 1,280/s is the most that there can be. Each
variant with each of its clients, alone on the machine, one after the other; Flask with 64 threads,
so that threads are not what is measured. Reported: answers a second, CPU of the server an answer
(its client, framework and server together; by the same accounting, an answer that waits 50 ms by
itself instead), how many answers a whole core would give at that price, how much of a core was had,
p50 and p99, and what failed. Where other programs run, the price holds and the rate does not.
Each server is kept to one processor and the generator to another where the system allows; the
upstream is kept to the generator's.
"""

import argparse
import asyncio
from collections.abc import Iterator

from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import ClosedModel, LoadPlan
from loadgen.model.snapshot import Snapshot
from loadgen.race.generator_process import start_generator
from loadgen.race.process_control.cpu_layout import cores, problem
from loadgen.race.process_control.process_tree import keep_to
from servers.backing_services.launcher import RunningService, start_service
from servers.catalog.server_parameters import CLIENT
from servers.catalog.variants import variant
from servers.launcher import start_server
from servers.telemetry.messages import Telemetry

USERS, LATENCY_MS, THREADS = 64, 50, 64
VARIANTS = ("flask", "fastapi", "fastapi-def", "fastapi-mounted", "flask-gevent", "fastapi-asyncio")
MOST_PER_S = 1000 * USERS / LATENCY_MS
WARM_S = 2.0


def contestants() -> Iterator[tuple[str, dict[str, int], str]]:
    """Variant, settings and path of each."""
    for key in VARIANTS:
        known = {each.key: each for each in variant(key).settings}
        settings = {"threads": THREADS} if "threads" in known else {}
        yield key, settings, f"/wait?wait_ms={LATENCY_MS}"
        for value in range(len(known[CLIENT].choices)):
            yield key, settings | {CLIENT: value}, f"/upstream?latency_ms={LATENCY_MS}"


async def _measure(
    key: str, settings: dict[str, int], path: str, service: RunningService, load_s: float
) -> None:
    told: list[Telemetry] = []
    snapshots: list[Snapshot] = []
    environment = {"FACEOFF_UPSTREAM_URL": service.ready.url}
    server = await start_server(
        key, settings, modules=("upstream",), environment=environment, on_telemetry=told.append
    )
    try:
        generator = await start_generator(snapshots.append)
        if not problem():
            ours, theirs, *_ = cores()
            keep_to(server.pid, ours)
            keep_to(generator.pid, theirs)
            keep_to(service.ready.pid, theirs)
        plan = LoadPlan(revision=1, url=f"{server.url}{path}", model=ClosedModel(USERS))
        generator.send(plan)
        await asyncio.sleep(WARM_S)
        first, before = len(snapshots), told[-1]
        await asyncio.sleep(load_s)
        measured, after = snapshots[first:], told[-1]
        await generator.stop()
    finally:
        await server.stop()
    _report(key, settings, path, measured, before, after)


def _report(
    key: str,
    settings: dict[str, int],
    path: str,
    measured: list[Snapshot],
    before: Telemetry,
    after: Telemetry,
) -> None:
    latency = LatencyHistogram()
    for snapshot in measured:
        latency.add(snapshot.latency)
    per_s = latency.count / sum(each.interval_s for each in measured)
    used = (after.cpu_s - before.cpu_s) / (after.at - before.at)
    p50_s, p99_s = latency.percentiles([0.5, 0.99])
    failed = measured[-1].totals.failures - measured[0].totals.failures
    what = variant(key).client(settings | {CLIENT: settings.get(CLIENT, 0)})
    print(
        f"{key:16} {what if 'upstream' in path else 'no call':9}{per_s:7,.0f}/s   "
        f"{1000 * used / per_s:6.2f} ms CPU an answer: "
        f"{min(MOST_PER_S, per_s / used):5,.0f}/s of a core   had {100 * used:3.0f} % of it   "
        f"p50 {1000 * p50_s:6.0f}   p99 {1000 * p99_s:6.0f} ms   {failed} failed",
        flush=True,
    )


async def _run(load_s: float, keys: list[str]) -> None:
    service = await start_service("upstream")
    try:
        for key, settings, path in contestants():
            if not keys or key in keys:
                await _measure(key, settings, path, service, load_s)
    finally:
        await service.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="measured, for each")
    parser.add_argument("variants", nargs="*", help="all where none is named")
    given = parser.parse_args()
    asyncio.run(_run(given.seconds, given.variants))
