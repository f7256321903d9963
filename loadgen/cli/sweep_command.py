"""The command ``sweep``: its options, and its execution."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.help_text import write_race_epilog
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import warning, write_or_keep
from loadgen.model import number_format
from loadgen.model.race_plan import CONCURRENCY, RacePlan

if TYPE_CHECKING:
    from loadgen.sweep.points import Point

SUFFIXES = (".json", ".csv", ".md")
_SECTION = "the sweep"


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """Race ``plan`` at each load of a ladder up to ``most`` users, for ``budget_s`` seconds."""

    plan: RacePlan
    most: int
    budget_s: int
    out: tuple[Path, ...]
    keep: bool


def sweep_command(
    options: list[click.Option], plan_of: Callable[[dict[str, Any]], RacePlan]
) -> Command:
    """The command. ``options`` say what is raced, ``plan_of`` makes their values a plan."""

    def request(**values: Any) -> SweepRequest:
        out = values["out"]
        for path in out:
            if path.suffix not in SUFFIXES:
                message = f"--out takes {', '.join(SUFFIXES)}, not “{path}”."
                raise click.UsageError(message, click.get_current_context())
        plan = plan_of(values)
        return SweepRequest(plan, values["most"], values["budget"], out, values["keep"])

    return Command(
        "sweep",
        short_help="Find how many users each server bears.",
        help="Race at 1, 4, 16, ... users, in turns, until more of them only wait; then between "
        "the loads where a curve bends. Says from how many users on a server answers no more, and "
        "who leads from where on.",
        params=[*options, *_own_options()],
        write_epilog=write_race_epilog,
        callback=request,
    )


def _own_options() -> list[click.Option]:
    return [
        SectionOption(
            "--most",
            section=_SECTION,
            type=click.IntRange(2, CONCURRENCY.maximum),
            default=1024,
            metavar="N",
            help="With so many users at most (default: 1024)",
        ),
        SectionOption(
            "--budget",
            section=_SECTION,
            type=click.IntRange(10, 3600),
            default=120,
            metavar="S",
            help="Begin no further step after so many seconds (default: 120)",
        ),
        SectionOption(
            "--out",
            section="files",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=f"Write the sweep as {', '.join(SUFFIXES)}; may be repeated",
        ),
        SectionOption(
            "--keep/--no-keep",
            section="files",
            in_full=True,
            default=True,
            help="Record each step in the folder of races (default), or not",
        ),
    ]


def run_sweep_command(request: SweepRequest, out: Console, err: Console) -> int:
    """The exit code; after Ctrl-C what was measured is printed and written."""
    from loadgen.cli.interruptible import run_interruptible
    from loadgen.race.session_services import session_services
    from loadgen.recording.race_recording import RaceRecording
    from loadgen.recording.user_library import user_library
    from loadgen.sweep.sweep import Sweep

    try:
        for path in request.out:
            check_writable(path)
    except WriteError as error:
        err.print(str(error), style="red", soft_wrap=True, markup=False)
        return USAGE

    def on_step(users: int, left_s: float) -> None:
        load = number_format.users(users)
        err.print(f"{load}: racing, {number_format.duration(left_s)} left", markup=False)

    recording = RaceRecording(user_library() if request.keep else None, warning(err))
    points: list[Point] = []

    def begin() -> Sweep:
        return Sweep(
            request.plan,
            session_services(),
            recording,
            most=request.most,
            budget_s=request.budget_s,
            on_step=on_step,
            points=points,
        )

    interrupted = run_interruptible(begin)
    recording.close()
    _print(points, request.plan, out)
    files = [(path, _encoded(path, points, request.plan)) for path in request.out]
    written = [write_or_keep(path, data, err) for path, data in files]
    if interrupted is not None:
        return interrupted
    failed = any(point.failure for point in points) or not points
    return OK if all(written) and not failed else FAILED


def _encoded(path: Path, points: "list[Point]", plan: RacePlan) -> bytes:
    from loadgen.sweep.sweep_document import encode_csv, encode_sweep
    from loadgen.sweep.sweep_text import markdown

    if path.suffix == ".csv":
        return encode_csv(points)
    return encode_sweep(points, plan) if path.suffix == ".json" else markdown(points, plan).encode()


def _print(points: "list[Point]", plan: RacePlan, out: Console) -> None:
    from loadgen.sweep.sweep_text import headers, rows, sentences

    for sentence in sentences(points, plan):
        out.print(Text(sentence, "bold"), soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in headers(plan):
        table.add_column(header, justify="right")
    for row in rows(points):
        table.add_row(*row)
    out.print(table)
    out.print(Text("Each figure with its 95 % interval. Races in turns.", "dim"), soft_wrap=True)
