"""What the layouts for readers at a distance say: few words, each figure with its interval."""

from dataclasses import dataclass

from gui.picture import text
from gui.picture.picture_content import PictureContent
from gui.style.text_layout import Span, unbroken
from gui.style.theme import MEDIUM, SEMIBOLD, Theme, lane_symbol
from loadgen.cli.run_command import run_command
from loadgen.comparison.run_figures import FIGURES, THROUGHPUT, FigureKind, figures_of
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import OpenModel
from loadgen.model.number_format import NO_VALUE
from loadgen.statistics.bootstrap import Ratio

NO_INTERVAL = "too little was measured"
_INTERVALS = 3
"""So many at most: those of what the headline says come first."""
_LATENCIES = [each for each in reversed(FIGURES) if each.percentile is not None]


@dataclass(frozen=True, slots=True)
class LaneFigure:
    """A lane's figure in large type; a figure without an interval is not shown."""

    lane: LaneId
    kind: FigureKind
    figure: Ratio | None

    @property
    def value(self) -> str:
        """``1,240/s``; a dash without an interval."""
        if self.figure is None or self.figure.interval is None:
            return NO_VALUE
        return self.kind.format(self.figure.estimate)

    @property
    def interval(self) -> str:
        """``95 %: 1,220/s to 1,260/s``, or that there is none."""
        return f"95 %: {self.ends}" if self.ends else NO_INTERVAL

    @property
    def ends(self) -> str:
        """``1,220/s to 1,260/s``; empty without an interval."""
        if self.figure is None or self.figure.interval is None:
            return ""
        low, high = map(self.kind.format, self.figure.interval)
        return f"{low} to {high}"


def lane_figures(run: RunRecord) -> tuple[LaneFigure, ...]:
    """Those that tell the lanes apart.

    Throughput; of a constant arrival rate, which both may answer, the highest percentile of latency
    that both lanes have.
    """
    kinds = _LATENCIES if isinstance(run.plan.model, OpenModel) else [THROUGHPUT]
    found = figures_of(run.timeline, kinds)
    kind = next((each for each in kinds if all(each.key in found[id_] for id_ in LANES)), kinds[0])
    return tuple(LaneFigure(id_, kind, found[id_].get(kind.key)) for id_ in LANES)


def title(content: PictureContent) -> list[Span]:
    """The person's own title, else the verdict's headline."""
    if content.title:
        return [Span(content.title, content.theme.text, SEMIBOLD)]
    return text.verdict(content.run, content.theme)


def below_title(content: PictureContent) -> list[Span]:
    """The verdict with its intervals below an own title; else the intervals of the headline."""
    said = content.run.verdict
    if content.title:
        return [Span(unbroken(said.sentence), content.theme.text)]
    shown = said.intervals_shown[:_INTERVALS]
    return [Span(unbroken(" · ".join(shown)), content.theme.text)] if shown else []


def lane_name(run: RunRecord, lane: LaneId, theme: Theme) -> list[Span]:
    """The lane's sign and name, in its colour."""
    return [Span(f"{lane_symbol(lane)} {run.plan.name(lane)}", theme.lane(lane), SEMIBOLD)]


def command(run: RunRecord, theme: Theme) -> list[Span]:
    """What to type to repeat the race; its last settings, where they were changed meanwhile."""
    changed = any(mark.kind == "change" for mark in run.timeline.marks)
    said = "Repeat it as it was at the end:  " if changed else "Repeat it:  "
    words = run_command(run.plan, run.timeline.raced_until_s)
    return [Span(said, theme.muted), Span(words, theme.text, MEDIUM)]
