"""What a table of the page shows: rows of cells, and what is said of the one that is selected."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "muted", "caution", "failure"]
"""``caution`` for what must be known, ``failure`` for what went wrong."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and text below it; ``is_code`` keeps its lines and spaces as they are."""

    heading: str
    text: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """``sections`` are what stands beside the table where it is selected."""

    text: str
    tone: Tone = "plain"
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """A cell for each column of its grid."""

    title: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """``sections`` stand beside it while nothing is selected; ``legend`` says what its signs mean.

    ``is_wide`` tells that its columns share the width, since their texts are long.
    """

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    legend: str = ""
    sections: tuple[Section, ...] = ()
    is_wide: bool = False
