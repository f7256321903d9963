"""A claims board as JSON and as CSV: each claim with its outcome, figures and counts."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from loadgen.claims.finding import Figure, Outcome, Tally
from loadgen.claims.judgement import Judgement
from loadgen.export.machine_info import machine
from loadgen.files.document import decode_document

FORMAT, VERSION = "faceoff-claims", 1


class JudgedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim. ``number`` is its place in the article, 0 for what that does not name.

    ``condition`` completes the outcome, or says why nothing was decided. Figures have 95 %
    intervals, and name the recorded race that they are of, "" where it was not recorded; tallies
    were counted. ``stand_ins`` stood in for real backing services.
    """

    key: str
    number: int
    title: str
    sentence: str
    method: str
    outcome: Outcome
    condition: str
    figures: tuple[Figure, ...]
    tallies: tuple[Tally, ...]
    stand_ins: tuple[str, ...]
    honest: str
    interview: str

    @classmethod
    def of(cls, judgement: Judgement) -> "JudgedClaim":
        """The claim as it was judged."""
        claim = judgement.claim
        return cls(
            key=claim.key,
            number=claim.number,
            title=claim.title,
            sentence=claim.sentence,
            method=claim.method,
            outcome=judgement.ruling.outcome,
            condition=judgement.ruling.condition,
            figures=judgement.figures,
            tallies=judgement.tallies,
            stand_ins=judgement.stand_ins,
            honest=claim.honest,
            interview=claim.interview,
        )


class BoardDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``complete`` tells that all claims that were asked for were put to the test.

    ``environment`` is the machine, as in a run document.
    """

    format: str = FORMAT
    version: int = VERSION
    written_at: datetime
    environment: dict[str, Any]
    complete: bool
    claims: tuple[JudgedClaim, ...]

    @classmethod
    def of(cls, judgements: Sequence[Judgement], *, complete: bool) -> "BoardDocument":
        """The board as it stands now, on this machine."""
        return cls.of_claims(tuple(map(JudgedClaim.of, judgements)), complete=complete)

    @classmethod
    def of_claims(cls, claims: tuple[JudgedClaim, ...], *, complete: bool) -> "BoardDocument":
        """The same, of claims as they were judged."""
        return cls(
            written_at=datetime.now(UTC).astimezone(),
            environment=dict(machine()),
            complete=complete,
            claims=claims,
        )


def decode_board(data: bytes) -> BoardDocument:
    """A board of whatever machine; raises DocumentError."""
    return decode_document(data, BoardDocument, FORMAT, VERSION)


def encode_board(board: BoardDocument) -> bytes:
    """The document as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(board), indent=2) + b"\n"


CSV_HEADERS = (
    *("claim", "number", "outcome", "condition", "evidence", "unit"),
    *("value", "low", "high", "of", "race"),
)


def encode_csv(board: BoardDocument) -> bytes:
    """A row for each figure and each tally; one without evidence for a claim that has none."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(CSV_HEADERS)
    for claim in board.claims:
        head = (claim.key, claim.number, claim.outcome, claim.condition)
        rows: list[tuple[object, ...]] = [
            (
                *(figure.title, figure.unit),
                *(f"{figure.value.estimate:.6g}", *_bounds(figure), "", figure.race),
            )
            for figure in claim.figures
        ]
        rows += [
            (tally.title, "count", tally.number, "", "", tally.of, "") for tally in claim.tallies
        ]
        for row in rows or [("",) * 7]:
            writer.writerow((*head, *row))
    return sheet.getvalue().encode()


def _bounds(figure: Figure) -> tuple[str, str]:
    low, high = figure.value.interval or (float("nan"), float("nan"))
    return f"{low:.6g}", f"{high:.6g}"
