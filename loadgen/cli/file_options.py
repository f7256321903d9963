"""The options of the files that a command leaves, and of the recording."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from loadgen.cli.command import SectionOption
from loadgen.cli.option_types import CatalogueKey
from loadgen.export.exporters import Exporter, ExportOptions

_FILES = "files"


def file_options(exporters: Sequence[Exporter]) -> list[click.Option]:
    """Which files, and what is in them."""
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
        *picture_options(),
    ]


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
            help="Of pictures: 1, 2 or 4; 1 is 1920 x 1080 (default: 1)",
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
    return ExportOptions(values["summary"], values["theme"], int(values["scale"]))
