"""How often a stated winner changes or disappears although the user changed nothing: ``python -m
tests.benchmarks.withdrawn_claims [--races 100] [--folder PATH]``.

Races of 30 s in every scenario are judged every second, as the window does. The bar: of 100 races
at most 2 withdraw a claim about throughput. Claims about the percentile and about memory are
reported beside it. Exit code 1 when it does not hold.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks import scenario_races
from tests.benchmarks.bars import Bar, report
from tests.benchmarks.claims import METRICS, claims, withdrawn
from tests.benchmarks.recorded_races import replay

BAR = 0.02


def withdrawn_claims(recordings: Iterable[Path]) -> list[Bar]:
    """One line for each metric."""
    races = 0
    claimed, lost = Counter[str](), Counter[str]()
    for path in recordings:
        races += 1
        _, verdicts = replay(path)
        claimed.update({name for each in verdicts for name, who in claims(each).items() if who})
        broken = withdrawn(verdicts)
        lost.update(broken)
        if broken:
            print(f"{path.name}: withdrawn: {', '.join(sorted(broken))}", file=sys.stderr)
    return [
        Bar(
            f"claims withdrawn, {metric}",
            f"{lost[metric]} of {claimed[metric]} in {races} races",
            f"{BAR:.0%}" if metric == "throughput" else "",
            holds=lost[metric] <= BAR * races if metric == "throughput" else None,
        )
        for metric in METRICS
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    scenario_races.add_options(parser)
    chosen = parser.parse_args()
    return report(withdrawn_claims(scenario_races.recorded(chosen.races, chosen.folder)))


if __name__ == "__main__":
    sys.exit(main())
