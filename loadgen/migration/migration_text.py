"""A migration as text: who answers each route at each stage, and what differs from before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loadgen.migration.comparison import (
    ROUTE_TITLES,
    Difference,
    StageComparison,
    first_stage_of_fastapi,
)
from loadgen.migration.migration_run import MigrationRun
from loadgen.migration.probes import Probe
from loadgen.migration.speed_text import (
    SPEED_HEADERS,
    SPEED_LEGEND,
    speed_failures,
    speed_rows,
)
from loadgen.model.number_format import NO_VALUE
from servers.catalog.migration_stages import ROUTES, Trap, moved_percent, stage_title

LEGEND = (
    "By stage: requests of the route that are answered otherwise than by Flask alone, of those "
    "that were sent; a dot where none is. Each was sent twice: what differs between the two is "
    "left out."
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class DifferenceRange:
    """The same differences of one probe, from one stage to another."""

    probe: Probe
    first: int
    last: int
    differences: tuple[Difference, ...]

    @property
    def stages(self) -> str:
        """``stage 9``, ``stages 2 to 9``."""
        if self.first == self.last:
            return f"stage {self.first}"
        return f"stages {self.first} to {self.last}"


def headers(stages: Sequence[StageComparison]) -> tuple[str, ...]:
    """Of ``route_rows``."""
    return ("Route", "Traffic", "FastAPI from", *(f"{each.stage}" for each in stages))


def route_rows(stages: Sequence[StageComparison]) -> Iterator[tuple[str, ...]]:
    """A row for each route: its traffic, from when FastAPI answers it, how many requests differ.

    The columns after these three are the stages. The last row is what has moved of the traffic.
    """
    for key, title in ROUTE_TITLES.items():
        first = f"stage {first_stage_of_fastapi(key)}"
        yield (title, traffic_text(key), first, *(_cell(each, key) for each in stages))
    moved = (f"{moved_percent(each.stage)} %" for each in stages)
    yield ("Answered by FastAPI", "100 %", NO_VALUE, *moved)


def traffic_text(route: str) -> str:
    """``40 %``: the part of the shop's traffic; a dash for what is no route."""
    shares = {each.key: f"{each.share_percent} %" for each in ROUTES}
    return shares.get(route, NO_VALUE)


def stage_sentences(stages: Sequence[StageComparison]) -> Iterator[str]:
    """One of each stage: what of the traffic has moved, and how many of its requests differ."""
    for each in stages:
        moved = f"FastAPI answers {moved_percent(each.stage)} % of the traffic"
        differing = f"{len(each.differing)} of {len(each.results)} requests differ"
        found = each.failure or f"{moved}, {differing}."
        yield f"Stage {each.stage}, {stage_title(each.stage)}: {found}"


def trap_sentence(trap: Trap) -> str:
    """What an open trap breaks, and what mends it."""
    return f"Open: {trap.title}. {trap.breaks} {trap.mend}"


def traps_sentence(traps: Sequence[Trap]) -> str:
    """Which were open."""
    opened = ", ".join(each.title for each in traps)
    return f"Open traps: {opened}." if opened else "All known traps are mended."


def difference_ranges(stages: Sequence[StageComparison]) -> list[DifferenceRange]:
    """All differences; equal ones of consecutive stages together, in the order of the probes."""
    found: list[DifferenceRange] = []
    ran = [each for each in stages if not each.failure]
    for results in zip(*(each.results for each in ran), strict=True):
        current: DifferenceRange | None = None
        for stage, result in zip(ran, results, strict=True):
            if not result.differences:
                current = None
                continue
            if current and current.differences == result.differences:
                found.pop()
                first = current.first
            else:
                first = stage.stage
            current = DifferenceRange(result.probe, first, stage.stage, result.differences)
            found.append(current)
    return found


def difference_sentence(found: DifferenceRange) -> str:
    """Such as ``HEAD /items/1 (stages 2 to 9): status was 200, is 405``, and a point."""
    said = "; ".join(
        f"{each.field} was {_short(each.before)}, is {_short(each.now)}"
        for each in found.differences
    )
    return f"{found.probe.title} ({found.stages}): {said}."


def markdown(run: MigrationRun) -> str:
    """The whole of it as Markdown."""
    stages = run.stages
    parts = ["# From Flask to FastAPI"]
    if stages:
        parts += [
            _markdown_table(headers(stages), route_rows(stages)),
            LEGEND,
            *map(trap_sentence, run.traps),
            "\n".join(f"- {each}" for each in stage_sentences(stages)),
            "\n".join(f"- {difference_sentence(each)}" for each in difference_ranges(stages)),
        ]
    if run.speeds:
        parts += [
            "## Speed",
            _markdown_table(SPEED_HEADERS, speed_rows(run.speeds)),
            f"{SPEED_LEGEND} {traps_sentence(run.raced_traps)}",
            *speed_failures(run.speeds),
        ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(each) + " |" for each in (head, *rows)]
    lines.insert(1, "|" + " --- |" * len(head))
    return "\n".join(lines)


def _cell(stage: StageComparison, route: str) -> str:
    if stage.failure:
        return "–"
    results = stage.of_route(route)
    differing = sum(bool(each.differences) for each in results)
    return f"{differing}/{len(results)}" if differing else "·"


def _short(text: str) -> str:
    line = " ".join(text.split()) or "empty"
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
