"""The command ``cost``: its options, and its execution."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loadgen.cli.command import Command
from loadgen.cli.cost_options import SUFFIXES, cost_options
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.help_text import write_race_epilog
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import warning, write_or_keep
from loadgen.model import number_format
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import Price
from loadgen.objective.cost_run import CostRun
from loadgen.objective.objective import Objective

if TYPE_CHECKING:
    from loadgen.objective.search import Step


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
        for path in values["out"]:
            if path.suffix not in SUFFIXES:
                message = f"--out takes {', '.join(SUFFIXES)}, not “{path}”."
                raise click.UsageError(message, click.get_current_context())
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
        params=[*options, *cost_options()],
        write_epilog=write_race_epilog,
        callback=request,
    )


def run_cost_command(request: CostRequest, out: Console, err: Console) -> int:
    """The exit code; after Ctrl-C what was measured is printed and written."""
    from loadgen.cli.interruptible import run_interruptible
    from loadgen.objective.search import RateSearch
    from loadgen.race.session_services import session_services
    from loadgen.recording.race_recording import RaceRecording
    from loadgen.recording.user_library import user_library

    try:
        for path in request.out:
            check_writable(path)
    except WriteError as error:
        err.print(str(error), style="red", soft_wrap=True, markup=False)
        return USAGE

    def on_step(step: "Step") -> None:
        err.print(_progress(request.plan, step), markup=False, soft_wrap=True)

    recording = RaceRecording(user_library() if request.keep else None, warning(err))
    run = CostRun(request.plan, request.objective, {}, request.price, request.utilisation)

    def begin() -> RateSearch:
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

    interrupted = run_interruptible(begin)
    recording.close()
    _print(run, out)
    files = [(path, _encoded(path, run)) for path in request.out]
    written = [write_or_keep(path, data, err) for path, data in files]
    if interrupted is not None:
        return interrupted
    failed = any(found.failure for found in run.lanes.values())
    return OK if all(written) and not failed else FAILED


def _progress(plan: RacePlan, step: "Step") -> str:
    name = plan.name(step.lane)
    match step.stage:
        case "flat out":
            return f"{name}: racing flat out"
        case "confirmation":
            return f"{name}: confirming {number_format.rate(step.rate)}"
    left = number_format.duration(step.left_s)
    return f"{name}: racing at {number_format.rate(step.rate)}, {left} left for its search"


def _encoded(path: Path, run: CostRun) -> bytes:
    from loadgen.objective.cost_document import encode_cost, encode_csv
    from loadgen.objective.cost_text import markdown

    if path.suffix == ".csv":
        return encode_csv(run)
    return encode_cost(run) if path.suffix == ".json" else markdown(run).encode()


def _print(run: CostRun, out: Console) -> None:
    from loadgen.objective.cost_text import HEADERS, rows, sentences

    for sentence in sentences(run):
        out.print(Text(sentence, "bold"), soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in HEADERS:
        table.add_column(header, justify="left" if header == HEADERS[0] else "right")
    for row in rows(run):
        table.add_row(*row)
    out.print(table)
    said = (
        "Shares and figures with their 95 % intervals, of the worse of two starts of each server."
    )
    out.print(Text(said, "dim"), soft_wrap=True)
