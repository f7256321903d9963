"""A run of ``cost`` as JSON and as CSV."""

import csv
import io
from datetime import datetime
from typing import Any

import msgspec

from loadgen.export.machine_info import Origin
from loadgen.files.document import DocumentError, decode_document
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import FORMULA, Interval, Price, cost_interval, parse_price, price_text
from loadgen.objective.cost_run import CostRun
from loadgen.objective.lane_rate import LaneRate
from loadgen.objective.objective import Objective
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.sweep_document import checked_plan
from servers.catalog.parameter import ParameterError

FORMAT, VERSION = "faceoff-cost", 1
_COLUMNS = (
    "lane",
    "stage",
    "rate",
    "start",
    "result",
    "cause",
    "answers",
    "slower",
    "slower_low",
    "slower_high",
    "failed",
    "failed_low",
    "failed_high",
    "race",
)


class LaneCost(msgspec.Struct, frozen=True, kw_only=True):
    """The confirmed rate of one lane, None where there is none, and what follows from it.

    ``sustained_per_s`` is met and ``unmet_per_s`` is not: the highest rate lies between them.
    """

    sustained_per_s: int | None
    unmet_per_s: int | None
    cpu_s_per_million: Ratio | None
    cores: Ratio | None
    memory_mib: Ratio | None
    cost_per_million: Interval | None


class CostDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``plan`` is that of every race but for its load, its lanes and its turns."""

    format: str = FORMAT
    version: int = VERSION
    written_at: datetime
    environment: dict[str, Any]
    plan: RacePlan
    objective: Objective
    price: Price | None
    utilisation: float
    formula: str
    results: dict[LaneId, LaneCost]
    lanes: dict[LaneId, LaneRate]


def encode_cost(run: CostRun) -> bytes:
    """The document as indented JSON."""
    origin = run.origin or Origin.here()
    document = CostDocument(
        written_at=origin.written_at,
        environment=dict(origin.environment),
        plan=run.plan,
        objective=run.objective,
        price=run.price,
        utilisation=run.utilisation,
        formula=FORMULA,
        results={id_: _result(run, found) for id_, found in run.lanes.items()},
        lanes=dict(run.lanes),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def decode_cost(data: bytes) -> CostRun:
    """The run in a document, of whatever machine; raises DocumentError."""
    found = decode_document(data, CostDocument, FORMAT, VERSION)
    try:
        plan = checked_plan(found.plan)
    except ParameterError as error:
        raise DocumentError(str(error)) from error
    if found.price:
        try:
            parse_price(price_text(found.price))
        except ValueError as error:
            raise DocumentError(str(error)) from error
    if not 0 < found.utilisation <= 1:
        raise DocumentError(f"Its utilisation is {found.utilisation:g}, not above 0 and up to 1.")
    origin = Origin(found.environment, found.written_at)
    price, used = found.price, found.utilisation
    return CostRun(plan, found.objective, found.lanes, price, used, origin)


def encode_csv(run: CostRun) -> bytes:
    """One row for each race and start of the server; shares are 0..1."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    for id_, found in run.lanes.items():
        stages = [("search", each) for each in found.searched]
        stages += [("confirmation", each) for each in found.confirmations]
        for stage, probe in stages:
            for start, each in enumerate(probe.servers, 1):
                slower, failed = each.slower, each.failures
                table.writerow(
                    (
                        *(id_, stage, probe.rate, start, each.result, each.cause, slower.total),
                        *(slower.count, slower.low, slower.high),
                        *(failed.count, failed.low, failed.high, probe.race),
                    )
                )
    return text.getvalue().encode()


def _result(run: CostRun, found: LaneRate) -> LaneCost:
    probe = found.confirmed
    cpu = probe.figure("cpu_s_per_request") if probe else None
    return LaneCost(
        sustained_per_s=probe.rate if probe else None,
        unmet_per_s=found.unmet,
        cpu_s_per_million=_scaled(cpu, 1e6),
        cores=_scaled(cpu, probe.rate) if probe else None,
        memory_mib=probe.figure("memory_mib") if probe else None,
        cost_per_million=(
            cost_interval(run.price, probe.rate, found.unmet, run.utilisation)
            if probe and run.price
            else None
        ),
    )


def _scaled(figure: Ratio | None, by: float) -> Ratio | None:
    if figure is None or figure.interval is None:
        return None
    low, high = figure.interval
    return Ratio(figure.estimate * by, low * by, high * by)
