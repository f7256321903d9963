"""How wide the interval of the throughput ratio is after 30 s together, in every scenario: ``python
-m tests.benchmarks.interval_width [--races 11] [--folder PATH]``.

The bar, on a quiet machine: the 95 % interval reaches at most 5 % to each side of the ratio in the
median race of a scenario, or the verdict's evidence says what would narrow it. Exit code 1 when it
does not hold.
"""

import argparse
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from loadgen.verdict.verdict import Verdict
from tests.benchmarks import scenario_races
from tests.benchmarks.bars import Bar, report
from tests.benchmarks.recorded_races import replay

BAR = 0.05


def interval_widths(recordings: Iterable[Path]) -> list[Bar]:
    """One line for each scenario."""
    last: dict[str, list[Verdict]] = defaultdict(list)
    for path in recordings:
        plan, verdicts = replay(path)
        last[plan.scenario].append(verdicts[-1])
    return [_bar(scenario, verdicts) for scenario, verdicts in last.items()]


def _bar(scenario: str, verdicts: list[Verdict]) -> Bar:
    figure = f"interval of the throughput ratio, {scenario}"
    widths = [_half_width(each) for each in verdicts]
    known = [each for each in widths if each is not None]
    if not known:
        kinds = ", ".join(sorted({each.kind for each in verdicts}))
        return Bar(figure, f"none: {kinds}", "±5 %", holds=False)
    explained = all(
        "would narrow it" in verdict.evidence
        for verdict, width in zip(verdicts, widths, strict=True)
        if width is not None and width > BAR
    )
    median = statistics.median(known)
    measured = f"±{median:.1%}, at most ±{max(known):.1%}"
    said = ", and the page says what would narrow it" if explained and max(known) > BAR else ""
    return Bar(figure + said, measured, "±5 %", holds=median <= BAR or explained)


def _half_width(verdict: Verdict) -> float | None:
    """As a part of the ratio, on the side on which it is wider."""
    ratio = verdict.throughput_ratio
    if ratio is None or ratio.interval is None:
        return None
    low, high = ratio.interval
    return max(high / ratio.estimate - 1, 1 - low / ratio.estimate)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    scenario_races.add_options(parser)
    parser.set_defaults(races=11)
    chosen = parser.parse_args()
    return report(interval_widths(scenario_races.recorded(chosen.races, chosen.folder)))


if __name__ == "__main__":
    sys.exit(main())
