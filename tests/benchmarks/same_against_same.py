"""How often the program finds a difference where there is none: ``python -m
tests.benchmarks.same_against_same [--runs 40] [--blocks 8] [--block 1] [--variant flask]``.

Each run starts two servers of the same variant and lets them take turns; its 95 % intervals ought
to hold 1 in 95 of 100 runs, so that of 40 runs at least 36 do (of a perfect instrument the number
is below 36 once in 21 tries, and for one of the four figures about once in 6). Every run's ratios
are printed as one line of JSON, and kept with ``--out``.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from loadgen.experiments.comparison import Comparison
from loadgen.experiments.race_plan import LaneChoice, RacePlan
from loadgen.frame import Frame
from loadgen.plan import ClosedModel
from loadgen.results.timeline import Timeline
from loadgen.results.verdict import Ratio, judge

Run = dict[str, tuple[float, float, float] | None]


async def race(plan: RacePlan, blocks: int) -> Run:
    """Each ratio with its interval, once so many blocks were raced that nothing spoiled."""
    line = Timeline()

    def on_frame(frame: Frame) -> None:
        line.add(frame)
        stretch = line.stretch()
        if stretch is not None and stretch.turns >= blocks:
            comparison.stop()

    comparison = Comparison(plan, on_frame)
    await comparison.run()
    verdict = judge(line, plan)
    if verdict.throughput_ratio is None:
        raise SystemExit(verdict.sentence)
    return {
        "throughput": _known(verdict.throughput_ratio),
        "p50": _known(verdict.p50_ratio),
        "p99": _known(verdict.p99_ratio),
        "cpu_per_request": _known(verdict.cpu_ratio),
    }


def _known(ratio: Ratio | None) -> tuple[float, float, float] | None:
    return (ratio.estimate, *ratio.interval) if ratio and ratio.interval else None


def holds_one(found: tuple[float, float, float] | None) -> bool:
    return found is not None and found[1] <= 1 <= found[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--blocks", type=int, default=8)
    parser.add_argument("--block", type=int, default=1, help="seconds")
    parser.add_argument("--variant", default="flask")
    parser.add_argument("--scenario", default="hello")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--pinned", action="store_true")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    lane = LaneChoice.of(chosen.variant)
    plan = RacePlan(
        lanes={"a": lane, "b": lane},
        scenario=chosen.scenario,
        parameters={},
        model=ClosedModel(chosen.concurrency),
        mode="turns",
        block_s=chosen.block,
        pinned=chosen.pinned,
        duration_s=(chosen.block + 1) * chosen.blocks * 4,
    ).checked()
    runs = []
    for n in range(chosen.runs):
        runs.append(asyncio.run(race(plan, chosen.blocks)))
        shown = {name: ratio and [round(x, 4) for x in ratio] for name, ratio in runs[-1].items()}
        print(json.dumps({"run": n, **shown}), flush=True)
    for name in runs[0]:
        held = sum(holds_one(run[name]) for run in runs)
        print(f"{name}: the interval holds 1 in {held} of {len(runs)} runs", file=sys.stderr)
    if chosen.out:
        chosen.out.write_text(json.dumps(runs, indent=1) + "\n")


if __name__ == "__main__":
    main()
