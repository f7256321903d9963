"""What a long race costs the window: memory of its time line, a frame, and a verdict.

``python -m tests.benchmarks.timeline_length [--seconds 30] [--days 1]``

Races *hello* on both lanes for so long, and fills time lines of a minute, an hour and so many days
with its frames in random orders, each in a process of its own. Memory is what the process grew by
(bars 60 MiB for an hour, 120 MiB for a day), a frame and a verdict are CPU time of their thread
(0.1 ms, 5 ms); that of a verdict is the median of nine, a second of the race apart. The same of
both lanes in turns of 3 s. The verdicts of an hour are compared with those of time lines in which
nothing is merged (0.1 %). Exit code 1 when a bar does not hold.
"""

import argparse
import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil

from loadgen.model.frame import Frame, LaneFrame, LaneId
from loadgen.model.histogram import SparseHistogram
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import TICK_S
from loadgen.race.race import Race
from loadgen.timeline.row_merging import LEVELS, Level
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import findings
from tests.benchmarks.bars import Bar, report
from tests.benchmarks.recorded_races import load, save

HOUR_S, DAY_S = 3_600, 86_400
LOOKS = 9
TURN_TICKS, PAUSE_TICKS = 30, 2
"""The usual turn of 3 s, and what passes between two."""


class Cost(NamedTuple):
    """MiB of the time line, ms of a frame and of a verdict, and the verdict's three ratios."""

    memory_mib: float
    frame_ms: float
    judge_ms: float
    ratios: tuple[float, ...]


def plan_of(seconds: int) -> RacePlan:
    """*hello* with its defaults."""
    plan = RacePlan.default()
    return msgspec.structs.replace(
        plan, scenario="hello", parameters={}, duration_s=seconds
    ).checked()


async def _race(path: Path, seconds: int) -> None:
    frames: list[Frame] = []
    await Race(plan_of(seconds), frames.append).run()
    save(path, plan_of(seconds), frames)


def _frames(racing: list[Frame]) -> Iterator[Frame]:
    """Without end, in random orders, as if they came one after the other."""
    chance, seq = random.Random(1), 0
    while True:
        chance.shuffle(racing)
        for frame in racing:
            seq += 1
            use = frame.machine and msgspec.structs.replace(frame.machine, to_s=seq * TICK_S)
            yield msgspec.structs.replace(frame, seq=seq, at_s=seq * TICK_S, marks=(), machine=use)


def _in_turns(frames: Iterator[Frame]) -> Iterator[Frame]:
    """The same in turns of ``TURN_TICKS`` in alternating order, with pauses between them."""
    for n, frame in enumerate(frames):
        block, tick = divmod(n, TURN_TICKS + PAUSE_TICKS)
        turn: LaneId | None = None
        if tick < TURN_TICKS:
            turn = "a" if block % 4 in (0, 3) else "b"
        lanes = {id_: lane if id_ == turn else _waiting(lane) for id_, lane in frame.lanes.items()}
        yield msgspec.structs.replace(
            frame, lanes=lanes, turn=turn, block=None if turn is None else block
        )


def _waiting(lane: LaneFrame) -> LaneFrame:
    status = msgspec.structs.replace(lane.status, state="ready")
    none = SparseHistogram()
    return msgspec.structs.replace(lane, status=status, latency=none, service=none, failed=0)


def cost(
    path: Path, seconds: int, levels: tuple[Level, ...] = LEVELS, *, in_turns: bool = False
) -> Cost:
    """A time line of so many seconds; to be called in a process of its own."""
    plan, read = load(path)
    if in_turns:
        plan = msgspec.structs.replace(plan, mode="turns", block_s=TURN_TICKS // 10)
    racing = [each for each in read if each.phase == "racing" and each.at_s > 0]
    racing = [each for each in racing if all(lane.ok for lane in each.lanes.values())]
    frames, process = _frames(racing), psutil.Process()
    frames = _in_turns(frames) if in_turns else frames
    gc.collect()
    before = process.memory_info().rss
    timeline, spent_s = Timeline(processors=2, levels=levels), 0.0
    for _ in range(seconds * 10):
        frame, began = next(frames), time.thread_time()
        timeline.add(frame)
        spent_s += time.thread_time() - began
    looks = []
    for _ in range(LOOKS):
        for _ in range(10):
            timeline.add(next(frames))
        began = time.thread_time()
        found = findings(timeline, plan)
        looks.append(time.thread_time() - began)
    gc.collect()
    memory = (process.memory_info().rss - before) / 2**20
    ratios = (found.throughput_ratio, found.tail_ratio, found.memory_ratio)
    return Cost(
        memory,
        spent_s / seconds / 10 * 1000,
        statistics.median(looks) * 1000,
        tuple(each.estimate for each in ratios if each),
    )


def bars(name: str, found: Cost, mib: float | None) -> list[Bar]:
    """Those of a time line of that length."""
    memory = Bar(
        f"time line of {name}",
        f"{found.memory_mib:.0f} MiB",
        f"{mib} MiB" if mib else "",
        found.memory_mib <= mib if mib else None,
    )
    frame = Bar("  a frame", f"{found.frame_ms:.3f} ms", "0.1 ms", found.frame_ms <= 0.1)
    judge = Bar("  a verdict", f"{found.judge_ms:.1f} ms", "5 ms", found.judge_ms <= 5)
    return [memory, frame, judge]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30, help="of the race")
    parser.add_argument("--days", type=float, default=1.0, help="of the longest time line")
    chosen = parser.parse_args()
    found: list[Bar] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hello.jsonl.gz")
        asyncio.run(_race(path, chosen.seconds))
        lengths = [("a minute", 60, None), ("an hour", HOUR_S, 60)]
        lengths.append((f"{chosen.days:g} day", round(chosen.days * DAY_S), 120))
        context = get_context("spawn")
        with ProcessPoolExecutor(1, context, max_tasks_per_child=1) as processes:
            for name, seconds, mib in lengths:
                found += bars(name, processes.submit(cost, path, seconds).result(), mib)
            for name, seconds, mib in lengths[1:]:
                made = processes.submit(cost, path, seconds, in_turns=True).result()
                found += bars(f"{name} in turns", made, mib)
            in_turns = [
                processes.submit(cost, path, HOUR_S, levels, in_turns=True).result().ratios
                for levels in (LEVELS, ())
            ]
            merged = processes.submit(cost, path, HOUR_S).result().ratios
            whole = processes.submit(cost, path, HOUR_S, ()).result().ratios
    for name, (some, all_) in (("", (merged, whole)), (" in turns", in_turns)):
        off = max(abs(one / other - 1) for one, other in zip(some, all_, strict=True))
        title = f"ratios of an hour{name}, merged"
        found.append(Bar(title, f"{off:.3%} off", "0.1 %", off <= 0.001))
    return report(found)


if __name__ == "__main__":
    sys.exit(main())
