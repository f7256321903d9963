"""The options of the files that a command leaves, and of the recording."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from loadgen.cli.command import SectionOption
from loadgen.cli.option_types import CatalogueKey
from loadgen.export.exporters import Exporter, ExportOptions
from loadgen.export.picture_layout import POSTER, PictureLayout

_FILES = "files"


def file_options(exporters: Sequence[Exporter]) -> list[click.Option]:
    """Which files, and what is in them."""
    known = layouts(exporters).values()
    hints = "; ".join(f"{each.key}: {each.hint[0].lower()}{each.hint[1:-1]}" for each in known)
    kinds = ", ".join(f"{each.suffix} ({each.title})" for each in exporters)
    return [
        SectionOption(
            "--out",
            section=_FILES,
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=f"Write the race to a file, its kind by the ending: {kinds}; may be repeated",
        ),
        SectionOption(
            "--summary",
            section=_FILES,
            is_flag=True,
            help="Leave the time line out of the run document",
        ),
        SectionOption(
            "--layout",
            section=_FILES,
            in_full=True,
            type=CatalogueKey("layout", {each.key: each.hint for each in known} or {POSTER: ""}),
            default=POSTER,
            help=f"Of pictures: {hints or POSTER} (default: {POSTER})",
        ),
        SectionOption(
            "--title",
            section=_FILES,
            in_full=True,
            metavar="TEXT",
            default="",
            help="Of pictures: your own title, above the verdict (default: none)",
        ),
        *picture_options(),
    ]


def layouts(exporters: Sequence[Exporter]) -> dict[str, PictureLayout]:
    """Those of all exporters, by key."""
    return {layout.key: layout for exporter in exporters for layout in exporter.layouts}


def needs_baseline(outputs: Iterable[tuple[Path, Exporter]], options: ExportOptions) -> bool:
    """Whether a picture is asked for that sets the race against an earlier one."""
    found = (layouts([exporter]).get(options.layout) for _, exporter in outputs)
    return any(each is not None and each.needs_before for each in found)


def check_baseline(
    outputs: Iterable[tuple[Path, Exporter]], options: ExportOptions, *, has_baseline: bool
) -> None:
    """Refuse a picture whose layout sets the race against an earlier one that is not named."""
    if needs_baseline(outputs, options) and not has_baseline:
        raise click.UsageError(
            f"--layout {options.layout} sets the race against an earlier one: add --baseline, "
            "such as --baseline last.",
            click.get_current_context(),
        )


def picture_options() -> list[click.Option]:
    """The theme of pictures, and how large they are."""
    return [
        SectionOption(
            "--theme",
            section=_FILES,
            type=CatalogueKey("theme", {"light": "", "dark": ""}),
            default="light",
            help="Of pictures: light or dark (default: light)",
        ),
        SectionOption(
            "--scale",
            section=_FILES,
            type=CatalogueKey(
                "scale", {"1": "1920 x 1080", "2": "3840 x 2160", "4": "7680 x 4320"}
            ),
            default="1",
            help="Of .png: 1, 2 or 4; 1 is 1920 x 1080 at 96 dots an inch, and each is as large on "
            "paper (default: 1)",
        ),
    ]


def keep_option() -> click.Option:
    """Whether a race is recorded."""
    return SectionOption(
        "--keep/--no-keep",
        section=_FILES,
        in_full=True,
        default=True,
        help="Record the race in the folder of races (default), or not",
    )


def export_options(values: dict[str, Any]) -> ExportOptions:
    """What the values of ``file_options`` ask for."""
    return ExportOptions(
        summary=values["summary"],
        theme=values["theme"],
        scale=int(values["scale"]),
        layout=values["layout"],
        title=values["title"].strip(),
    )
