"""What recording costs a race.

``python -m tests.benchmarks.recording_cost [--pairs 12] [--seconds 8]``

The same race of *hello* with and without recording, in pairs (with, without, without, with). Of
each: CPU of this program (frames, time line, recorder) as a part of one core, and of the servers
and of the generators for each successful request, over what a verdict compares. Reported are the
differences with their 95 % intervals over the pairs (Student's t). The bar of each is 0.5 %: it
holds where the whole interval is below it, and is not decided where the interval holds it. Exit
code 1 when a bar does not hold.
"""

import argparse
import asyncio
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from loadgen.race.session_services import session_services
from loadgen.recording.race_and_record import race_and_record
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_recording import RaceRecording
from loadgen.statistics.bootstrap import student
from loadgen.timeline.generator_use import measured_part
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.stop_rule import StopRule
from tests.benchmarks.bars import Bar, report

MOST_PERCENT = 0.5
CONFIDENCE_Z = 1.959964


class Cost(NamedTuple):
    """Percent of one core, and CPU in µs for each successful request of both lanes."""

    program_percent: float
    servers_us: float
    generators_us: float


def cost(folder: Path | None, plan: RacePlan) -> Cost:
    """Race once; recorded in ``folder``, not at all without one."""
    return asyncio.run(_race(folder, plan))


async def _race(folder: Path | None, plan: RacePlan) -> Cost:
    recording = RaceRecording(RaceLibrary(folder) if folder else None, _fail)
    services = session_services()
    cpu_s, began = time.process_time(), time.monotonic()
    run, _ = await race_and_record(
        plan, services, recording, stop_rule=StopRule(), started=lambda _: None
    )
    recording.close()
    percent = 100 * (time.process_time() - cpu_s) / (time.monotonic() - began)
    await services.close()
    return Cost(percent, *_of_children(run.timeline))


def _of_children(timeline: Timeline) -> tuple[float, float]:
    parts = [measured_part(timeline, id_) for id_ in LANES]
    answers = sum(part.counts.ok for part in parts)
    servers_s = sum(part.cpu_used_s for part in parts)
    generators_s = 0.0
    for part in parts:
        used = part.values("generator_cpu_s")
        generators_s += float(used[-1] - used[0])
    return 1e6 * servers_s / answers, 1e6 * generators_s / answers


def _fail(problem: str) -> None:
    raise RuntimeError(problem)


def paired(differences: Sequence[float]) -> tuple[float, float]:
    """The mean and half the width of its 95 % interval."""
    half = statistics.stdev(differences) / math.sqrt(len(differences))
    return statistics.fmean(differences), half * student(len(differences) - 1, CONFIDENCE_Z)


def bars(pairs: Sequence[tuple[Cost, Cost]]) -> list[Bar]:
    """Of pairs with and without recording."""
    mean, half = paired([on.program_percent - off.program_percent for on, off in pairs])
    found = [_bar("CPU of the program, % of a core", mean, half)]
    for name, field in (("servers", "servers_us"), ("generators", "generators_us")):
        changes = [100 * (getattr(on, field) / getattr(off, field) - 1) for on, off in pairs]
        found.append(_bar(f"CPU of the {name} for a request", *paired(changes)))
    return found


def _bar(figure: str, mean: float, half: float) -> Bar:
    """The change with recording; not decided where its interval holds the bar."""
    text, holds = f"{mean:+.2f} % (± {half:.2f})", mean + half <= MOST_PERCENT
    if not holds and mean - half <= MOST_PERCENT:
        return Bar(figure, f"{text}, not decided", f"{MOST_PERCENT} %")
    return Bar(figure, text, f"{MOST_PERCENT} %", holds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=8, help="of each race")
    chosen = parser.parse_args()
    plan = msgspec.structs.replace(
        RacePlan.default(), scenario="hello", parameters={}, duration_s=chosen.seconds
    ).checked()
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(chosen.pairs):
            order = (True, False) if number % 2 == 0 else (False, True)
            made = {on: cost(Path(folder) if on else None, plan) for on in order}
            pairs.append((made[True], made[False]))
    return report(bars(pairs))


if __name__ == "__main__":
    sys.exit(main())
