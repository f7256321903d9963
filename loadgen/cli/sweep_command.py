"""The command ``sweep``: its options, and its execution."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.help_text import write_race_epilog
from loadgen.cli.race_series import check_suffixes, print_series, run_series, series_options
from loadgen.model import number_format
from loadgen.model.race_plan import CONCURRENCY, RacePlan

if TYPE_CHECKING:
    from loadgen.recording.race_recording import RaceRecording
    from loadgen.sweep.points import Point

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
        check_suffixes(out)
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
        *series_options("sweep", "step"),
    ]


def run_sweep_command(request: SweepRequest, out: Console, err: Console) -> int:
    """The exit code; after Ctrl-C what was measured is printed and written."""
    from loadgen.race.session_services import session_services
    from loadgen.sweep.sweep import Sweep

    points: list[Point] = []

    def on_step(users: int, left_s: float) -> None:
        load = number_format.users(users)
        err.print(f"{load}: racing, {number_format.duration(left_s)} left", markup=False)

    def begin(recording: "RaceRecording") -> Sweep:
        return Sweep(
            request.plan,
            session_services(),
            recording,
            most=request.most,
            budget_s=request.budget_s,
            on_step=on_step,
            points=points,
        )

    return run_series(
        begin,
        err,
        paths=request.out,
        keep=request.keep,
        show=lambda: _print(points, request.plan, out),
        encode=lambda suffix: _encoded(suffix, points, request.plan),
        failed=lambda: not points or any(point.failure for point in points),
    )


def _encoded(suffix: str, points: "list[Point]", plan: RacePlan) -> bytes:
    from loadgen.sweep.sweep_document import encode_csv, encode_sweep
    from loadgen.sweep.sweep_text import markdown

    if suffix == ".csv":
        return encode_csv(points)
    return encode_sweep(points, plan) if suffix == ".json" else markdown(points, plan).encode()


def _print(points: "list[Point]", plan: RacePlan, out: Console) -> None:
    from loadgen.sweep.sweep_text import headers, rows, sentences

    legend = "Each figure with its 95 % interval. Races in turns."
    print_series(sentences(points, plan), headers(plan), rows(points), legend, out)
