"""All figures about what the verdict may claim, in one table: ``python -m
tests.benchmarks.verdict_figures [--together 200] [--turns 100] [--races 100] [--folder PATH]``.

They are those of ``same_against_same``, ``interval_width`` and ``withdrawn_claims``, over the same
recordings: some two and a half hours of races where none is recorded yet. Interrupted, it goes on
where it was; once all are recorded it judges them again in a minute. The machine must be quiet.
Exit code 1 when a bar does not hold.
"""

import argparse
import sys
from pathlib import Path

from tests.benchmarks import same_against_same, scenario_races
from tests.benchmarks.bars import report
from tests.benchmarks.interval_width import interval_widths
from tests.benchmarks.withdrawn_claims import withdrawn_claims


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--together", type=int, default=200, help="races of the same")
    parser.add_argument("--turns", type=int, default=100, help="races of the same")
    parser.add_argument("--races", type=int, default=100, help="in all scenarios together")
    parser.add_argument("--busy", type=float, default=0.5, help="of one core, beside the same")
    parser.add_argument("--folder", type=Path, default=Path("benchmark-results"))
    chosen = parser.parse_args()
    scenarios = scenario_races.recorded(chosen.races, chosen.folder / "scenarios")
    same = chosen.folder / "same"
    together = same_against_same.recorded("together", chosen.together, chosen.busy, same)
    turns = same_against_same.recorded("turns", chosen.turns, chosen.busy, same)
    return report(
        [
            *same_against_same.false_claims("together", together),
            *same_against_same.false_claims("turns", turns),
            *interval_widths(scenarios),
            *withdrawn_claims(scenarios),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
