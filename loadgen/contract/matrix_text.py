"""A contract as text: rows of a table, groups of equal answers, sentences, and Markdown."""

from collections.abc import Iterator

from loadgen.contract.document_facts import compare_documents
from loadgen.contract.matrix import Application, Cell, Drift, Matrix, Row
from loadgen.contract.typed_client.client_run import NO_CLIENTS, ClientChecks
from loadgen.contract.typed_client.client_text import client_markdown
from loadgen.contract.validation_cost import NO_COSTS, ORDERS, Costs
from loadgen.model.number_format import NO_VALUE, significant
from loadgen.statistics.bootstrap import Ratio
from servers.catalog.code_size import code_lines

DRIFT_MARKS: dict[Drift, str] = {"accepts_forbidden": "†", "refuses_allowed": "‡"}
UNDOCUMENTED_MARK = "°"
LEGEND = (
    "In brackets what the handler got, as Python writes it. By the application's own document: "
    "† accepts what it forbids, ‡ refuses what it allows, ° answers a status that it does not name."
)
COST_HEADERS = ("", "Lines of code", "CPU, order taken", "CPU, order refused")
COST_LEGEND = (
    "Lines that take an order, without blank ones, comments and docstrings. CPU of the server for "
    "one order, with its 95 % interval over servers of their own, where it was measured."
)
_LONGEST = 80
_ERROR_LONGEST = 600


def headers(matrix: Matrix) -> tuple[str, ...]:
    """Of the table of ``cells``: the keys of the applications that ran."""
    return ("", *(each.variant.key for each in matrix.columns))


def cells(matrix: Matrix) -> Iterator[tuple[str, ...]]:
    """A row for each body: its title, and what each application answers."""
    for row in matrix.rows:
        yield (title(row), *(cell_text(cell) for cell in row.cells.values()))


def title(row: Row) -> str:
    """The body's title on one line, cut where a person's own body is long."""
    return _cut(" ".join(row.body.title.split()), _LONGEST)


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


def document_rows(matrix: Matrix) -> Iterator[tuple[str, str]]:
    """A row for each thing that documents say, and the applications by what they say of it."""
    for fact in compare_documents(matrix):
        found: dict[str, list[str]] = {}
        for key, text in fact.said.items():
            found.setdefault(text, []).append(key)
        if fact.silent:
            found["not named"] = list(fact.silent)
        said = " · ".join(f"{text}: {', '.join(keys)}" for text, keys in found.items())
        yield f"{' '.join(fact.operation)}, {fact.name}", said


def cost_rows(matrix: Matrix, costs: Costs) -> Iterator[tuple[str, ...]]:
    """A row for each application below ``COST_HEADERS``; CPU where it was measured."""
    for each in matrix.applications:
        key = each.variant.key
        cost = costs.get(key)
        figures = (cost.taken.cpu_us, cost.refused.cpu_us) if cost else (None, None)
        yield (key, f"{code_lines(each.variant, ORDERS)}", *map(_cost_text, figures))


def cost_failures(costs: Costs) -> Iterator[str]:
    """Why the costs of an application are not known."""
    for key, cost in costs.items():
        if cost.failure:
            yield f"{key}: {cost.failure}"


def _cost_text(figure: Ratio | None) -> str:
    """``661 µs (630 to 694)``."""
    if figure is None or figure.interval is None:
        return NO_VALUE
    value, low, high = map(significant, (figure.estimate, *figure.interval))
    return f"{value} µs ({low} to {high})"


def errors(matrix: Matrix) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """One body that most applications refuse: its title, and key and body of each refusal."""

    def refusals(row: Row) -> int:
        return sum(not each.is_accepted for each in row.cells.values())

    row = max(matrix.rows, key=refusals, default=None)
    if row is None or not refusals(row):
        return None
    refused = {key: cell.error for key, cell in row.cells.items() if not cell.is_accepted}
    return title(row), tuple((key, _cut(text, _ERROR_LONGEST)) for key, text in refused.items())


def markdown(matrix: Matrix, costs: Costs = NO_COSTS, clients: ClientChecks = NO_CLIENTS) -> str:
    """The whole contract as Markdown."""
    titles = headers(matrix)
    lines = [f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}"]
    lines += [f"| {' | '.join(map(_escaped, row))} |" for row in cells(matrix)]
    lines += ["", LEGEND, "", *(f"- {_escaped(sentence)}" for sentence in sentences(matrix))]
    lines += ["", "| What the documents say | |", "|---|---|"]
    lines += [f"| {' | '.join(map(_escaped, row))} |" for row in document_rows(matrix)]
    lines += ["", f"| {' | '.join(COST_HEADERS)} |", f"|{'---|' * len(COST_HEADERS)}"]
    lines += [f"| {' | '.join(row)} |" for row in cost_rows(matrix, costs)]
    lines += ["", COST_LEGEND, *(f"\n- {_escaped(each)}" for each in cost_failures(costs))]
    lines += client_markdown(clients)
    if found := errors(matrix):
        refused, refusals = found
        lines += ["", f"## How they refuse: {_escaped(refused)}"]
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
    many = len(matrix.rows)
    document = f"document {application.document_version}"
    if application.invalid:
        document += f", which is invalid ({application.invalid})"
    return (
        f"{name}, {document}: of {many} {'body' if many == 1 else 'bodies'} it accepts "
        f"{accepts} that its document forbids and refuses {refuses} that it allows; "
        f"it answers {statuses} beside those that are documented."
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
