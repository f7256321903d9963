"""The command ``cost``: its options, and its execution."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from rich.console import Console

from loadgen.cli.command import Command
from loadgen.cli.cost_options import cost_options
from loadgen.cli.help_text import write_race_epilog
from loadgen.cli.race_series import check_suffixes, print_series, run_series, series_options
from loadgen.cli.series_pictures import NO_PICTURES, PICTURE, SeriesPictures
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import Price
from loadgen.objective.cost_run import CostRun
from loadgen.objective.objective import Objective

if TYPE_CHECKING:
    from loadgen.objective.search_step import Step
    from loadgen.recording.race_recording import RaceRecording


@dataclass(frozen=True, slots=True)
class CostRequest:
    """Find what rate each lane of ``plan`` sustains at ``objective``, and what that costs."""

    plan: RacePlan
    objective: Objective
    price: Price | None
    utilisation: float
    budget_s: int
    confirm_s: int
    out: tuple[Path, ...]
    keep: bool


def cost_command(
    options: list[click.Option], plan_of: Callable[[dict[str, Any]], RacePlan]
) -> Command:
    """The command. ``options`` say what is raced, ``plan_of`` makes their values a plan."""

    def request(**values: Any) -> CostRequest:
        check_suffixes(values["out"])
        failures = values["failures"] / 100
        return CostRequest(
            plan_of(values),
            msgspec.structs.replace(values["objective"], failures=failures),
            values["price"],
            values["utilisation"] / 100,
            values["budget"],
            values["confirm"],
            values["out"],
            values["keep"],
        )

    return Command(
        "cost",
        short_help="Find what rate each server sustains, and what a million requests cost.",
        help="Search the highest constant arrival rate at which each server meets an objective, "
        "confirm it in a race of its own, and compute the cost of a million requests from it. Each "
        "server races against itself, in turns, so that the other one does not disturb it.",
        params=[*options, *cost_options(), *series_options("result", "race")],
        write_epilog=write_race_epilog,
        callback=request,
    )


def run_cost_command(
    request: CostRequest, out: Console, err: Console, pictures: SeriesPictures = NO_PICTURES
) -> int:
    """The exit code; after Ctrl-C what was measured is printed and written."""
    from loadgen.objective.search import RateSearch
    from loadgen.race.session_services import session_services

    run = CostRun(request.plan, request.objective, {}, request.price, request.utilisation)

    def on_step(step: "Step") -> None:
        from loadgen.objective.cost_text import progress_text

        err.print(progress_text(request.plan, step, step.left_s), markup=False, soft_wrap=True)

    def begin(recording: "RaceRecording") -> RateSearch:
        return RateSearch(
            request.plan,
            request.objective,
            session_services(),
            recording,
            budget_s=request.budget_s,
            confirm_s=request.confirm_s,
            on_step=on_step,
            lanes=run.lanes,
        )

    return run_series(
        begin,
        err,
        paths=request.out,
        keep=request.keep,
        check_picture=pictures.check,
        show=lambda: _print(run, out),
        encode=lambda suffix: _encode(suffix, run, pictures),
        failed=lambda: any(found.failure for found in run.lanes.values()),
    )


def _encode(suffix: str, run: CostRun, pictures: SeriesPictures) -> bytes:
    from loadgen.objective.cost_document import encode_cost, encode_csv
    from loadgen.objective.cost_text import markdown

    if suffix == PICTURE:
        return pictures.cost(run)
    if suffix == ".csv":
        return encode_csv(run)
    return encode_cost(run) if suffix == ".json" else markdown(run).encode()


def _print(run: CostRun, out: Console) -> None:
    from loadgen.objective.cost_text import HEADERS, LEGEND, formula_lines, rows, sentences

    print_series((*sentences(run), *formula_lines(run)), HEADERS, rows(run), LEGEND, out)
