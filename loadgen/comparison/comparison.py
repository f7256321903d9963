"""Two races, or two groups of repeated races, set against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from loadgen.comparison.change import change_of, group
from loadgen.comparison.conditions import (
    Difference,
    equal_conditions,
    find_differences,
    plan_differences,
)
from loadgen.comparison.run_figures import FIGURES, FigureKind, run_figures
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio


class ComparisonError(Exception):
    """Races that cannot be compared; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure of one lane in both races. Without ``change`` one of them has no interval."""

    kind: FigureKind
    lane: LaneId
    before: Ratio | None
    after: Ratio | None

    @property
    def change(self) -> Ratio | None:
        """After over before."""
        if self.before is None or self.after is None:
            return None
        return change_of(self.before, self.after)


@dataclass(frozen=True)
class Comparison:
    """``before`` and ``after`` are one race each, or several of one plan."""

    before: tuple[RunRecord, ...]
    after: tuple[RunRecord, ...]

    @classmethod
    def of(cls, before: Sequence[RunRecord], after: Sequence[RunRecord]) -> "Comparison":
        """Raises ComparisonError where races of one group are not of one plan."""
        for runs in (before, after):
            for run in runs[1:]:
                if found := find_differences(runs[0], run):
                    raise ComparisonError(
                        f"Races of one group must be of one plan; these differ in {found[0].text}."
                    )
        return cls(tuple(before), tuple(after))

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What differs between them: the possible causes of what has changed."""
        return find_differences(self.before[0], self.after[0])

    @cached_property
    def equal(self) -> tuple[tuple[str, str], ...]:
        """What both have in common."""
        return equal_conditions(self.before[0], self.after[0])

    @property
    def refusal(self) -> str:
        """Why the figures say nothing about each other, in one sentence; empty where they do."""
        return work_refusal(self.before[0].plan, self.after[0].plan)

    @cached_property
    def changes(self) -> tuple[FigureChange, ...]:
        """Lane by lane, all figures that at least one side has."""
        before, after = (_figures(runs) for runs in (self.before, self.after))
        return tuple(
            FigureChange(kind, id_, before[id_].get(kind.key), after[id_].get(kind.key))
            for id_ in LANES
            for kind in FIGURES
            if kind.key in before[id_] or kind.key in after[id_]
        )


def work_refusal(before: RacePlan, after: RacePlan) -> str:
    """Why figures of races of these plans say nothing about each other; empty where they do."""
    work = [each.text for each in plan_differences(before, after) if each.is_work]
    if not work:
        return ""
    return f"These races did different work ({', '.join(work)}), so their figures differ anyway."


def _figures(runs: tuple[RunRecord, ...]) -> dict[LaneId, dict[str, Ratio]]:
    found = [run_figures(run) for run in runs]
    return {
        id_: {
            kind.key: group([each[id_][kind.key] for each in found])
            for kind in FIGURES
            if all(kind.key in each[id_] for each in found)
        }
        for id_ in LANES
    }
