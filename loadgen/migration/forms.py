"""The forms in which a migration is written to a file."""

from collections.abc import Callable
from typing import NamedTuple

from loadgen.migration.migration_document import encode_migration
from loadgen.migration.migration_run import MigrationRun
from loadgen.migration.migration_text import markdown

Encode = Callable[[MigrationRun], bytes]


class MigrationForm(NamedTuple):
    """``suffix`` of its files: ".json"."""

    suffix: str
    title: str
    encode: Encode


def _markdown(run: MigrationRun) -> bytes:
    return markdown(run).encode()


MIGRATION_FORMS = (
    MigrationForm(".json", "migration", encode_migration),
    MigrationForm(".md", "Markdown", _markdown),
)
"""Those that need no Qt; there is a picture beside."""


def form_of(suffix: str) -> MigrationForm:
    """The form of files with that suffix; the first one where there is none."""
    return next((each for each in MIGRATION_FORMS if each.suffix == suffix), MIGRATION_FORMS[0])
