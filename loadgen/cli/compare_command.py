"""The command ``compare``: races set against each other, as a table, in files, as a picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.file_options import picture_options
from loadgen.cli.help_text import write_race_epilog
from loadgen.cli.result_files import Outputs
from loadgen.export.exporters import Exporter, ExportOptions

TABLES = (".md", ".json")
"""The suffixes of files that hold the figures of all races."""


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """Compare two recorded races, or two groups.

    ``tables`` end in one of ``TABLES``. ``pictures`` set the one race before against the one after,
    as ``options`` say.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    tables: tuple[Path, ...]
    pictures: Outputs
    options: ExportOptions
    anyway: bool


def compare_command(exporters: Sequence[Exporter]) -> Command:
    """The command; its callback returns a ``CompareRequest``."""
    drawing = {
        each.suffix: (each, form.key)
        for each in exporters
        for form in each.layouts
        if form.needs_before
    }
    suffixes = ", ".join((*TABLES, *drawing))
    return Command(
        "compare",
        short_help="Compare recorded races, with intervals.",
        help="Compare two recorded races: what differs, and by how much, with intervals. With "
        "--against, groups of repeated races: the intervals are then between races. A picture "
        "shows two races, before and after.",
        params=[
            click.Argument(["races"], nargs=-1, required=True),
            SectionOption(
                "--against",
                multiple=True,
                metavar="RACE",
                help="A race of the second group; may be repeated",
            ),
            SectionOption(
                "--out",
                multiple=True,
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=f"Write the comparison as {suffixes}; may be repeated",
            ),
            SectionOption(
                "--anyway",
                is_flag=True,
                help="Show the figures of races that did different work, too",
            ),
            *(_picture_options() if drawing else ()),
        ],
        write_epilog=write_race_epilog,
        callback=_request_maker(drawing, suffixes),
    )


def _picture_options() -> list[click.Option]:
    """How a picture looks, and what it is called."""
    return [
        *picture_options(),
        SectionOption(
            "--title",
            section="files",
            metavar="TEXT",
            default="",
            help="Of pictures: your own title, above what has changed (default: none)",
        ),
    ]


def _request_maker(
    drawing: dict[str, tuple[Exporter, str]], suffixes: str
) -> Callable[..., CompareRequest]:
    """``drawing`` has an exporter and the key of its layout by suffix."""

    def request(
        races: tuple[str, ...],
        against: tuple[str, ...],
        out: tuple[Path, ...],
        *,
        anyway: bool,
        **values: Any,
    ) -> CompareRequest:
        ctx = click.get_current_context()
        if not against and len(races) != 2:
            raise click.UsageError("Name two races, or the second group with --against.", ctx)
        before, after = (races, against) if against else (races[:1], races[1:])
        pictures: list[tuple[Path, Exporter]] = []
        options = ExportOptions()
        for path in out:
            suffix = path.suffix.lower()
            if suffix in drawing:
                exporter, layout = drawing[suffix]
                pictures.append((path, exporter))
                options = _options(layout, values)
            elif suffix not in TABLES:
                raise click.UsageError(f"--out takes {suffixes}, not “{path}”.", ctx)
        if pictures and (len(before), len(after)) != (1, 1):
            raise click.UsageError(
                f"A picture shows one race before and one after: leave out “{pictures[0][0]}”, or "
                "name two races.",
                ctx,
            )
        tables = tuple(path for path in out if path.suffix.lower() in TABLES)
        return CompareRequest(before, after, tables, tuple(pictures), options, anyway)

    return request


def _options(layout: str, values: dict[str, Any]) -> ExportOptions:
    return ExportOptions(
        theme=values["theme"],
        scale=int(values["scale"]),
        layout=layout,
        title=values["title"].strip(),
    )
