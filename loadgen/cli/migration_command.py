"""The command ``migration``: its options, and its execution."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.help_text import write_migration_epilog
from loadgen.cli.option_types import CatalogueKey
from loadgen.cli.race_series import series_options
from loadgen.cli.series_pictures import NO_PICTURES, PICTURE, SeriesPictures
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import say, warning, write_or_keep
from servers.catalog.migration import MIGRATION
from servers.catalog.migration_stages import FASTAPI_ALONE, FLASK_ALONE, MOUNTED, TRAPS, Trap

if TYPE_CHECKING:
    from loadgen.migration.comparison import StageComparison
    from loadgen.migration.stage_races import StageSpeed

SUFFIXES = (".json", ".md", PICTURE)
ALL = "all"
_GAP = 2
_TRAP_TITLES = {each.key: each.title for each in TRAPS} | {ALL: "all of them"}


@dataclass(frozen=True, slots=True)
class MigrationRequest:
    """Compare these stages with Flask alone, with these traps open.

    ``code`` is the stage whose step is shown instead, or None; ``baseline`` an earlier migration.
    ``speed`` tells to race each stage, too, and ``keep`` to record these races; ``handlers`` to
    list instead what the scenarios' handlers break on.
    """

    stages: tuple[int, ...]
    traps: tuple[Trap, ...]
    code: int | None
    baseline: Path | None
    out: tuple[Path, ...]
    speed: bool = False
    keep: bool = True
    handlers: bool = False


def migration_command() -> Command:
    """The command; its callback returns a ``MigrationRequest``."""
    stage_type = click.IntRange(MOUNTED, FASTAPI_ALONE)
    return Command(
        "migration",
        short_help="Whether a service answers the same at each step from Flask to FastAPI.",
        help="Move a small shop from Flask to FastAPI route by route, send each stage the same "
        "requests, and show where it answers otherwise than Flask alone. What is known to go wrong "
        "is mended; --open leaves it as it happens to those who do not know.",
        params=[
            SectionOption(
                "--stage",
                multiple=True,
                type=stage_type,
                metavar="N",
                help=f"Only this one, {MOUNTED} to {FASTAPI_ALONE}; may be repeated",
            ),
            SectionOption(
                "--open",
                multiple=True,
                type=CatalogueKey("trap", _TRAP_TITLES),
                help=f"Leave this trap open; may be repeated: {', '.join(_TRAP_TITLES)}",
            ),
            SectionOption(
                "--code",
                type=stage_type,
                metavar="N",
                help="Show the code of the step to that stage as a diff, and start nothing",
            ),
            SectionOption(
                "--handlers",
                is_flag=True,
                help="List what the Flask handlers of the scenarios break on in FastAPI when only "
                "their decorator changes, and start nothing",
            ),
            SectionOption(
                "--baseline",
                section="files",
                type=click.Path(path_type=Path),
                metavar="FILE.json",
                help="Exit with 1 where an answer differs that did not in this earlier migration",
            ),
            SectionOption(
                "--speed",
                is_flag=True,
                help="Race each stage against Flask alone, too, and measure what the mounted half "
                "and a front cost; takes some minutes",
            ),
            *series_options("migration", "race", SUFFIXES),
        ],
        write_epilog=write_migration_epilog,
        callback=_request,
    )


def run_migration_command(
    request: MigrationRequest, out: Console, err: Console, pictures: SeriesPictures = NO_PICTURES
) -> int:
    """The exit code; after Ctrl-C what was raced is printed and written."""
    from loadgen.export.exporters import ExportError
    from loadgen.files.document import DocumentError
    from loadgen.migration.comparison import compare_stages
    from loadgen.migration.exchange import ask_stages
    from loadgen.migration.forms import form_of
    from loadgen.migration.migration_document import new_differences, read_migration
    from loadgen.migration.migration_run import MigrationRun
    from loadgen.migration.step_code import step_diff

    keys = [each.key for each in request.traps]
    if request.code is not None:
        out.print(Text(step_diff(request.code, keys)), end="", soft_wrap=True)
        return OK
    if request.handlers:
        _print_handlers(out)
        return OK
    try:
        for path in request.out:
            check_writable(path)
            if path.suffix.lower() == PICTURE:
                pictures.check()
        baseline = read_migration(request.baseline) if request.baseline else None
    except (WriteError, DocumentError, ExportError) as error:
        say(err, str(error), bad=True)
        return USAGE
    answers = asyncio.run(ask_stages((FLASK_ALONE, *request.stages), keys))
    stages = compare_stages(answers)
    _print(request, stages, out)
    versions = dict(answers[-1].versions) | dict(answers[0].versions)
    speeds: list[StageSpeed] = []
    interrupted = _race(request, speeds, out, err) if request.speed else None
    run = MigrationRun(stages, request.traps, versions, speeds, request.traps)

    def encode(suffix: str) -> bytes:
        return pictures.migration(run) if suffix == PICTURE else form_of(suffix).encode(run)

    written = [write_or_keep(path, encode(path.suffix.lower()), err) for path in request.out]
    found = new_differences(stages, baseline) if baseline else []
    for stage, probe, name in found:
        say(
            err, f"Not in {request.baseline}: at stage {stage} {probe} differs in {name}.", bad=True
        )
    if interrupted is not None:
        return interrupted
    failed = any(each.failure for each in stages) or any(each.failure for each in speeds)
    return FAILED if failed or found or not all(written) else OK


def _print_handlers(out: Console) -> None:
    from loadgen.migration import unchanged_handlers

    table = _table(unchanged_handlers.HANDLER_HEADERS)
    for row in unchanged_handlers.handler_rows():
        table.add_row(*map(Text, row))
    out.print(table)
    out.print(Text(unchanged_handlers.handlers_sentence()), soft_wrap=True)


def _race(
    request: MigrationRequest, speeds: list["StageSpeed"], out: Console, err: Console
) -> int | None:
    """Fill ``speeds`` and print them; the exit code where that was interrupted, else None."""
    from loadgen.cli.interruptible import run_interruptible
    from loadgen.migration import speed_text
    from loadgen.migration.stage_races import StageRace, StageRaceSeries, stage_races
    from loadgen.race.session_services import session_services
    from loadgen.recording.race_recording import RaceRecording
    from loadgen.recording.user_library import user_library

    races = stage_races(request.stages, [each.key for each in request.traps])

    def on_race(number: int, race: StageRace) -> None:
        err.print(speed_text.progress_text(number, len(races), race), markup=False)

    recording = RaceRecording(user_library() if request.keep else None, warning(err))
    interrupted = run_interruptible(
        lambda: StageRaceSeries(races, session_services(), recording, on_race=on_race, found=speeds)
    )
    recording.close()
    table = _table(speed_text.SPEED_HEADERS)
    for row in speed_text.speed_rows(speeds):
        table.add_row(*map(Text, row))
    out.print(table)
    out.print(Text(speed_text.SPEED_LEGEND, "dim"), soft_wrap=True)
    for failure in speed_text.speed_failures(speeds):
        say(err, failure, bad=True)
    return interrupted


def _table(headers: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for header in headers:
        table.add_column(header)
    return table


def _print(request: MigrationRequest, stages: Sequence["StageComparison"], out: Console) -> None:
    from loadgen.migration import migration_text

    table = _table(migration_text.headers(stages))
    for row in migration_text.route_rows(stages):
        table.add_row(*map(Text, row))
    out.print(table)
    out.print(Text(migration_text.LEGEND, "dim"), soft_wrap=True)
    for each in request.traps:
        out.print(Text(migration_text.trap_sentence(each)), soft_wrap=True)
    for sentence in migration_text.stage_sentences(stages):
        out.print(Text(sentence), soft_wrap=True)
    for found in migration_text.difference_ranges(stages):
        out.print(Text(migration_text.difference_sentence(found)), soft_wrap=True)


def _request(
    stage: tuple[int, ...],
    *,
    open: tuple[str, ...],
    code: int | None,
    baseline: Path | None,
    speed: bool,
    handlers: bool,
    out: tuple[Path, ...],
    keep: bool,
) -> MigrationRequest:
    ctx = click.get_current_context()
    for path in out:
        if path.suffix.lower() not in SUFFIXES:
            raise click.UsageError(f"--out takes {', '.join(SUFFIXES)}, not “{path}”.", ctx)
    if code is not None and (stage or baseline or out or speed):
        raise click.UsageError("--code starts nothing: give --open only.", ctx)
    if handlers and (code is not None or stage or open or baseline or out or speed):
        raise click.UsageError("--handlers starts nothing: give it alone.", ctx)
    if reason := MIGRATION.unavailable():
        raise click.UsageError(reason, ctx)
    traps = tuple(each for each in TRAPS if each.key in open or ALL in open)
    stages = tuple(sorted(set(stage))) or tuple(range(MOUNTED, FASTAPI_ALONE + 1))
    return MigrationRequest(stages, traps, code, baseline, out, speed, keep, handlers)
