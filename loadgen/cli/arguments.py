"""What was typed, turned into a request; refused in one sentence, with the range, if it is wrong.

click only parses here: a command's callback returns a request, and ``program`` executes it after
click has returned, because click handles Ctrl-C and broken pipes in its own way.
"""

import os
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from loadgen.cli import database_url
from loadgen.cli.claims_command import claims_command
from loadgen.cli.command import Command, Group, SectionOption, refusal
from loadgen.cli.completion import ScriptRequest, script_option
from loadgen.cli.contract_command import contract_command
from loadgen.cli.cost_command import cost_command
from loadgen.cli.demonstration_commands import (
    ExportDemonstrationRequest,
    demonstration_command,
    demonstration_options,
    fill_from_demonstration,
)
from loadgen.cli.file_options import (
    check_baseline,
    export_options,
    file_options,
    keep_option,
    picture_options,
)
from loadgen.cli.help_text import write_program_epilog, write_run_epilog
from loadgen.cli.instrument_options import check_command
from loadgen.cli.migration_command import migration_command
from loadgen.cli.race_commands import race_commands
from loadgen.cli.race_options import (
    MODEL_KEYS,
    RaceOptions,
    keys_of,
    keys_of_turns,
    plan_of,
    race_options,
)
from loadgen.cli.requirement_options import requirement_options, requirements_of
from loadgen.cli.sweep_command import sweep_command
from loadgen.comparison.requirement import Requirement, RequirementError
from loadgen.export.exporters import Exporter, ExportError, ExportOptions, exporter_for
from loadgen.files import program_log
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.model.service_names import DATABASE_URL
from loadgen.model.version import VERSION
from servers.catalog.parameter import ParameterError
from servers.process.installation import program_name

VARIABLES = "FACEOFF"
"""Prefix of the variables that set options: FACEOFF_RUN_SCENARIO."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A race to run without a display, and the files that it shall leave.

    ``calibrate``: before the race; None when the ceiling is not known. ``keep``: record it in the
    user's folder of races. ``requirements`` are checked at the end, and with
    ``stop_when_decided`` once a second. ``baseline`` is what was typed to name a recorded race.
    """

    plan: RacePlan
    calibrate: bool | None
    outputs: tuple[tuple[Path, Exporter], ...]
    options: ExportOptions
    keep: bool = True
    requirements: tuple[Requirement, ...] = ()
    stop_when_decided: bool = False
    baseline: str | None = None


def parse(words: Sequence[str], exporters: Sequence[Exporter]) -> object:
    """Parse the command line; exits with 2 and a sentence where it makes no sense.

    Exits with 0 after ``--help``.

    A ``RunRequest``, a ``CheckRequest`` or a ``ScriptRequest``, depending on the command.
    """
    return request_of(command_tree(exporters), program_name(), VARIABLES, words)


def request_of(command: click.Command, name: str, variables: str, words: Sequence[str]) -> object:
    """What the callback of a command returns; exits where click refuses or shows help.

    One sentence and where to read on: a page of usage would hide the sentence.
    """
    try:
        with command.make_context(name, list(words), auto_envvar_prefix=variables) as ctx:
            return command.invoke(ctx)
    except click.exceptions.Exit as shown:
        sys.exit(shown.exit_code)
    except click.UsageError as error:
        message = refusal(error)
        program_log.log_refusal(message)
        path = error.ctx.command_path if error.ctx else name
        sys.stderr.write(f"{message}\nSee “{path} --help” for what there is.\n")
        sys.exit(2)


def command_tree(exporters: Sequence[Exporter]) -> Group:
    """All commands, with options made from the catalogues as they are now."""
    version = SectionOption(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help="Show the version and exit.",
    )
    program = Group(
        name=program_name(),
        help="Flask or FastAPI? Settled live, on your own machine. "
        "Without a command, the window opens; the commands need no display.",
        params=[version, script_option(), _database_option("options")],
        write_epilog=write_program_epilog,
        invoke_without_command=True,
        callback=_without_command,
    )
    program.add_command(_run_command(exporters))
    for command in race_commands(exporters, file_options(exporters), export_options):
        program.add_command(command)
    program.add_command(demonstration_command())
    program.add_command(sweep_command(_swept_options(keep=MODEL_KEYS), _swept_plan))
    program.add_command(cost_command(_swept_options(), _swept_plan))
    program.add_command(contract_command())
    program.add_command(claims_command(picture_options()))
    program.add_command(migration_command())
    program.add_command(check_command())
    return program


def _run_command(exporters: Sequence[Exporter]) -> Command:
    def request(**values: Any) -> RunRequest | ExportDemonstrationRequest:
        return _request(click.get_current_context(), values, exporters)

    return Command(
        "run",
        short_help="Race two servers, print the comparison, write files.",
        help="Race two servers, side by side, and print the comparison with its verdict.",
        params=[
            *race_options(),
            *demonstration_options(),
            _database_option("the load"),
            *file_options(exporters),
            keep_option(),
            *requirement_options(),
        ],
        write_epilog=write_run_epilog,
        callback=request,
    )


def _request(
    ctx: click.Context, values: dict[str, Any], exporters: Sequence[Exporter]
) -> RunRequest | ExportDemonstrationRequest:
    fill_from_demonstration(ctx, values)
    _drop_variables_without_effect(ctx, values)
    try:
        plan = plan_of(RaceOptions.of(values))
        outputs = tuple((path, exporter_for(path, exporters)) for path in values["out"])
    except (ParameterError, ExportError) as error:
        raise click.UsageError(str(error), ctx) from None
    if values["export_demo"]:
        return ExportDemonstrationRequest(plan, values["export_demo"])
    options = export_options(values)
    check_baseline(outputs, options, has_baseline=bool(values["baseline"]))
    try:
        requirements = requirements_of(values)
    except RequirementError as error:
        raise click.UsageError(str(error), ctx) from None
    if values["stop_when_decided"] and not requirements:
        raise click.UsageError("--stop-when-decided needs a requirement: add --require.", ctx)
    return RunRequest(
        plan,
        values["calibrate"],
        outputs,
        options,
        values["keep"],
        requirements,
        values["stop_when_decided"],
        values["baseline"],
    )


def _swept_options(keep: Collection[str] = ()) -> list[click.Option]:
    """What is raced, without what ``sweep`` and ``cost`` decide: load, length, and turns.

    Those to ``keep`` stay: a sweep over something else than the load takes a load.
    """
    load = {*MODEL_KEYS} - {*keep}
    own = {*load, *keys_of_turns(), "duration", "until_clear", "mode", "calibrate"}
    return [each for each in race_options() if each.name not in own]


def _swept_plan(values: dict[str, Any]) -> RacePlan:
    try:
        return plan_of(RaceOptions.of({**values, "mode": "turns"}))
    except ParameterError as error:
        raise click.UsageError(str(error), click.get_current_context()) from None


def _drop_variables_without_effect(ctx: click.Context, values: dict[str, Any]) -> None:
    """Ignore variables that the typed options leave no use for.

    The refusal of such a combination is for what was typed together, and a variable stands for
    every race.
    """

    def by_variable(name: str) -> bool:
        return ctx.get_parameter_source(name) is ParameterSource.ENVIRONMENT

    typed_users = values["concurrency"] is not None and not by_variable("concurrency")
    if typed_users and by_variable("rate"):
        values["rate"] = None
    useless = keys_of(ClosedModel) if values["rate"] else keys_of(OpenModel)
    if values["mode"] != "turns":
        useless += [*keys_of_turns(), "fresh_servers"]
    for name in useless:
        if by_variable(name):
            values[name] = False if name == "fresh_servers" else None


def _database_option(section: str) -> click.Option:
    """An option that is here for its help, its completion and its abbreviations.

    ``main`` takes the option itself from the words before they come here, because the window has it
    too.
    """
    return SectionOption(
        database_url.OPTION,
        section=section,
        metavar="URL",
        expose_value=False,
        allow_from_autoenv=False,
        callback=_use_database,
        help=f"Use this PostgreSQL instead of one of our own; {DATABASE_URL} does the same",
    )


def _use_database(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None or ctx.resilient_parsing:
        return
    try:
        database_url.take([f"{database_url.OPTION}={value}"], os.environ)
    except database_url.DatabaseUrlError as error:
        raise click.UsageError(str(error), ctx) from None


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        sys.stdout.write(f"Faceoff {VERSION}\n")
        ctx.exit()


def _without_command(show_completion: str | None) -> ScriptRequest | None:
    """The program's own request; None where a command follows, whose request counts."""
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is not None:
        return None
    if show_completion is None:
        names = ctx.command.list_commands(ctx) if isinstance(ctx.command, Group) else []
        raise click.UsageError(f"A command is missing, one of: {', '.join(names)}.", ctx)
    return ScriptRequest(show_completion)
