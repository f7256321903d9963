"""The stages as a table: a row for each route, a column for each stage that has answered."""

from collections.abc import Sequence

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section, Tone
from loadgen.migration.comparison import ROUTE_TITLES, Difference, ProbeResult, StageComparison
from loadgen.migration.migration_text import stage_sentences, traffic_text, trap_sentence
from loadgen.migration.step_code import step_diff
from servers.catalog.migration_stages import Trap, stage_title

_NO_BREAK_SPACE = "\u00a0"
_LEGEND = (
    "“2/11”: of 11 requests of the route, 2 are answered otherwise than by Flask alone; a name "
    "without figures: none is. Beside each route stands its part of the traffic. Each was sent "
    "twice: what differs between the two is left out."
)


def stage_grid(stages: Sequence[StageComparison], traps: Sequence[Trap]) -> Grid:
    """``traps`` are those that were open."""
    rows = tuple(
        GridRow(_title(key, title), tuple(_cell(stage, key, traps) for stage in stages))
        for key, title in ROUTE_TITLES.items()
    )
    columns = tuple(f"Stage {each.stage}" for each in stages)
    said = tuple(Section("", trap_sentence(each)) for each in traps)
    found = Section("By stage", "\n".join(stage_sentences(stages)))
    return Grid(columns, rows, _LEGEND, (found, *said))


def _title(route: str, title: str) -> str:
    """With the route's part of the traffic: ``Read an item · 40 %``."""
    return f"{title} · {traffic_text(route)}" if route else title


def _cell(stage: StageComparison, route: str, traps: Sequence[Trap]) -> GridCell:
    heading = f"{ROUTE_TITLES[route]} at stage {stage.stage}, {stage_title(stage.stage)}"
    if stage.failure:
        return GridCell("failed", "failure", (Section(heading, stage.failure),))
    results = stage.of_route(route)
    differing = [each for each in results if each.differences]
    framework = stage.framework(route)
    answered = f"{framework} answers. {len(differing)} of {len(results)} requests differ."
    sections = [Section(heading, answered), *map(_section, differing)]
    code = step_diff(stage.stage, [each.key for each in traps])
    # A line that stays begins with a space, which HTML would drop.
    kept = code.replace("\n ", f"\n{_NO_BREAK_SPACE}")
    sections.append(Section(f"The step to stage {stage.stage}", kept, is_code=True))
    tone: Tone = "caution" if differing else "muted" if framework == "Flask" else "plain"
    text = f"{framework} {len(differing)}/{len(results)}" if differing else framework
    return GridCell(text, tone, tuple(sections))


def _section(result: ProbeResult) -> Section:
    return Section(result.probe.title, "\n".join(map(_said, result.differences)), is_code=True)


def _said(difference: Difference) -> str:
    name = difference.field
    return f"{name} before: {difference.before}\n{name} now:    {difference.now}"
