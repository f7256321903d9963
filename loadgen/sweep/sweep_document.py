"""A sweep as JSON and as CSV, and a sweep that is read again to go on with it."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from loadgen.export.machine_info import Origin
from loadgen.files.document import DocumentError, decode_document
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import EMPTY_MIX, RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.bounds import Bound
from loadgen.sweep.crossing import Crossing
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import find_quantity
from loadgen.sweep.scalability import Scalability
from loadgen.sweep.sweep_run import SweepRun
from servers.catalog.parameter import ParameterError

FORMAT, VERSION = "faceoff-sweep", 1


class SweepFileError(DocumentError):
    """A file that is no sweep, or none that this machine can go on with: one sentence."""


class SaturationDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Of one lane; see ``saturation.Saturation`` and ``scalability.Scalability``.

    ``scalability`` is None where users are not swept, or too few points are there.
    """

    best_per_second: Ratio | None
    best_at: int
    knee_at: int | None
    one_user_s: Ratio | None
    crossing_users: float | None
    limit: Bound | None
    limit_per_second: Ratio | None
    scalability: Scalability | None


class PointDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One value: ``figures`` by lane and name, units in the names; ``race`` is the recorded one.

    ``lanes`` are those that were raced there.
    """

    value: int
    figures: dict[LaneId, dict[str, Ratio]]
    throughput_ratio: Ratio | None
    bounds: dict[LaneId, Bound]
    lanes: tuple[LaneId, ...]
    race: str
    failure: str


class QuantityDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What was swept, and between which ends; ``unit`` is "" where it is a number of its title."""

    key: str
    title: str
    unit: str
    low: int
    high: int


class SweepDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``plan`` is that of every step but for ``quantity``. ``lead_changes`` are in its order."""

    format: str = FORMAT
    version: int = VERSION
    written_at: datetime
    environment: dict[str, Any]
    plan: RacePlan
    quantity: QuantityDocument
    saturation: dict[LaneId, SaturationDocument]
    lead_changes: tuple[Crossing, ...]
    points: tuple[PointDocument, ...]


def encode_sweep(run: SweepRun, ladder: Ladder) -> bytes:
    """The document as indented JSON."""
    parameter = run.quantity.parameter
    origin = run.origin or Origin.here()
    document = SweepDocument(
        written_at=origin.written_at,
        environment=dict(origin.environment),
        plan=run.plan,
        quantity=QuantityDocument(
            key=run.quantity.key,
            title=run.quantity.title,
            unit=parameter.unit,
            low=ladder.low,
            high=ladder.high,
        ),
        saturation={id_: _saturation(run, id_) for id_ in LANES},
        lead_changes=tuple(run.crossings),
        points=tuple(map(_point, run.ordered)),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


@dataclass(frozen=True, slots=True)
class DecodedSweep:
    """A sweep that was read. ``is_of_here`` tells that it was measured on this machine.

    With the same versions: only then can it be gone on with.
    """

    run: SweepRun
    ladder: Ladder
    is_of_here: bool


def resumable_sweep(data: bytes) -> tuple[SweepRun, Ladder]:
    """The sweep in a document, to go on with it; raises SweepFileError."""
    found = decode_sweep(data)
    if not found.is_of_here:
        raise SweepFileError(
            "It was measured on another machine, or with other versions: sweep again."
        )
    run = found.run
    return SweepRun(run.plan, run.points, run.quantity), found.ladder


def decode_sweep(data: bytes) -> DecodedSweep:
    """The sweep in a document, of whatever machine; raises SweepFileError."""
    try:
        document = decode_document(data, SweepDocument, FORMAT, VERSION)
    except DocumentError as error:
        raise SweepFileError(str(error)) from error
    try:
        plan = checked_plan(document.plan)
        quantity = find_quantity(plan, document.quantity.key)
        ladder = Ladder.of(quantity, document.quantity.low, document.quantity.high)
        for each in document.points:
            quantity.parameter.check(each.value)
    except ParameterError as error:
        raise SweepFileError(str(error)) from error
    if not all(map(_is_measured, document.points)):
        raise SweepFileError("A step of it has figures that no race gives: sweep again.")
    points = [
        Point(
            each.value,
            each.figures,
            each.throughput_ratio,
            each.race,
            each.failure,
            each.bounds,
            each.lanes,
        )
        for each in document.points
    ]
    origin = Origin(document.environment, document.written_at)
    return DecodedSweep(SweepRun(plan, points, quantity, origin), ladder, origin.is_here)


def checked_plan(plan: RacePlan) -> RacePlan:
    """The plan of a document that may have been edited; raises ParameterError."""
    if set(plan.lanes) != set(LANES):
        raise ParameterError("Its plan does not have two servers.")
    if plan.is_empty_mix:
        raise ParameterError(EMPTY_MIX)
    return plan.checked()


def _is_measured(point: PointDocument) -> bool:
    """Whether its figures are those of both lanes, positive numbers with sound intervals."""
    if set(point.figures) != set(LANES) or not point.lanes:
        return False
    ratios = [each for of_lane in point.figures.values() for each in of_lane.values()]
    ratios += [each.each_s for each in point.bounds.values()]
    ratios += [point.throughput_ratio] if point.throughput_ratio else []
    slots = [bound.slots for bound in point.bounds.values()]
    return all(each > 0 for each in slots) and all(map(_is_positive, ratios))


def _is_positive(figure: Ratio) -> bool:
    low, high = figure.interval or (figure.estimate, figure.estimate)
    return figure.estimate > 0 and 0 <= low <= high


def encode_csv(run: SweepRun) -> bytes:
    """One row for each value, lane and figure, with its interval."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow((run.quantity.key, "lane", "figure", "value", "low", "high", "race"))
    for point in run.ordered:
        for id_ in LANES:
            for name, figure in point.figures[id_].items():
                low, high = figure.interval or ("", "")
                table.writerow((point.value, id_, name, figure.estimate, low, high, point.race))
    return text.getvalue().encode()


def _saturation(run: SweepRun, id_: LaneId) -> SaturationDocument:
    found = run.saturation(id_)
    return SaturationDocument(
        best_per_second=found.best,
        best_at=found.best_at,
        knee_at=found.knee,
        one_user_s=found.one_user_s,
        crossing_users=found.crossing_users,
        limit=found.limit,
        limit_per_second=found.limit.per_s if found.limit else None,
        scalability=run.scalability(id_),
    )


def _point(point: Point) -> PointDocument:
    return PointDocument(
        value=point.value,
        figures={id_: dict(figures) for id_, figures in point.figures.items()},
        throughput_ratio=point.ratio,
        bounds=dict(point.bounds),
        lanes=point.lanes,
        race=point.race,
        failure=point.failure,
    )
