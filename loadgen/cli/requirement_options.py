"""Options of ``run`` that hold a race against something: requirements, and an earlier race."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from loadgen.cli.command import SectionOption
from loadgen.comparison.requirement import Requirement
from loadgen.comparison.requirement_file import read_requirements

_SECTION = "requirements"


def requirement_options() -> list[click.Option]:
    """They are in sections of their own; ``requirements_of`` takes their values."""
    return [
        SectionOption(
            "--require",
            section=_SECTION,
            multiple=True,
            metavar="TEXT",
            help="Exit with 3 where this fails, by the 95 % interval: “b.p99_ms < 100”, "
            "“ratio >= 2”; may be repeated",
        ),
        SectionOption(
            "--require-file",
            section=_SECTION,
            in_full=True,
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help='Requirements from a TOML file, require = ["ratio >= 2"], or those of a run '
            "document (.json); may be repeated",
        ),
        SectionOption(
            "--stop-when-decided",
            section=_SECTION,
            in_full=True,
            is_flag=True,
            help="End the race as soon as every requirement holds or fails, or one of them fails",
        ),
        SectionOption(
            "--baseline",
            section=_SECTION,
            in_full=True,
            metavar="RACE",
            help="Compare with this recorded race afterwards: a file, a name, or “last”",
        ),
    ]


def requirements_of(values: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """All that were typed and then those of files; raises RequirementError."""
    typed = tuple(map(Requirement.parse, values["require"]))
    return (*typed, *(each for path in values["require_file"] for each in read_requirements(path)))
