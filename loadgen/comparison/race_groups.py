"""Chosen races as a comparison: which of them are one group, and which group comes first."""

from collections.abc import Sequence

from loadgen.comparison.comparison import Comparison, ComparisonError
from loadgen.comparison.conditions import find_differences
from loadgen.export.run_record import RunRecord


def compare_chosen(runs: Sequence[RunRecord]) -> Comparison:
    """A is what was raced first.

    Two races are set against each other. Of more, those of one plan on one machine are a group:
    where all are, the oldest is A and the others are B. Raises ComparisonError where there are
    fewer than two races or more than two groups.
    """
    in_order = sorted(runs, key=lambda run: run.started_at)
    if len(in_order) < 2:
        raise ComparisonError("Choose two races or more: with Ctrl, or with Shift.")
    if len(in_order) == 2:
        return Comparison.of(in_order[:1], in_order[1:])
    groups: list[list[RunRecord]] = []
    for run in in_order:
        same = (each for each in groups if not find_differences(each[0], run))
        group = next(same, None)
        if group is None:
            groups.append([run])
        else:
            group.append(run)
    if len(groups) > 2:
        raise ComparisonError(
            f"These races are of {len(groups)} plans: choose two races, or repeated races of two."
        )
    return Comparison.of(*groups) if len(groups) == 2 else Comparison.of(in_order[:1], in_order[1:])
