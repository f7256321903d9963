"""What the comparison strip says: each lane's figure before and after, and what differs."""

from dataclasses import dataclass

from gui.picture.slide_text import NO_INTERVAL, LaneFigure, lane_figures
from gui.style.text_layout import Span, unbroken
from gui.style.theme import MEDIUM, SEMIBOLD, Theme, lane_symbol
from loadgen.comparison.change import change_of
from loadgen.comparison.comparison import Comparison
from loadgen.comparison.comparison_text import change_text
from loadgen.comparison.conditions import find_differences
from loadgen.comparison.run_figures import FigureKind, figures_of
from loadgen.export.run_record import RunRecord
from loadgen.verdict.ratio_text import difference

NO_RACE_BEFORE = (
    "The comparison needs an earlier race: in the window press R in one, or race twice; "
    "on the command line add --baseline."
)


def refusal(before: RunRecord | None, run: RunRecord) -> str:
    """Why the races cannot be set against each other, in one sentence; empty where they can."""
    if before is None:
        return NO_RACE_BEFORE
    return Comparison.of([before], [run]).refusal


def changes_text(before: RunRecord, run: RunRecord) -> str:
    """``threads 4 → 64``: what differs between the two races."""
    found = [each.text for each in find_differences(before, run)]
    return ", ".join(found) if found else "The same settings, raced twice"


def cautions(before: RunRecord, run: RunRecord, theme: Theme) -> list[Span]:
    """What must be known of the figures of either race."""
    said = [
        f"{name}: {each.verdict.caution}"
        for name, each in (("Before", before), ("After", run))
        if each.verdict.caution
    ]
    return [Span(unbroken(f"▲  {' '.join(said)}"), theme.caution, MEDIUM)] if said else []


@dataclass(frozen=True, slots=True)
class LaneChange:
    """A lane's figure in both races. ``name`` has both names where another server races."""

    name: str
    before: LaneFigure
    after: LaneFigure

    @property
    def kind(self) -> FigureKind:
        """What it is a figure of."""
        return self.after.kind

    @property
    def text(self) -> str:
        """``4 to 64 times``: by how much it has changed; why not, without an interval."""
        before, after = self.before.figure, self.after.figure
        change = change_of(before, after) if before and after else None
        if change and change.holds_one:
            return f"no change shown ({difference(change)})"
        return change_text(change) or NO_INTERVAL

    def spans(self, theme: Theme) -> list[Span]:
        """``Flask  Throughput  78.0/s (77.1/s to 78.8/s) → 1,180/s (...)  15 times as much``."""
        color = theme.lane(self.after.lane)
        return [
            Span(f"{lane_symbol(self.after.lane)} {self.name}", color, SEMIBOLD),
            Span(f"  {self.kind.title}  ", theme.muted),
            Span(f"{_figure(self.before)}  →  {_figure(self.after)}", theme.text),
            Span(f"   {unbroken(self.text)}", color, SEMIBOLD),
        ]


def lane_changes(before: RunRecord, run: RunRecord) -> tuple[LaneChange, ...]:
    """Both lanes, by the figure that tells the lanes of the later race apart."""
    after = lane_figures(run)
    known = figures_of(before.timeline, [after[0].kind])
    return tuple(
        LaneChange(
            _name(before.plan.name(each.lane), run.plan.name(each.lane)),
            LaneFigure(each.lane, each.kind, known[each.lane].get(each.kind.key)),
            each,
        )
        for each in after
    )


def _name(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _figure(figure: LaneFigure) -> str:
    return f"{figure.value} ({figure.ends})" if figure.ends else figure.value
