"""The throughput ratio of two servers in turns, beside wrk's: ``python -m tests.benchmarks.turns``.

Both ask the same two server processes (Flask and FastAPI, ``hello``), in turns of 2 s and in the
order a b b a, first one, then the other, a round in 40 s; servers on one core, clients on the
other. Five rounds, or as many as the first argument says. The bar: within 5 % over all rounds. Exit
code 1 when it does not hold.
"""

import asyncio
import math
import re
import shutil
import sys
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

import msgspec

from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan
from loadgen.race.alternating_schedule import SETTLE_S
from loadgen.race.dependencies import Dependencies
from loadgen.race.process_control.cpu_layout import cores, layout, problem
from loadgen.race.race import Race
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from servers.launcher import RunningServer, start_server
from servers.process.child_process import NOTHING
from servers.process.exit_outcome import Outcome
from servers.telemetry.messages import Telemetry

USERS = 64
PAIRS = 4
BLOCK_S = 2
BAR = 0.05


class KeptServer:
    """A server that outlives a race, and is raced again."""

    def __init__(self, running: RunningServer) -> None:
        self.running = running
        self.ready, self.url, self.pid = running.ready, running.url, running.pid

    @property
    def last_heard(self) -> float:
        return self.running.last_heard

    @property
    def last_lines(self) -> tuple[str, ...]:
        return self.running.last_lines

    async def cpu_s(self) -> float:
        """What it has used; its telemetry comes ten times a second."""
        await asyncio.sleep(0.2)
        assert self.running.telemetry is not None
        return self.running.telemetry.cpu_s

    async def wait(self) -> Outcome:
        return await self.running.wait()

    async def stop(self, grace_s: float = 0) -> Outcome:
        return Outcome("exited", 0)


class KeptServers:
    """Starts each variant once."""

    def __init__(self) -> None:
        self.known: dict[str, KeptServer] = {}
        self._ears: dict[str, Callable[[Telemetry], None] | None] = {}

    async def start_server(
        self,
        variant_key: str,
        settings: Mapping[str, int],
        *,
        modules: Collection[str] = (),
        environment: Mapping[str, str] = NOTHING,
        on_telemetry: Callable[[Telemetry], None] | None = None,
    ) -> KeptServer:
        # Each race has its own ear for telemetry; the server has one from its start to its end.
        self._ears[variant_key] = on_telemetry

        def hear(telemetry: Telemetry) -> None:
            if ear := self._ears[variant_key]:
                ear(telemetry)

        if variant_key not in self.known:
            running = await start_server(variant_key, settings, on_telemetry=hear)
            self.known[variant_key] = KeptServer(running)
        return self.known[variant_key]

    async def stop(self) -> None:
        for each in self.known.values():
            await each.running.stop()


class Ratios(NamedTuple):
    """FastAPI over Flask: requests answered, and requests answered for a second of CPU."""

    throughput: float
    per_cpu: float


async def by_faceoff(plan: RacePlan, servers: KeptServers) -> Ratios:
    """As the verdict has it."""
    timeline = Timeline()
    await Race(plan, timeline.add, means=Dependencies(start_server=servers.start_server)).run()
    verdict = judge(timeline, plan)
    if verdict.throughput_ratio is None or verdict.cpu_ratio is None:
        raise SystemExit("Too little was measured; let the machine come to rest and try again.")
    return Ratios(verdict.throughput_ratio.estimate, 1 / verdict.cpu_ratio.estimate)


async def by_wrk(plan: RacePlan, servers: KeptServers) -> Ratios:
    """The same by wrk, in the same order of turns."""
    order: tuple[LaneId, ...] = ("a", "b", "b", "a") * (PAIRS // 2)
    answered, cpu_s = dict.fromkeys(LANES, 0.0), dict.fromkeys(LANES, 0.0)
    target = plan.entry.requests(plan.parameters)[0].target
    for lane in order:
        server = servers.known[plan.lanes[lane].variant]
        before_s = await server.cpu_s()
        answered[lane] += await _wrk(server.url + target, plan)
        cpu_s[lane] += await server.cpu_s() - before_s
    throughput = answered["b"] / answered["a"]
    return Ratios(throughput, throughput * cpu_s["a"] / cpu_s["b"])


async def _wrk(url: str, plan: RacePlan) -> float:
    words = ["wrk", "-t1", f"-c{USERS}", f"-d{plan.block_s}s", url]
    if plan.pinned and shutil.which("taskset"):
        processors = layout(cores(), "turns")["a"].generators
        words = ["taskset", "-c", ",".join(map(str, processors)), *words]
    wrk = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    said, _ = await wrk.communicate()
    found = re.search(rb"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


async def main(rounds: int) -> int:
    """Print a line for each round and the whole; the exit code."""
    plan = msgspec.structs.replace(
        RacePlan.default(),
        scenario="hello",
        parameters={},
        model=ClosedModel(USERS),
        mode="turns",
        block_s=BLOCK_S,
        pinned=not problem(),
        duration_s=math.ceil(2 * PAIRS * (BLOCK_S + 2 * SETTLE_S) + 1),
    ).checked()
    servers = KeptServers()
    logs: list[Ratios] = []
    print(f"{'':>5}{'requests/s':>32}{'requests per s of CPU':>32}")
    columns = f"{'Faceoff':>10}{'wrk':>10}{'apart':>12}"
    print(f"{'round':>5}{columns}{columns}", flush=True)
    try:
        for n in range(rounds):
            both = await by_faceoff(plan, servers), await by_wrk(plan, servers)
            logs.append(Ratios(*(math.log(a / b) for a, b in zip(*both, strict=True))))
            cells = (f"{a:>10.3f}{b:>10.3f}{a / b - 1:>12.1%}" for a, b in zip(*both, strict=True))
            print(f"{n + 1:>5}{''.join(cells)}", flush=True)
    finally:
        await servers.stop()
    apart = [math.exp(sum(each) / rounds) - 1 for each in zip(*logs, strict=True)]
    holds = abs(apart[0]) <= BAR
    print(f"{'all':>5}{apart[0]:>32.1%}{apart[1]:>32.1%}")
    print(f"the bar, 5 % in requests/s, {'holds' if holds else 'does not hold'}")
    return 0 if holds else 1


if __name__ == "__main__":
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed; on Debian or Ubuntu: apt install wrk")
    sys.exit(asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 5)))
