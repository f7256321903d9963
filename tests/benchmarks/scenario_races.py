"""Flask against FastAPI for 30 s in every scenario: recorded once for all figures that judge them.

Of each scenario there are as many races as of any other; they are raced in turn, so that what
changes on the machine meanwhile is spread over all scenarios.
"""

import argparse
import math
from pathlib import Path

import msgspec

from loadgen.model.race_plan import RacePlan
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import SCENARIOS
from tests.benchmarks.recorded_races import RaceToRecord, record_missing

DURATION_S = 30


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--races`` and ``--folder``."""
    parser.add_argument("--races", type=int, default=100, help="in all scenarios together")
    parser.add_argument("--folder", type=Path, default=Path("benchmark-results/scenarios"))


def recorded(races: int, folder: Path) -> list[Path]:
    """At least ``races`` recordings, as many of each scenario; the missing ones are raced now."""
    rounds = math.ceil(races / len(SCENARIOS))
    return record_missing(
        folder,
        (
            RaceToRecord(f"{scenario.key}-{number:03}", _plan(scenario.key))
            for number in range(rounds)
            for scenario in SCENARIOS
        ),
    )


def _plan(scenario: str) -> RacePlan:
    found = {each.key: each for each in SCENARIOS}[scenario]
    plan = msgspec.structs.replace(
        RacePlan.default(),
        scenario=scenario,
        parameters=defaults(found.parameters),
        duration_s=DURATION_S,
    )
    return plan.checked()
