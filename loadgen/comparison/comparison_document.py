"""A comparison as JSON, for programs."""

from datetime import datetime

import msgspec

from loadgen.comparison.comparison import Comparison
from loadgen.export.run_record import RunRecord
from loadgen.statistics.bootstrap import Ratio

FORMAT, VERSION = "faceoff-comparison", 1


class DocumentRow(msgspec.Struct, frozen=True):
    """One figure of one lane; its unit is in its name.

    ``change`` is B over A, and ``shown`` says that its interval excludes 1.
    """

    lane: str
    figure: str
    a: Ratio | None
    b: Ratio | None
    change: Ratio | None
    shown: bool


class ComparisonDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``differs`` lists names with their values in A and B.

    ``refusal`` says why the figures say nothing about each other, empty where they do.
    """

    format: str = FORMAT
    version: int = VERSION
    a: tuple[datetime, ...]
    b: tuple[datetime, ...]
    equal: dict[str, str]
    differs: tuple[tuple[str, str, str], ...]
    refusal: str
    figures: tuple[DocumentRow, ...]


def encode_comparison(comparison: Comparison) -> bytes:
    """The document as indented JSON."""
    document = ComparisonDocument(
        a=_times(comparison.before),
        b=_times(comparison.after),
        equal=dict(comparison.equal),
        differs=tuple((each.what, each.before, each.after) for each in comparison.differences),
        refusal=comparison.refusal,
        figures=tuple(
            DocumentRow(
                each.lane,
                each.kind.key,
                each.before,
                each.after,
                each.change,
                each.change is not None and each.change.is_clear,
            )
            for each in comparison.changes
        ),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _times(runs: tuple[RunRecord, ...]) -> tuple[datetime, ...]:
    return tuple(run.started_at for run in runs)
