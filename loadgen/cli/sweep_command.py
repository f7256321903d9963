"""The command ``sweep``: its options, and its execution."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from rich.console import Console

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.help_text import write_race_epilog
from loadgen.cli.race_options import MODEL_KEYS
from loadgen.cli.race_series import check_suffixes, print_series, run_series, series_options
from loadgen.cli.series_pictures import NO_PICTURES, PICTURE, SeriesPictures
from loadgen.model import number_format
from loadgen.model.race_plan import RacePlan
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import USERS, find_quantity
from loadgen.sweep.sweep_document import SweepFileError, resumable_sweep
from loadgen.sweep.sweep_run import SweepRun
from servers.catalog.parameter import ParameterError

if TYPE_CHECKING:
    from loadgen.recording.race_recording import RaceRecording

_SECTION = "the sweep"
_WITH_RESUME = ("resume", "budget", "out", "keep")
"""All other options say what is raced, and so does the sweep that is gone on with."""


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """Race ``plan`` at each value of ``ladder`` for ``budget_s`` seconds.

    ``points`` are those of a sweep that is gone on with.
    """

    plan: RacePlan
    ladder: Ladder
    budget_s: int
    out: tuple[Path, ...]
    keep: bool
    points: tuple[Point, ...] = ()


def sweep_command(
    options: list[click.Option], plan_of: Callable[[dict[str, Any]], RacePlan]
) -> Command:
    """The command. ``options`` say what is raced, ``plan_of`` makes their values a plan."""

    def request(**values: Any) -> SweepRequest:
        check_suffixes(values["out"])
        rest = values["budget"], values["out"], values["keep"]
        if values["resume"]:
            _refuse_others()
            run, ladder = _read_sweep(values["resume"])
            return SweepRequest(run.plan, ladder, *rest, tuple(run.points))
        plan = plan_of(values)
        ladder = _ladder(plan, values)
        return SweepRequest(plan, ladder, *rest)

    return Command(
        "sweep",
        short_help="Find where each server stops to answer more.",
        help="Race at 1, 4, 16, ... users, in turns, until more of them only wait; then between "
        "those where the lead changes, and at each knee. Says from how many users on a "
        "server answers no more requests a second, what bounds it, and who leads from where on. "
        "With --over, the same over an arrival rate, a parameter of the scenario or a setting of "
        "the servers.",
        params=[*options, *_own_options()],
        write_epilog=write_race_epilog,
        callback=request,
    )


def _own_options() -> list[click.Option]:
    return [
        SectionOption(
            "--over",
            section=_SECTION,
            default=USERS.key,
            metavar="NAME",
            help="What is swept: concurrency, rate, requests_per_connection, a parameter of the "
            "scenario (wait_ms), a setting of both servers (threads) or of one (a.threads) "
            f"(default: {USERS.key})",
        ),
        SectionOption(
            "--least",
            section=_SECTION,
            type=click.IntRange(0),
            metavar="N",
            help="The smallest value (default: what the quantity allows)",
        ),
        SectionOption(
            "--most",
            section=_SECTION,
            type=click.IntRange(1),
            metavar="N",
            help=f"The largest value (default: {USERS.high} users; else what is usual)",
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
            "--resume",
            section=_SECTION,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Go on with a sweep that was written as .json, with its plan",
        ),
        *series_options("sweep", "step"),
    ]


def _ladder(plan: RacePlan, values: dict[str, Any]) -> Ladder:
    ctx = click.get_current_context()
    least, most = values["least"], values["most"]
    try:
        quantity = find_quantity(plan, values["over"])
        ladder = Ladder.of(quantity, least, most)
    except ParameterError as error:
        raise click.UsageError(str(error), ctx) from None
    if ladder.low >= ladder.high:
        raise click.UsageError(f"--least {ladder.low} is not below --most {ladder.high}.", ctx)
    given = [name for name in MODEL_KEYS if values[name] is not None]
    if quantity.is_load and given:
        option = given[0].replace("_", "-")
        raise click.UsageError(f"--{option} is what a sweep over {quantity.key} decides.", ctx)
    return ladder


def _refuse_others() -> None:
    """Raise UsageError for an option that says what to race: the file says that."""
    ctx = click.get_current_context()
    for param in ctx.command.params:
        source = ctx.get_parameter_source(param.name or "")
        if source == ParameterSource.COMMANDLINE and param.name not in _WITH_RESUME:
            message = f"{param.opts[0]} cannot be changed with --resume: the file has the plan."
            raise click.UsageError(message, ctx)


def _read_sweep(path: Path) -> tuple[SweepRun, Ladder]:
    try:
        return resumable_sweep(path.read_bytes())
    except (OSError, SweepFileError) as error:
        reason = f"{error.strerror}." if isinstance(error, OSError) else str(error)
        message = f"“{path}” cannot be gone on with: {reason}"
        raise click.UsageError(message, click.get_current_context()) from None


def run_sweep_command(
    request: SweepRequest, out: Console, err: Console, pictures: SeriesPictures = NO_PICTURES
) -> int:
    """The exit code; after Ctrl-C what was measured is printed and written."""
    from loadgen.race.session_services import session_services
    from loadgen.sweep.sweep import Sweep

    points = list(request.points)
    run = SweepRun(request.plan, points, request.ladder.quantity)

    def on_step(value: int, left_s: float) -> None:
        load = request.ladder.quantity.text(value)
        err.print(f"{load}: racing, {number_format.duration(left_s)} left", markup=False)

    def begin(recording: "RaceRecording") -> Sweep:
        return Sweep(
            request.plan,
            session_services(),
            recording,
            request.ladder,
            budget_s=request.budget_s,
            on_step=on_step,
            points=points,
        )

    return run_series(
        begin,
        err,
        paths=request.out,
        keep=request.keep,
        check_picture=pictures.check,
        show=lambda: _print(run, out),
        encode=lambda suffix: _encode(suffix, run, request.ladder, pictures),
        failed=lambda: not points or any(point.failure for point in points),
    )


def _encode(suffix: str, run: SweepRun, ladder: Ladder, pictures: SeriesPictures) -> bytes:
    from loadgen.sweep.sweep_document import encode_csv, encode_sweep
    from loadgen.sweep.sweep_text import markdown

    if suffix == PICTURE:
        return pictures.sweep(run)
    if suffix == ".csv":
        return encode_csv(run)
    return encode_sweep(run, ladder) if suffix == ".json" else markdown(run).encode()


def _print(run: SweepRun, out: Console) -> None:
    from loadgen.sweep.sweep_text import LEGEND, headers, rows, sentences

    print_series(sentences(run), headers(run), rows(run), LEGEND, out)
