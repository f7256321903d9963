"""The forms in which a migration is written to a file."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from loadgen.migration.comparison import StageComparison
from loadgen.migration.migration_document import encode_migration
from loadgen.migration.migration_text import markdown
from servers.catalog.migration_stages import Trap

Encode = Callable[[Sequence[StageComparison], Sequence[Trap], Mapping[str, str]], bytes]


class MigrationForm(NamedTuple):
    """``suffix`` of its files: ".json"; ``encode`` takes stages, open traps and versions."""

    suffix: str
    title: str
    encode: Encode


def _markdown(
    stages: Sequence[StageComparison], traps: Sequence[Trap], versions: Mapping[str, str]
) -> bytes:
    return markdown(stages, traps).encode()


MIGRATION_FORMS = (
    MigrationForm(".json", "migration", encode_migration),
    MigrationForm(".md", "Markdown", _markdown),
)


def form_of(suffix: str) -> MigrationForm:
    """The form of files with that suffix; the first one where there is none."""
    return next((each for each in MIGRATION_FORMS if each.suffix == suffix), MIGRATION_FORMS[0])
