"""A migration as JSON, to be kept and to be compared with."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from loadgen.export.machine_info import machine
from loadgen.migration.comparison import StageComparison
from servers.catalog.migration_stages import Trap, stage_title

FORMAT, VERSION = "faceoff-migration", 1


class MigrationFileError(Exception):
    """A file that is no migration; the message is a sentence."""


class FieldDocument(msgspec.Struct, frozen=True):
    """A field of an answer that differs."""

    field: str
    before: str
    now: str


class RequestDocument(msgspec.Struct, frozen=True):
    """``differences`` are empty where the answer is as before."""

    route: str
    request: str
    answered_by: str
    differences: tuple[FieldDocument, ...]


class StageDocument(msgspec.Struct, frozen=True):
    """``failure`` is why the stage did not run, else empty."""

    stage: int
    title: str
    requests: tuple[RequestDocument, ...]
    failure: str


class MigrationDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``open_traps`` are keys; ``stages`` are compared with stage 0, Flask alone."""

    format: str
    version: int
    written_at: datetime
    environment: dict[str, Any]
    versions: dict[str, str]
    open_traps: tuple[str, ...]
    stages: tuple[StageDocument, ...]


def encode_migration(
    stages: Sequence[StageComparison], traps: Sequence[Trap], versions: Mapping[str, str]
) -> bytes:
    """The document as indented JSON."""
    document = MigrationDocument(
        format=FORMAT,
        version=VERSION,
        written_at=datetime.now(UTC).astimezone(),
        environment=machine(),
        versions=dict(versions),
        open_traps=tuple(each.key for each in traps),
        stages=tuple(map(_stage, stages)),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def read_migration(path: Path) -> MigrationDocument:
    """Read a file that ``encode_migration`` made; raises MigrationFileError."""
    try:
        document = msgspec.json.decode(path.read_bytes(), type=MigrationDocument)
    except OSError as error:
        raise MigrationFileError(f"{path} cannot be read: {error.strerror}.") from None
    except msgspec.MsgspecError:
        raise MigrationFileError(_unlike(path)) from None
    if (document.format, document.version) != (FORMAT, VERSION):
        raise MigrationFileError(_unlike(path))
    return document


def _unlike(path: Path) -> str:
    return (
        f"{path} is no migration of this version: give a file that migration --out FILE.json wrote."
    )


def new_differences(
    stages: Sequence[StageComparison], baseline: MigrationDocument
) -> list[tuple[int, str, str]]:
    """Stage, request and field of each difference that the baseline has not."""
    known = {
        (stage.stage, request.request, each.field)
        for stage in baseline.stages
        for request in stage.requests
        for each in request.differences
    }
    return [
        found
        for stage in stages
        for result in stage.differing
        for each in result.differences
        if (found := (stage.stage, result.probe.title, each.field)) not in known
    ]


def _stage(stage: StageComparison) -> StageDocument:
    requests = (
        RequestDocument(
            each.probe.route,
            each.probe.title,
            stage.framework(each.probe.route),
            tuple(FieldDocument(one.field, one.before, one.now) for one in each.differences),
        )
        for each in stage.results
    )
    return StageDocument(stage.stage, stage_title(stage.stage), tuple(requests), stage.failure)
