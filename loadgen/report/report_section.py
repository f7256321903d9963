"""A table with sentences above it: what a report has besides its races."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_ROWS = 200
"""Rows that are shown; what is cut off is said below them."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """``headers`` are those of the columns; a row whose other cells are empty names what follows.

    ``note`` stands below the table. ``has_text``: its cells are sentences, not figures.
    """

    title: str
    sentences: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    has_text: bool = False

    @classmethod
    def of(
        cls,
        title: str,
        sentences: Iterable[str],
        headers: Iterable[str] = (),
        rows: Iterable[tuple[str, ...]] = (),
        note: str = "",
        *,
        has_text: bool = False,
    ) -> "ReportSection":
        """The same of anything that can be gone through; rows beyond ``MOST_ROWS`` are left out."""
        found = tuple(rows)
        if len(found) > MOST_ROWS:
            note = f"{note} {len(found) - MOST_ROWS:,} more rows are left out.".strip()
        shown = found[:MOST_ROWS]
        return cls(title, tuple(sentences), tuple(headers), shown, note, has_text)
