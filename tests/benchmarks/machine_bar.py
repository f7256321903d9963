"""The machine bar against the system's own accounting: ``python -m tests.benchmarks.machine_bar``.

Races for some seconds and adds up what the bar said. Meanwhile it reads the CPU time of every child
and the idle time of all processors from the system by itself, with psutil, ten times a second. Each
part is compared in per cent of all processors over the same stretch; the bar is 3 points. With
``--beside 0.5`` a program of its own uses half of a core meanwhile. Exit code 1 when it is missed.
"""

import argparse
import asyncio
import bisect
import contextlib
import subprocess
import sys
import time
from collections import defaultdict

import psutil

from loadgen.model.frame import LANES, Frame, MachineUse
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.race import Race
from loadgen.timeline.machine_history import MachineHistory

POINTS = 3.0

BESIDE = """
import sys, time
share = float(sys.argv[1])
while True:
    until = time.monotonic() + 0.01 * share
    while time.monotonic() < until: pass
    time.sleep(0.01 * (1 - share))
"""


class Accounting:
    """CPU seconds of each part by the system, read in every tick."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.totals: dict[str, list[float]] = defaultdict(list)
        self._own = psutil.Process()
        self._last: dict[psutil.Process, tuple[str, float]] = {}
        self._ended: dict[str, float] = defaultdict(float)

    def read(self, race_s: float, servers: dict[int, str]) -> None:
        seen: dict[psutil.Process, tuple[str, float]] = {}
        for child in self._own.children():
            with contextlib.suppress(psutil.Error):
                part = servers.get(child.pid) or _part(child)
                for each in (child, *child.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        times = each.cpu_times()
                        seen[each] = part, times.user + times.system
        for gone in self._last.keys() - seen.keys():
            part, cpu_s = self._last[gone]
            self._ended[part] += cpu_s
        self._last = seen
        now: dict[str, float] = defaultdict(float, self._ended)
        for part, cpu_s in seen.values():
            now[part] += cpu_s
        now["program"] = time.process_time()
        idle = psutil.cpu_times()
        now["idle"] = idle.idle + getattr(idle, "iowait", 0.0)
        self.at.append(race_s)
        for part in ("a", "b", "generators", "services", "program", "idle"):
            self.totals[part].append(now[part])

    def cores(self, part: str, from_s: float, to_s: float) -> float:
        return (self._until(part, to_s) - self._until(part, from_s)) / (to_s - from_s)

    def _until(self, part: str, moment: float) -> float:
        after = min(max(1, bisect.bisect_left(self.at, moment)), len(self.at) - 1)
        began, ended = self.at[after - 1], self.at[after]
        share = (moment - began) / (ended - began)
        totals = self.totals[part]
        return totals[after - 1] * (1 - share) + totals[after] * share


def _part(child: psutil.Process) -> str:
    words = child.cmdline()
    if "loadgen.generator" in words:
        return "generators"
    return "services" if "servers.backing_services" in words else "others"


async def race(plan: RacePlan) -> tuple[MachineUse, Accounting]:
    """What the bar said of the race without its first second, and the system's accounting."""
    history, accounting = MachineHistory(), Accounting()
    servers: dict[int, str] = {}

    def on_frame(frame: Frame) -> None:
        for id_ in LANES:
            if (pid := frame.lanes[id_].status.pid) is not None:
                servers[pid] = id_
        if frame.phase == "racing" and frame.at_s > 0:
            accounting.read(comparison.at_s, servers)
        if frame.machine is not None:
            history.add(frame.machine)

    comparison = Race(plan, on_frame)
    await comparison.run()
    assert history.latest is not None
    use = history.between(1.0, min(history.latest.to_s, accounting.at[-1]))
    assert use is not None
    return use, accounting


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="hello")
    parser.add_argument("--a", default="flask")
    parser.add_argument("--b", default="fastapi")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=12)
    parser.add_argument("--beside", type=float, default=0.0, help="cores that another program uses")
    chosen = parser.parse_args()
    plan = RacePlan(
        lanes={"a": LaneChoice.of(chosen.a), "b": LaneChoice.of(chosen.b)},
        scenario=chosen.scenario,
        parameters={},
        model=ClosedModel(chosen.concurrency),
        duration_s=chosen.seconds,
    ).checked()
    beside = []
    if chosen.beside:
        beside.append(subprocess.Popen([sys.executable, "-c", BESIDE, str(chosen.beside)]))
    try:
        use, accounting = asyncio.run(race(plan))
    finally:
        for each in beside:
            each.kill()
            each.wait()
    sys.exit(0 if report(use, accounting) <= POINTS else 1)


def report(use: MachineUse, accounting: Accounting) -> float:
    """Prints both, and returns the largest difference in points."""
    from_s, to_s = use.to_s - use.seconds, use.to_s
    bar = dict(use.lanes) | {
        part: getattr(use, part) for part in ("generators", "services", "program", "idle")
    }
    system = {part: accounting.cores(part, from_s, to_s) for part in bar}
    bar |= {"others": use.others}
    system |= {"others": use.processors - sum(system.values())}
    print(f"{use.seconds:.1f} s of a race, {use.processors:g} processors, % of all of them")
    print(f"{'':12}{'bar':>8}{'system':>8}{'points':>8}")
    worst = 0.0
    for part, cores in bar.items():
        mine, theirs = (100 * each / use.processors for each in (cores, system[part]))
        worst = max(worst, abs(mine - theirs))
        print(f"{part:12}{mine:8.1f}{theirs:8.1f}{mine - theirs:8.1f}")
    print(f"largest difference: {worst:.1f} points, at most {POINTS:g} are allowed")
    return worst


if __name__ == "__main__":
    main()
