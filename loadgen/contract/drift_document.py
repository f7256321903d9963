"""What came of changes of the code, as JSON."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from loadgen.contract.answer_conformance import Nonconformance
from loadgen.contract.answer_differences import AnswerDifference
from loadgen.contract.document_changes import DocumentChange
from loadgen.contract.drift_run import DriftOutcome, Noticed
from loadgen.export.machine_info import machine

FORMAT, VERSION = "faceoff-drift", 1


class OutcomeDocument(msgspec.Struct, frozen=True):
    """See ``drift_run.DriftOutcome``. ``noticed`` is None where nothing is known."""

    application: str
    drift: str
    noticed: Noticed | None
    failure: str
    start_problem: tuple[str, ...]
    refused: tuple[str, ...]
    changes: tuple[DocumentChange, ...]
    nonconformances: tuple[Nonconformance, ...]
    differences: tuple[AnswerDifference, ...]
    diff: str
    invalid: str = ""


class DriftDocument(msgspec.Struct, frozen=True):
    """An outcome for each application and each change of its code."""

    format: str
    version: int
    written_at: datetime
    environment: dict[str, Any]
    outcomes: tuple[OutcomeDocument, ...]


def drift_document(outcomes: Sequence[DriftOutcome]) -> DriftDocument:
    """The outcomes with the machine and the time."""
    found = tuple(
        OutcomeDocument(
            each.variant.key,
            each.drift.key,
            None if each.failure else each.noticed,
            each.failure,
            each.start_problem,
            each.refused,
            each.changes,
            each.nonconformances,
            each.differences,
            each.diff,
            each.invalid,
        )
        for each in outcomes
    )
    return DriftDocument(FORMAT, VERSION, datetime.now(UTC).astimezone(), machine(), found)


def encode_drifts(outcomes: Sequence[DriftOutcome]) -> bytes:
    """The document as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(drift_document(outcomes)), indent=2) + b"\n"
