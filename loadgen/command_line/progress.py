"""The race while it runs, on stderr: a live table in a terminal, a line for every event
elsewhere.
"""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, Frame, LaneId
from loadgen.results import wording
from loadgen.results.timeline import Timeline

_EVERY = 2
"""Frames for each redraw: five redraws a second can be read."""


class Progress:
    """Shows frames as they come; a context that leaves the terminal as it was."""

    def __init__(self, plan: RacePlan, timeline: Timeline, console: Console) -> None:
        self._plan = plan
        self._timeline = timeline
        self._console = console
        self._told: dict[LaneId, str] = {}
        self._live = (
            Live(console=console, auto_refresh=False, transient=True)
            if console.is_terminal
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

    def show(self, frame: Frame) -> None:
        """Show what the time line knows after this frame."""
        if self._live is None:
            self._tell(frame)
        elif frame.seq % _EVERY == 0:
            self._live.update(self._table(frame), refresh=True)

    def _tell(self, frame: Frame) -> None:
        for id_ in LANES:
            status = frame.lanes[id_].status
            if self._told.get(id_) != status.state:
                self._told[id_] = status.state
                told = f"{frame.at_s:5.1f} s  {self._plan.name(id_)}: {status.state}"
                text = "" if status.state == "stopped" else f", {status.text}"
                self._console.print(told + text, highlight=False, soft_wrap=True, markup=False)

    def _table(self, frame: Frame) -> Table:
        table = Table(box=None, pad_edge=False, title=self._title(frame), title_justify="left")
        table.add_column("")
        for heading in ("requests/s", "p50", "p99", "memory", "failed"):
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
        bar = "━" * round(30 * done) + "╌" * (30 - round(30 * done))
        return f"Racing  {bar}  {frame.at_s:.1f} of {whole} s"

    def _figures(self, id_: LaneId) -> tuple[str, str, str, str, str, Text]:
        lane = self._timeline.lane(id_)

        def latest(name: str) -> float:
            column = lane.column(name)
            return float(column[-1]) if column.size else float("nan")

        state = lane.status.state
        style = {"running": "green", "failed": "red", "unresponsive": "yellow"}.get(state, "dim")
        return (
            wording.significant_count(latest("throughput")),
            wording.milliseconds(latest("p50_ms")),
            wording.milliseconds(latest("p99_ms")),
            wording.mib(latest("rss_mib")),
            wording.count(lane.requests.failures),
            Text(state, style),
        )
