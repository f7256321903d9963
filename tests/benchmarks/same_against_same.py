"""How often a difference is claimed where there is none: ``python -m
tests.benchmarks.same_against_same [--together 200] [--turns 100] [--seconds 6] [--busy 0.5]
[--folder PATH]``.

Two servers of the same variant race each other, together for 6 s or in turns of 1 s for 16 s, while
a second program uses one core for half of the time. The bar: of the races of a mode, at most 5 %
claim a difference at their end; and at most so many in each of throughput, percentile and memory.
Beside it stand how many claim one at any second, as the window shows it, and how many had an
interval at all: a race without one proves nothing, so where none had one the bar is not judged. A
race together needs eleven seconds for one in most cases: ``--seconds 12``. The races alternate
between Flask and FastAPI, and between a scenario that computes and one that waits. Exit code 1 when
the bar does not hold.
"""

import argparse
import itertools
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.verdict.verdict import Verdict
from tests.benchmarks.background_load import background_load
from tests.benchmarks.bars import Bar, report
from tests.benchmarks.claims import METRICS, claims, ratio
from tests.benchmarks.recorded_races import RaceToRecord, record_missing, replay

Mode = Literal["together", "turns"]

TOGETHER_S, TURNS_S = 6, 16
USERS = 16
BAR = 0.05


def add_options(parser: argparse.ArgumentParser) -> None:
    """How many races of each mode, beside what, and where they are recorded."""
    parser.add_argument("--together", type=int, default=200, help="races")
    parser.add_argument("--turns", type=int, default=100, help="races")
    parser.add_argument("--seconds", type=int, default=6, help="of a race together")
    parser.add_argument("--busy", type=float, default=0.5, help="of one core, by a second program")
    parser.add_argument("--folder", type=Path, default=Path("benchmark-results/same"))


def recorded(
    mode: Mode, races: int, busy: float, folder: Path, together_s: int = TOGETHER_S
) -> list[Path]:
    """So many recordings; those that are missing are raced now, beside the second program."""
    seconds = together_s if mode == "together" else TURNS_S
    kinds = itertools.product(("hello", "wait"), ("flask", "fastapi"))
    asked = [
        RaceToRecord(
            f"{mode}-{seconds}s-{number:03}-{variant}-{scenario}",
            _plan(mode, variant, scenario, seconds),
        )
        for number, (scenario, variant) in zip(range(races), itertools.cycle(kinds), strict=False)
    ]
    with background_load(busy):
        return record_missing(folder, asked)


def _plan(mode: Mode, variant: str, scenario: str, seconds: int) -> RacePlan:
    lane = LaneChoice.of(variant)
    return RacePlan(
        lanes={"a": lane, "b": lane},
        scenario=scenario,
        parameters={},
        model=ClosedModel(USERS),
        mode=mode,
        block_s=1,
        duration_s=seconds,
    ).checked()


def false_claims(mode: Mode, recordings: Iterable[Path]) -> list[Bar]:
    """A line for any claim, and one for each metric."""
    races = 0
    at_end, ever, with_interval = Counter[str](), Counter[str](), Counter[str]()
    for path in recordings:
        races += 1
        _, verdicts = replay(path)
        by_second = [{name for name, who in claims(each).items() if who} for each in verdicts]
        at_end.update(_and_any(by_second[-1]))
        ever.update(_and_any(set().union(*by_second)))
        with_interval.update(
            _and_any({each for each in METRICS if _has_interval(verdicts[-1], each)})
        )
        if by_second[-1]:
            print(f"{path.name}: {verdicts[-1].sentence}", file=sys.stderr)
    return [
        Bar(
            f"difference claimed between alike servers, {mode}, {metric}",
            f"{at_end[metric]} claimed / {with_interval[metric]} with an interval / {races} races"
            f" ({ever[metric]} claimed at any second)",
            f"{BAR:.0%}",
            holds=at_end[metric] <= BAR * races if with_interval[metric] else None,
        )
        for metric in ("any", *METRICS)
    ]


def _and_any(metrics: set[str]) -> set[str]:
    return metrics | {"any"} if metrics else metrics


def _has_interval(verdict: Verdict, metric: str) -> bool:
    found = ratio(verdict, metric)
    return found is not None and found.interval is not None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    chosen = parser.parse_args()
    asked: dict[Mode, int] = {"together": chosen.together, "turns": chosen.turns}
    bars: list[Bar] = []
    for mode, races in asked.items():
        if races:
            recordings = recorded(mode, races, chosen.busy, chosen.folder, chosen.seconds)
            bars += false_claims(mode, recordings)
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
