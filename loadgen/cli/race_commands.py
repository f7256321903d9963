"""The commands for recorded races: ``runs``, ``replay``, ``export``, ``compare``, ``report``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.compare_command import CompareRequest, compare_command
from loadgen.cli.file_options import check_baseline
from loadgen.cli.help_text import write_race_epilog
from loadgen.cli.option_types import CatalogueParameter, FiniteRange
from loadgen.cli.report_command import report_command
from loadgen.export.exporters import Exporter, ExportError, ExportOptions, exporter_for
from loadgen.recording.library_limits import MIB, RACES
from loadgen.recording.playback import FASTEST, SLOWEST

Options = Callable[[dict[str, Any]], ExportOptions]


@dataclass(frozen=True, slots=True)
class ListRequest:
    """List the recorded races, or those in the trash, in which all of the words occur."""

    words: str
    trash: bool = False


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """Bring deleted races back from the trash."""

    races: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimitRequest:
    """Keep no more recorded races, or MiB of them, than that; None leaves a limit as it is."""

    races: int | None
    mib: int | None


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Write a recorded race to files; ``baseline`` names the one that a picture sets it against."""

    race: str
    outputs: tuple[tuple[Path, Exporter], ...]
    options: ExportOptions
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """Play a recorded race in the window; ``speed`` seconds of it pass in one.

    With ``follow``, one that another program still races, as it goes on.
    """

    race: str
    speed: float
    follow: bool = False


RaceRequest = ListRequest | RestoreRequest | LimitRequest | ExportRequest | CompareRequest
"""What ``recorded_races`` executes."""


def race_commands(
    exporters: Sequence[Exporter], files: Sequence[click.Option], options: Options
) -> list[Command]:
    """The commands; their callbacks return the requests above.

    ``files`` are the options of pictures and documents, ``options`` makes of their values what
    exporters take.
    """
    return [
        _list_command(),
        _replay_command(),
        _export_command(exporters, files, options),
        compare_command(exporters),
        report_command(),
    ]


def _list_command() -> Command:
    return Command(
        "runs",
        short_help="List the recorded races, restore deleted ones.",
        help="List the recorded races, the newest first; with words, those in which all occur. "
        "A race that was deleted in the window is in the trash for a week.",
        params=[
            click.Argument(["words"], nargs=-1),
            SectionOption("--trash", is_flag=True, help="List the races in the trash instead"),
            SectionOption(
                "--restore",
                multiple=True,
                metavar="RACE",
                allow_from_autoenv=False,
                help="Bring a race back from the trash, “last” what was deleted last; "
                "may be repeated",
            ),
            *(
                SectionOption(
                    f"--{limit.key.replace('_', '-')}",
                    type=CatalogueParameter(limit),
                    allow_from_autoenv=False,
                    help=CatalogueParameter(limit).help(limit.typed_text(limit.default)),
                )
                for limit in (RACES, MIB)
            ),
        ],
        write_epilog=write_race_epilog,
        callback=_list_request,
    )


def _list_request(
    words: tuple[str, ...],
    restore: tuple[str, ...],
    limit_races: int | None,
    limit_mib: int | None,
    *,
    trash: bool,
) -> ListRequest | RestoreRequest | LimitRequest:
    sets_limits = limit_races is not None or limit_mib is not None
    if not restore and not sets_limits:
        return ListRequest(" ".join(words), trash)
    if words or trash or (restore and sets_limits):
        ctx = click.get_current_context()
        raise click.UsageError("--restore and --limit-... list no races: use each alone.", ctx)
    return RestoreRequest(restore) if restore else LimitRequest(limit_races, limit_mib)


def _replay_command() -> Command:
    return Command(
        "replay",
        short_help="Play a recorded race in the window.",
        help="Play a recorded race in the window, with all its charts and pages; no server starts.",
        params=[
            click.Argument(["race"]),
            SectionOption(
                "--speed",
                type=FiniteRange(SLOWEST, FASTEST),
                default=1.0,
                metavar="N",
                help=f"Seconds of the race in one second, {SLOWEST:g} to {FASTEST:g} (default: 1)",
            ),
            SectionOption(
                "--follow",
                is_flag=True,
                allow_from_autoenv=False,
                help="Show a race that another Faceoff still records, as it goes on",
            ),
        ],
        write_epilog=write_race_epilog,
        callback=ReplayRequest,
    )


def _export_command(
    exporters: Sequence[Exporter], files: Sequence[click.Option], options: Options
) -> Command:
    def request(
        race: str, out: tuple[Path, ...], baseline: str | None, **values: Any
    ) -> ExportRequest:
        ctx = click.get_current_context()
        if not out:
            raise click.UsageError("Say what to write: --out race.json, --out race.png.", ctx)
        try:
            outputs = tuple((path, exporter_for(path, exporters)) for path in out)
        except ExportError as error:
            raise click.UsageError(str(error), ctx) from None
        chosen = options(values)
        check_baseline(outputs, chosen, has_baseline=bool(baseline))
        return ExportRequest(race, outputs, chosen, baseline)

    return Command(
        "export",
        short_help="Write a recorded race to files.",
        help="Write a recorded race to files, as the race itself would have done with --out.",
        params=[
            click.Argument(["race"]),
            *files,
            SectionOption(
                "--baseline",
                section="files",
                metavar="RACE",
                help="The earlier race that --layout comparison sets this one against",
            ),
        ],
        write_epilog=write_race_epilog,
        callback=request,
    )
