"""A contract as text: rows of a table, groups of equal answers, sentences, and Markdown."""

from collections.abc import Iterator

from loadgen.contract.matrix import Application, Cell, Drift, Matrix, Row

DRIFT_MARKS: dict[Drift, str] = {"accepts_forbidden": "†", "refuses_allowed": "‡"}
UNDOCUMENTED_MARK = "°"
LEGEND = (
    "In brackets what the handler got, as Python writes it. By the application's own document: "
    "† accepts what it forbids, ‡ refuses what it allows, ° answers a status that it does not name."
)
_LONGEST = 80
_ERROR_LONGEST = 600


def headers(matrix: Matrix) -> tuple[str, ...]:
    """Of the table of ``cells``: the keys of the applications that ran."""
    return ("", *(each.variant.key for each in matrix.columns))


def cells(matrix: Matrix) -> Iterator[tuple[str, ...]]:
    """A row for each body: its title, and what each application answers."""
    for row in matrix.rows:
        yield (row.body.title, *(cell_text(cell) for cell in row.cells.values()))


def cell_text(cell: Cell) -> str:
    """``200 (5)†``: the status, what the handler got, and marks of ``LEGEND``."""
    return f"{_answer(cell)}{_marks(cell)}"


def groups(row: Row) -> str:
    """``200 (5): fastapi†, apiflask† · 422: flask``: the applications by what they answer."""
    found: dict[str, list[str]] = {}
    for key, cell in row.cells.items():
        found.setdefault(_answer(cell), []).append(f"{key}{_marks(cell)}")
    return " · ".join(f"{answer}: {', '.join(keys)}" for answer, keys in found.items())


def sentences(matrix: Matrix) -> Iterator[str]:
    """One of each application: what its document does not say, or why it did not run."""
    for each in matrix.applications:
        yield each.failure or _sentence(matrix, each)


def errors(matrix: Matrix) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """One body that most applications refuse: its title, and key and body of each refusal."""

    def refusals(row: Row) -> int:
        return sum(not each.is_accepted for each in row.cells.values())

    row = max(matrix.rows, key=refusals, default=None)
    if row is None or not refusals(row):
        return None
    refused = {key: cell.error for key, cell in row.cells.items() if not cell.is_accepted}
    return row.body.title, tuple((key, _cut(text, _ERROR_LONGEST)) for key, text in refused.items())


def markdown(matrix: Matrix) -> str:
    """The whole contract as Markdown."""
    titles = headers(matrix)
    lines = [f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}"]
    lines += [f"| {' | '.join(map(_escaped, row))} |" for row in cells(matrix)]
    lines += ["", LEGEND, "", *(f"- {_escaped(sentence)}" for sentence in sentences(matrix))]
    if found := errors(matrix):
        title, refusals = found
        lines += ["", f"## How they refuse: {_escaped(title)}"]
        for key, text in refusals:
            lines += ["", f"{key}:", "", *(f"    {line}" for line in text.splitlines())]
    return "\n".join([*lines, ""])


def _answer(cell: Cell) -> str:
    if cell.status is None:
        return "no answer"
    if not cell.is_accepted:
        return f"{cell.status}"
    received = "dropped" if cell.received is None else _cut(cell.received, _LONGEST)
    return f"{cell.status} ({received})"


def _marks(cell: Cell) -> str:
    drift = DRIFT_MARKS[cell.drift] if cell.drift else ""
    return drift + (UNDOCUMENTED_MARK if cell.documented is False else "")


def _sentence(matrix: Matrix, application: Application) -> str:
    key, name = application.variant.key, application.variant.title
    if application.problem:
        return f"{name}: {application.problem}"
    if not application.document_version:
        return f"{name} serves no document."
    accepts = len(matrix.drifting(key, "accepts_forbidden"))
    refuses = len(matrix.drifting(key, "refuses_allowed"))
    statuses = ", ".join(map(str, matrix.undocumented(key))) or "no status"
    return (
        f"{name}, document {application.document_version}: of {len(matrix.rows)} bodies it accepts "
        f"{accepts} that its document forbids and refuses {refuses} that it allows; "
        f"it answers {statuses} beside those that are documented."
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
