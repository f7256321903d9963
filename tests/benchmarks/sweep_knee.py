"""Whether a sweep finds the knee, and claims no crossing of alike servers:
``python -m tests.benchmarks.sweep_knee [--pairs 6] [--steps 24] [--seconds 30] [--same 10]``.

For each pair of a scenario and servers: a sweep as ``main.py sweep`` makes it (120 s, which is 60 s
for each lane), then a patient measurement of ``--steps`` loads around each knee that was found,
``--seconds`` each. The bar: both are within a factor 1.3 of each other, in all pairs. Beside it
stands the bound of the limit that was named, which is to be within 5 % of the measured plateau.
Then ``--same`` sweeps of a server against itself: the bar is no crossing. Exit code 1 when a bar
does not hold. With the usual options it takes four hours.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

import msgspec

from loadgen.model.frame import LANES
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.session_services import session_services
from loadgen.recording.race_recording import RaceRecording
from loadgen.sweep.ladder import CLOSEST, FACTOR, Ladder, Rung
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import USERS
from loadgen.sweep.saturation import saturation
from loadgen.sweep.sweep import BUDGET_S, Sweep
from loadgen.sweep.sweep_run import SweepRun
from tests.benchmarks.bars import Bar, report

PAIRS = (
    ("wait", "flask", "fastapi"),
    ("wait", "fastapi-def", "fastapi"),
    ("cpu", "flask", "fastapi"),
    ("hello", "flask", "fastapi"),
    ("page", "flask", "fastapi-def"),
    ("database", "flask", "fastapi"),
)
PLATEAU = 0.05


class PatientLadder(Ladder):
    """Even steps of the logarithm from a quarter of a value to four times it."""

    def around(self, knee: int, steps: int) -> list[int]:
        """So many different loads, or fewer where there are not so many whole numbers."""
        parts = (FACTOR ** (2 * n / (steps - 1) - 1) for n in range(steps))
        return sorted({max(1, round(knee * part)) for part in parts} | {1})

    def next(self, points: Sequence[Point]) -> Rung | None:
        """The loads of ``low`` in order; those of the points are done."""
        left = self.around(self.low, self.high)[len(points) :]
        return Rung(left[0], LANES) if left else None


def plan_of(scenario: str, a: str, b: str) -> RacePlan:
    """The pair with defaults for all else."""
    lanes = {"a": LaneChoice.of(a), "b": LaneChoice.of(b)}
    return msgspec.structs.replace(
        RacePlan.default(),
        lanes={id_: lanes[id_] for id_ in LANES},
        scenario=scenario,
        parameters={},
    ).checked()


def sweep(plan: RacePlan, ladder: Ladder, step_s: int = 20, budget_s: float = BUDGET_S) -> SweepRun:
    """Race it; each step is printed."""

    async def run() -> list[Point]:
        recording = RaceRecording(None, print)
        return await Sweep(
            plan,
            session_services(),
            recording,
            ladder,
            step_s,
            budget_s,
            on_point=lambda point: print(point.value, point.figures, flush=True),
        ).run()

    return SweepRun(plan, asyncio.run(run()))


def knees(plan: RacePlan, steps: int, seconds: int) -> list[Bar]:
    """Of both lanes, each beside its patient measurement."""
    quick, bars = sweep(plan, Ladder.of(USERS)), []
    for id_ in LANES:
        name = f"{plan.name(id_)}, {plan.scenario}"
        found = quick.saturation(id_)
        if found.limit and found.best:
            off = found.limit.per_s.estimate / found.best.estimate - 1
            bars.append(
                Bar(f"{name}: bound over plateau", f"{off:+.1%}", "±5 %", abs(off) <= PLATEAU)
            )
        if found.knee is None:
            bars.append(Bar(f"{name}: knee", "none found", "one", holds=False))
            continue
        alone = msgspec.structs.replace(plan, lanes=dict.fromkeys(LANES, plan.lanes[id_]))
        ladder = PatientLadder(USERS, found.knee, steps)
        patient = saturation(sweep(alone, ladder, seconds, 1e6).points, "a").knee
        factor = max(found.knee / patient, patient / found.knee) if patient else float("inf")
        measured = f"{found.knee} users, {patient} patiently"
        bars.append(Bar(f"{name}: knee", measured, f"x{CLOSEST}", factor <= CLOSEST * 1.001))
    return bars


def crossings_of_alike(count: int) -> Bar:
    """Sweeps of FastAPI against itself that claim one."""
    plan = plan_of("hello", "fastapi", "fastapi")
    claimed = sum(bool(sweep(plan, Ladder.of(USERS)).crossings) for _ in range(count))
    return Bar("same against same: crossings", f"{claimed} of {count}", "0", holds=not claimed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=len(PAIRS))
    parser.add_argument("--steps", type=int, default=24, help="of a patient measurement")
    parser.add_argument("--seconds", type=int, default=30, help="of each of them")
    parser.add_argument("--same", type=int, default=10, help="sweeps of a server against itself")
    words = parser.parse_args()
    pairs = [plan_of(*pair) for pair in PAIRS[: words.pairs]]
    bars = [bar for plan in pairs for bar in knees(plan, words.steps, words.seconds)]
    return report([*bars, *([crossings_of_alike(words.same)] if words.same else [])])


if __name__ == "__main__":
    sys.exit(main())
