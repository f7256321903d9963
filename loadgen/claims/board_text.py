"""A claims board in words: for the terminal, and as Markdown."""

from collections import Counter
from collections.abc import Iterator

from loadgen.claims.board_document import BoardDocument, JudgedClaim
from loadgen.claims.finding import OUTCOMES

LEGEND = "Each measured figure with its 95 % interval; what is counted is exact."


def verdict_text(claim: JudgedClaim) -> str:
    """``holds in part: only while requests wait``."""
    outcome = OUTCOMES[claim.outcome]
    return f"{outcome}: {claim.condition}" if claim.condition else outcome


def evidence_lines(claim: JudgedClaim) -> list[str]:
    """A line for each figure and each tally."""
    return [
        *(f"{each.title}: {each.text}" for each in claim.figures),
        *(f"{each.title}: {each.text}" for each in claim.tallies),
        *(f"{each} stands in for the real service" for each in claim.stand_ins),
    ]


def source_text(claim: JudgedClaim) -> str:
    """Where the claim is from: ``Claim 3`` or ``A trap``."""
    return f"Claim {claim.number}" if claim.number else "A trap"


def summary(board: BoardDocument) -> str:
    """``14 claims: 4 × holds, 8 × holds in part``; only the outcomes that there are."""
    counts = Counter(each.outcome for each in board.claims)
    many = len(board.claims)
    if not many:
        return "Nothing was decided."
    found = ", ".join(f"{counts[key]} × {text}" for key, text in OUTCOMES.items() if counts[key])
    cut = "" if board.complete else " Not all claims were put to the test."
    return f"{many} {'claim' if many == 1 else 'claims'}: {found}.{cut}"


def machine_text(board: BoardDocument) -> str:
    """Where it was measured, and by which Faceoff."""
    of = board.environment
    parts = (
        f"Faceoff {of['faceoff']}" if "faceoff" in of else "Faceoff",
        str(of.get("cpu", "")),
        f"{of['cores']} cores" if "cores" in of else "",
        str(of.get("os", "")),
        f"Python {of['python']}" if "python" in of else "",
        f"{board.written_at:%Y-%m-%d %H:%M}",
    )
    return " · ".join(filter(None, parts))


def markdown(board: BoardDocument) -> str:
    """The whole board."""
    return "\n".join(_lines(board)) + "\n"


def _lines(board: BoardDocument) -> Iterator[str]:
    yield "# Claims about Flask and FastAPI, put to the test"
    yield ""
    yield f"{summary(board)} {LEGEND}"
    yield ""
    yield machine_text(board)
    for claim in board.claims:
        yield ""
        yield f"## {claim.title}"
        yield ""
        yield f"> {claim.sentence} ({source_text(claim)})"
        yield ""
        yield f"**{verdict_text(claim)}**"
        yield ""
        yield f"Put to the test: {claim.method}"
        yield ""
        yield from (f"- {line}" for line in evidence_lines(claim))
        yield ""
        yield f"The honest picture: {claim.honest}"
        yield ""
        yield f"In a system-design interview: {claim.interview}"
