"""What came of changes of the code, as text: cells, sentences, Markdown."""

from collections.abc import Iterator, Sequence

from loadgen.contract.drift_run import DriftOutcome, Noticed
from loadgen.model.number_format import NO_VALUE

NOTICED: dict[Noticed, str] = {
    "start": "at start",
    "request": "at the request",
    "document": "in the document",
    "never": "never",
}
INVALID = "no longer valid"
DRIFT_HEADERS = ("", "Noticed", "Document changed", "Document not true", "Answers differ")
DRIFT_LEGEND = (
    "Noticed: where the application itself says so first. Then what is found from outside: how its "
    "document changed (names of oasdiff's checks), where its answers are not what its document "
    "says (names of schemathesis's), and where they differ from those before."
)


def noticed_text(outcome: DriftOutcome) -> str:
    """``at the request``, or why it is not known."""
    return outcome.failure or NOTICED[outcome.noticed]


def drift_rows(outcomes: Sequence[DriftOutcome]) -> Iterator[tuple[str, ...]]:
    """A row for each outcome of one change, below ``DRIFT_HEADERS``."""
    for each in outcomes:
        if each.failure:
            yield (each.variant.title, each.failure, NO_VALUE, NO_VALUE, NO_VALUE)
            continue
        yield (
            each.variant.title,
            noticed_text(each),
            _kinds([*(change.kind for change in each.changes), *_validity(each)]),
            _kinds([found.kind for found in each.nonconformances]),
            _kinds([found.kind for found in each.differences]),
        )


def found_lines(outcome: DriftOutcome) -> Iterator[str]:
    """All that was found, a line each."""
    if outcome.invalid:
        yield f"{INVALID}: {outcome.invalid}"
    for change in outcome.changes:
        where = " ".join(change.operation)
        yield f"{change.severity}: {change.kind}, {where}, {change.what}"
    for found in outcome.nonconformances:
        yield f"{found.kind}, {found.probe}: {found.what}"
    places = (f"{each.kind}, {each.probe}: {each.place}" for each in outcome.differences)
    yield from dict.fromkeys(places)


def _validity(outcome: DriftOutcome) -> tuple[str, ...]:
    return (INVALID,) if outcome.invalid else ()


def drift_markdown(outcomes: Sequence[DriftOutcome]) -> str:
    """A section for each change, with the table and the changed lines of each application."""
    lines: list[str] = []
    for drift in dict.fromkeys(each.drift for each in outcomes):
        chosen = [each for each in outcomes if each.drift == drift]
        lines += [f"## {drift.title}", "", drift.hint, ""]
        lines += [f"| {' | '.join(DRIFT_HEADERS)} |", f"|{'---|' * len(DRIFT_HEADERS)}"]
        lines += [f"| {' | '.join(row)} |" for row in drift_rows(chosen)]
        for each in chosen:
            lines += ["", f"### {each.variant.title}", "", *map(_item, found_lines(each))]
            lines += ["", "```diff", *each.diff.splitlines(), "```"]
        lines += [""]
    return "\n".join([*lines, DRIFT_LEGEND, ""])


def _item(text: str) -> str:
    return f"- {text}"


def _kinds(kinds: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(kinds)) or "nothing"
