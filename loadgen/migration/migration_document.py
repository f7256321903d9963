"""A migration as JSON, to be kept and to be compared with."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from loadgen.export.machine_info import machine
from loadgen.files.document import read_document
from loadgen.migration.comparison import StageComparison
from loadgen.migration.migration_run import MigrationRun
from loadgen.migration.stage_races import StageSpeed
from loadgen.statistics.bootstrap import Ratio
from servers.catalog.migration_stages import stage_title

FORMAT, VERSION = "faceoff-migration", 1


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


class FigureDocument(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval."""

    estimate: float
    low: float
    high: float


class SpeedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One race. Of each server requests a second, CPU of one request and unique memory.

    The ratios are those of ``server`` over ``compared_with``; what has no interval is None.
    ``race`` is the name of the recorded race.
    """

    key: str
    server: str
    compared_with: str
    requests_per_second: FigureDocument | None
    cpu_ms_per_request: FigureDocument | None
    memory_mib: FigureDocument | None
    base_requests_per_second: FigureDocument | None
    base_cpu_ms_per_request: FigureDocument | None
    base_memory_mib: FigureDocument | None
    requests_ratio: FigureDocument | None
    cpu_ratio: FigureDocument | None
    race: str
    failure: str


class MigrationDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``open_traps`` are keys; ``stages`` are compared with stage 0, Flask alone.

    ``raced_traps`` are the keys of those that were open in the races, of which ``speeds`` came.
    """

    format: str
    version: int
    written_at: datetime
    environment: dict[str, Any]
    versions: dict[str, str]
    open_traps: tuple[str, ...]
    stages: tuple[StageDocument, ...]
    speeds: tuple[SpeedDocument, ...] = ()
    raced_traps: tuple[str, ...] = ()


def encode_migration(run: MigrationRun) -> bytes:
    """The document as indented JSON."""
    document = MigrationDocument(
        format=FORMAT,
        version=VERSION,
        written_at=datetime.now(UTC).astimezone(),
        environment=machine(),
        versions=dict(run.versions),
        open_traps=tuple(each.key for each in run.traps),
        stages=tuple(map(_stage, run.stages)),
        speeds=tuple(map(_speed, run.speeds)),
        raced_traps=tuple(each.key for each in run.raced_traps),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def read_migration(path: Path) -> MigrationDocument:
    """Read a file that ``encode_migration`` made; raises DocumentError."""
    return read_document(path, MigrationDocument, FORMAT, VERSION, "migration --out FILE.json")


def _speed(speed: StageSpeed) -> SpeedDocument:
    own, base = speed.figures["b"], speed.figures["a"]
    return SpeedDocument(
        key=speed.of.key,
        server=speed.of.title,
        compared_with=speed.of.base,
        requests_per_second=_figure(own.get("throughput_per_second")),
        cpu_ms_per_request=_figure(own.get("cpu_s_per_request"), 1_000),
        memory_mib=_figure(own.get("memory_mib")),
        base_requests_per_second=_figure(base.get("throughput_per_second")),
        base_cpu_ms_per_request=_figure(base.get("cpu_s_per_request"), 1_000),
        base_memory_mib=_figure(base.get("memory_mib")),
        requests_ratio=_figure(speed.rate_ratio),
        cpu_ratio=_figure(speed.cpu_ratio),
        race=speed.race,
        failure=speed.failure,
    )


def _figure(value: Ratio | None, factor: float = 1.0) -> FigureDocument | None:
    if value is None or value.interval is None:
        return None
    low, high = value.interval
    return FigureDocument(value.estimate * factor, low * factor, high * factor)


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
