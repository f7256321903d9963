"""The race while it runs, on stderr.

A live table in a terminal, a line for every event elsewhere.
"""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from loadgen.model import number_format
from loadgen.model.frame import LANES, Frame, LaneId, LaneState
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict_fields import Verdict
from servers.process.output_streams import is_live_terminal

_EVERY = 2
"""Frames for each redraw: five redraws a second can be read."""
_BAR = 30

_STYLES: dict[LaneState, str] = {
    "running": "green",
    "failed": "red",
    "unresponsive": "yellow",
    "failing": "yellow",
}


class Progress:
    """Shows frames as they come; a context that leaves the terminal as it was."""

    def __init__(self, plan: RacePlan, timeline: Timeline, console: Console) -> None:
        self._plan = plan
        self._timeline = timeline
        self._console = console
        self._told: dict[LaneId, str] = {}
        self._told_block: int | None = None
        self._live = (
            Live(console=console, auto_refresh=False, transient=True)
            if is_live_terminal(console.file)
            else None
        )

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._live.stop()

    def show(self, frame: Frame, verdict: Verdict) -> None:
        """Show what the time line knows after this frame, and what is said of it so far."""
        if self._live is None:
            self._tell(frame)
        elif frame.seq % _EVERY == 0:
            shown = Group(self._table(frame), *_verdict(verdict))
            self._live.update(shown, refresh=True)

    def _tell(self, frame: Frame) -> None:
        for id_ in LANES:
            status = frame.lanes[id_].status
            before, now = self._told.get(id_), status.state
            waits = before == "running" and now == "ready"  # for its turn
            if before != now and not waits:
                self._told[id_] = now
                self._say(frame, f"{self._plan.name(id_)}: {now}", status.text, now == "stopped")
        if frame.block is not None and frame.turn and frame.block != self._told_block:
            self._told_block = frame.block
            self._say(frame, f"turn {frame.block + 1}: {self._plan.name(frame.turn)}")
        for block in frame.spoiled_blocks:
            self._say(frame, f"turn {block + 1} does not count")

    def _say(self, frame: Frame, summary: str, text: str = "", alone: bool = True) -> None:
        rest = "" if alone else f", {text}"
        line = f"{frame.at_s:5.1f} s  {summary}{rest}"
        self._console.print(line, highlight=False, soft_wrap=True, markup=False)

    def _table(self, frame: Frame) -> Table:
        table = Table(box=None, pad_edge=False, title=self._title(frame), title_justify="left")
        table.add_column("")
        opened = isinstance(self._plan.model, OpenModel)
        for heading in ("requests/s", "p50", "p99", "memory", "failed", *["dropped"] * opened):
            table.add_column(heading, justify="right", min_width=9)
        table.add_column("")
        for id_ in LANES:
            table.add_row(Text(self._plan.name(id_), "bold"), *self._figures(id_))
        return table

    def _title(self, frame: Frame) -> str:
        if frame.phase == "starting":
            return "Starting both servers …"
        if frame.phase in ("stopping", "ended"):
            return "Stopping …"
        whole = self._plan.duration_s or 0
        done = min(1.0, frame.at_s / whole) if whole else 1.0
        bar = "━" * round(_BAR * done) + "╌" * (_BAR - round(_BAR * done))
        title = f"Racing  {bar}  {frame.at_s:.1f} of {whole} s"
        if frame.turn is not None:
            title += f"  {self._plan.name(frame.turn)}'s turn"
        return title

    def _figures(self, id_: LaneId) -> Iterator[str | Text]:
        lane = self._timeline.lane(id_)

        def latest(name: str) -> float:
            column = lane.column(name)
            return float(column[-1]) if column.size else float("nan")

        state = lane.status.state
        style = _STYLES.get(state, "dim")
        yield number_format.significant_count(latest("throughput"))
        yield number_format.milliseconds(latest("p50_ms"))
        yield number_format.milliseconds(latest("p99_ms"))
        yield number_format.mib(latest("rss_mib"))
        yield number_format.count(lane.requests.failures)
        if isinstance(self._plan.model, OpenModel):
            yield number_format.count(lane.requests.dropped)
        yield Text(state, style)


def _verdict(verdict: Verdict) -> Iterator[RenderableType]:
    """The sentence; before the first interval muted, with how near that is."""
    if verdict.sentence:
        yield Text(verdict.sentence, "dim" if verdict.is_provisional else "bold")
    if verdict.progress is not None and verdict.kind == "measuring":
        done = round(_BAR * verdict.progress)
        yield Text(f"{'━' * done}{'╌' * (_BAR - done)}  {verdict.evidence}", "dim")
