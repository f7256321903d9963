"""A sweep as JSON and as CSV."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from loadgen.export.machine_info import machine
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.points import Point, by_load
from loadgen.sweep.saturation import crossing, saturation

FORMAT, VERSION = "faceoff-sweep", 1


class SaturationDocument(msgspec.Struct, frozen=True):
    """Of one lane; see ``saturation.Saturation``."""

    best_per_second: Ratio | None
    knee_users: int | None
    one_user_s: Ratio | None
    crossing_users: float | None


class PointDocument(msgspec.Struct, frozen=True):
    """One load: ``figures`` by lane and name, units in the names; ``race`` is the recorded one."""

    users: int
    figures: dict[LaneId, dict[str, Ratio]]
    throughput_ratio: Ratio | None
    race: str
    failure: str


class SweepDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``plan`` is that of every step but for its users. ``lead_changes_between`` are two loads."""

    format: str = FORMAT
    version: int = VERSION
    written_at: datetime
    environment: dict[str, Any]
    plan: RacePlan
    saturation: dict[LaneId, SaturationDocument]
    lead_changes_between: tuple[int, int] | None
    points: tuple[PointDocument, ...]


def encode_sweep(points: Sequence[Point], plan: RacePlan) -> bytes:
    """The document as indented JSON."""
    found = {id_: saturation(points, id_) for id_ in LANES}
    document = SweepDocument(
        written_at=datetime.now(UTC).astimezone(),
        environment=machine(),
        plan=plan,
        saturation={
            id_: SaturationDocument(each.best, each.knee, each.one_user_s, each.crossing_users)
            for id_, each in found.items()
        },
        lead_changes_between=crossing(points),
        points=tuple(
            PointDocument(each.users, each.figures, each.ratio, each.race, each.failure)
            for each in by_load(points)
        ),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def encode_csv(points: Sequence[Point]) -> bytes:
    """One row for each load, lane and figure, with its interval."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("users", "lane", "figure", "value", "low", "high"))
    for point in by_load(points):
        for id_ in LANES:
            for name, figure in point.figures[id_].items():
                low, high = figure.interval or ("", "")
                table.writerow((point.users, id_, name, figure.estimate, low, high))
    return text.getvalue().encode()
