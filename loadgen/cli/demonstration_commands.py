"""The command ``demo``, and the options ``--demo`` and ``--export-demo`` of ``run``."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from rich.console import Console
from rich.text import Text

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.help_text import write_demonstration_epilog
from loadgen.cli.option_values import option_values
from loadgen.cli.race_options import MODEL_KEYS
from loadgen.demonstration.demonstration import Demonstration
from loadgen.demonstration.gallery import find_demonstration, gallery, gallery_keys
from loadgen.demonstration.toml_document import SUFFIX, DemonstrationError, write_demonstration
from loadgen.files.atomic_write import WriteError
from loadgen.files.user_files import demonstrations_folder
from loadgen.model.race_plan import RacePlan

ShowDemonstration = Callable[[str], int]
"""Opens the window with the demonstration of that key or path; returns the exit code."""

_NO_WINDOW = "A demonstration is shown in the window, which is not part of this: use run --demo."


@dataclass(frozen=True, slots=True)
class DemonstrationRequest:
    """Show the demonstration of that key or path in the window; list all for an empty name."""

    name: str


@dataclass(frozen=True, slots=True)
class ExportDemonstrationRequest:
    """Write a plan as a demonstration."""

    plan: RacePlan
    path: Path


class DemonstrationName(click.ParamType[str]):
    """The key of a demonstration, or the path of a file."""

    name = "demonstration"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "NAME"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        return [
            click.shell_completion.CompletionItem(key)
            for key in gallery_keys()
            if key.startswith(incomplete)
        ]


def demonstration_command() -> Command:
    """The command; its callback returns a ``DemonstrationRequest``."""
    return Command(
        "demo",
        short_help="List the demonstrations, or show one in the window.",
        help="Show a demonstration in the window: everything is set, the race starts, and one line "
        "says what to look for. Without a name, list them.",
        params=[click.Argument(["name"], required=False, default="", type=DemonstrationName())],
        write_epilog=write_demonstration_epilog,
        callback=DemonstrationRequest,
    )


def demonstration_options() -> list[click.Option]:
    """``--demo``, which gives all other options their defaults, and ``--export-demo``."""
    return [
        SectionOption(
            "--demo",
            section="the race",
            type=DemonstrationName(),
            metavar="NAME",
            help="Race this demonstration, as “demo” lists them; other options change it",
        ),
        SectionOption(
            "--export-demo",
            section="files",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=f"Write these settings as a demonstration (FILE{SUFFIX}), and do not race",
        ),
    ]


def fill_from_demonstration(ctx: click.Context, values: dict[str, Any]) -> None:
    """Replace the defaults of the race by those of ``--demo``; raises UsageError.

    What was typed, or set by a variable, stays. With another server or scenario, the settings of
    the demonstration's own fall away, and with another load its load.
    """
    if not values["demo"]:
        return
    try:
        plan = find_demonstration(values["demo"]).plan
    except DemonstrationError as error:
        raise click.UsageError(str(error), ctx) from None
    wanted = option_values(plan)
    chosen = {
        name for name in wanted if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT
    }
    kept = tuple(word for word in wanted.pop("set") if _owner(word) not in chosen)
    values["set"] = (*kept, *values["set"])
    if not chosen.isdisjoint(("concurrency", "rate")):
        chosen.update(MODEL_KEYS)
    if "mode" in chosen:
        chosen.update(("block", "fresh_servers"))
    values |= {name: value for name, value in wanted.items() if name not in chosen}


def _owner(assignment: str) -> str:
    """The option that decides whether an assignment of ``--set`` has a meaning."""
    lane, dot, _ = assignment.partition(".")
    return lane if dot else "scenario"


def run_demonstration_command(
    request: DemonstrationRequest, show: ShowDemonstration | None, out: Console, err: Console
) -> int:
    """List the demonstrations, or show one; the exit code."""
    if not request.name:
        return _list(out)
    try:
        find_demonstration(request.name)
    except DemonstrationError as error:
        return _refuse(str(error), err)
    return _refuse(_NO_WINDOW, err) if show is None else show(request.name)


def export_demonstration(request: ExportDemonstrationRequest, err: Console) -> int:
    """Write the file; the exit code."""
    if request.path.suffix != SUFFIX:
        return _refuse(
            f"--export-demo takes a file that ends in {SUFFIX}, not “{request.path}”.", err
        )
    try:
        write_demonstration(request.path, Demonstration.of(request.plan))
    except WriteError as error:
        _refuse(str(error), err)
        return FAILED
    err.print(
        f"Written: {request.path}. Its title and what to look for are for you to change.",
        soft_wrap=True,
        markup=False,
    )
    return OK


def _list(out: Console) -> int:
    for entry in gallery():
        title = entry.demonstration.title if entry.demonstration else entry.path.name
        out.print(Text.assemble((entry.key, "bold"), f"  {title}"), soft_wrap=True)
        line = entry.demonstration.look_for if entry.demonstration else entry.problem
        out.print(Text(f"  {line}", "" if entry.demonstration else "red"), soft_wrap=True)
    if folder := demonstrations_folder():
        out.print(Text(f"Your own are files in {folder}", "dim"), soft_wrap=True)
    return OK


def _refuse(sentence: str, err: Console) -> int:
    err.print(sentence, style="red", soft_wrap=True, markup=False)
    return USAGE
