"""The command ``contract``: its options, and its execution."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.help_text import write_contract_epilog
from loadgen.cli.option_types import CatalogueKey
from loadgen.contract.bodies import BODIES, LARGEST, Body
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import say, write_or_keep
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from servers.catalog.drifts import DRIFTS, Drift
from servers.catalog.server_variant import ServerVariant

if TYPE_CHECKING:
    from loadgen.contract.matrix import Matrix
    from loadgen.contract.validation_cost import Costs


SUFFIXES = (".json", ".md")
_GAP = 2


@dataclass(frozen=True, slots=True)
class ContractRequest:
    """Send these bodies to these applications, or change their code by ``drifts``.

    ``baseline`` is an earlier contract, or None.
    """

    applications: tuple[ServerVariant, ...]
    bodies: tuple[Body, ...]
    errors: bool
    documents: bool
    cost: bool
    baseline: Path | None
    out: tuple[Path, ...]
    drifts: tuple[Drift, ...] = ()


def contract_command() -> Command:
    """The command; its callback returns a ``ContractRequest``."""
    return Command(
        "contract",
        short_help="What applications accept, beside what their documents say.",
        help="Send bodies that say the same in many ways to every application, and show what each "
        "answers, what its handler got, and where that is not what its own OpenAPI document says. "
        "The bodies that the applications treat unlike come first.",
        params=[*_selection(), *_views(), *_files()],
        write_epilog=write_contract_epilog,
        callback=_request,
    )


def _selection() -> list[click.Option]:
    """What is sent, to which applications."""
    titles = {each.key: each.title for each in CONTRACT_APPLICATIONS}
    return [
        SectionOption(
            "--app",
            multiple=True,
            type=CatalogueKey("application", titles),
            help=f"Only this one; may be repeated. There are: {', '.join(titles)}",
        ),
        SectionOption(
            "--body",
            multiple=True,
            metavar="TEXT",
            help="Send this body as JSON instead of those of the list, or the file @FILE; "
            "may be repeated",
        ),
        SectionOption(
            "--drift",
            multiple=True,
            type=CatalogueKey("change", {each.key: each.title for each in DRIFTS}),
            help="Change the code of the applications as a developer in a hurry would, and "
            "show which of them notice, and where; may be repeated. There are: "
            f"{', '.join(each.key for each in DRIFTS)}",
        ),
    ]


def _views() -> list[click.Option]:
    """What is shown besides."""
    return [
        SectionOption("--errors", is_flag=True, help="Show how each application words a refusal"),
        SectionOption(
            "--documents", is_flag=True, help="Show what the documents say, side by side"
        ),
        SectionOption(
            "--cost",
            is_flag=True,
            help="Measure what an order costs each application, taken and refused: two minutes",
        ),
    ]


def _files() -> list[click.Option]:
    """What is read and written."""
    return [
        SectionOption(
            "--baseline",
            section="files",
            type=click.Path(path_type=Path),
            metavar="FILE.json",
            help="Exit with 1 where a document is not true that was in this earlier contract",
        ),
        SectionOption(
            "--out",
            section="files",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=f"Write the contract as {', '.join(SUFFIXES)}; may be repeated",
        ),
    ]


def run_contract_command(request: ContractRequest, out: Console, err: Console) -> int:
    """The exit code."""
    from loadgen.contract.deviations import new_deviations
    from loadgen.contract.exchange import exchange_bodies
    from loadgen.contract.matrix import make_matrix
    from loadgen.contract.matrix_document import ContractFileError, read_contract
    from loadgen.contract.validation_cost import NO_COSTS

    try:
        for path in request.out:
            check_writable(path)
        baseline = read_contract(request.baseline) if request.baseline else None
    except (WriteError, ContractFileError) as error:
        say(err, str(error), bad=True)
        return USAGE
    if request.drifts:
        from loadgen.cli.drift_report import report_drifts

        return report_drifts(request.applications, request.drifts, request.out, out, err)
    exchanges = asyncio.run(exchange_bodies(request.applications, request.bodies))
    matrix = make_matrix(exchanges, request.bodies)
    _print(matrix, out, errors=request.errors)
    if request.documents:
        _print_documents(matrix, out)
    costs = _measure(matrix, err) if request.cost else NO_COSTS
    if costs:
        _print_costs(matrix, costs, out)
    written = [write_or_keep(path, _encoded(path, matrix, costs), err) for path in request.out]
    found = new_deviations(matrix, baseline) if baseline else []
    for each in found:
        say(err, f"Not in {request.baseline}: {each.sentence}", bad=True)
    # A package that is missing is said, and is no failure.
    failed = any(each.failure and not each.variant.unavailable() for each in matrix.applications)
    failed |= any(each.failure for each in costs.values())
    return FAILED if failed or found or not all(written) else OK


def _measure(matrix: "Matrix", err: Console) -> "Costs":
    from loadgen.contract.validation_cost import BLOCKS, measure_costs

    def on_block(number: int) -> None:
        err.print(f"Measuring what an order costs: {number} of {BLOCKS}", markup=False)

    variants = [each.variant for each in matrix.columns]
    return asyncio.run(measure_costs(variants, on_block=on_block))


def _encoded(path: Path, matrix: "Matrix", costs: "Costs") -> bytes:
    from loadgen.contract.forms import form_of

    form = form_of(path.suffix.lower())
    assert form is not None  # ``_request`` takes no other suffix
    return form.encode(matrix, costs)


def _print_documents(matrix: "Matrix", out: Console) -> None:
    from loadgen.contract.matrix_text import document_rows

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=False)
    for name, said in document_rows(matrix):
        table.add_row(Text(name, "bold"), Text(said))
    out.print(table)


def _print_costs(matrix: "Matrix", costs: "Costs", out: Console) -> None:
    from loadgen.contract import matrix_text

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for header in matrix_text.COST_HEADERS:
        table.add_column(header)
    for row in matrix_text.cost_rows(matrix, costs):
        table.add_row(*map(Text, row))
    out.print(table)
    out.print(Text(matrix_text.COST_LEGEND, "dim"), soft_wrap=True)
    for sentence in matrix_text.cost_failures(costs):
        out.print(Text(sentence), soft_wrap=True)


def _print(matrix: "Matrix", out: Console, *, errors: bool) -> None:
    """The table where it is not wider than the terminal, else the applications by their answers."""
    from loadgen.contract import matrix_text

    rows = [matrix_text.headers(matrix), *matrix_text.cells(matrix)]
    width = sum(max(map(cell_len, column)) + _GAP for column in zip(*rows, strict=True))
    if width > out.width:
        rows = [(matrix_text.title(each), matrix_text.groups(each)) for each in matrix.rows]
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=False)
    for row in rows:
        table.add_row(*map(Text, row))
    out.print(table)
    out.print(Text(matrix_text.LEGEND, "dim"), soft_wrap=True)
    for sentence in matrix_text.sentences(matrix):
        out.print(Text(sentence), soft_wrap=True)
    if errors and (found := matrix_text.errors(matrix)):
        title, refusals = found
        out.print(Text(f"How they refuse: {title}", "bold"), soft_wrap=True)
        for key, text in refusals:
            out.print(Text.assemble((f"{key}: ", "dim"), text.strip()), soft_wrap=True)


def _request(
    app: tuple[str, ...],
    body: tuple[str, ...],
    *,
    errors: bool,
    documents: bool,
    cost: bool,
    drift: tuple[str, ...],
    baseline: Path | None,
    out: tuple[Path, ...],
) -> ContractRequest:
    ctx = click.get_current_context()
    for path in out:
        if path.suffix.lower() not in SUFFIXES:
            raise click.UsageError(f"--out takes {', '.join(SUFFIXES)}, not “{path}”.", ctx)
    chosen = tuple(each for each in CONTRACT_APPLICATIONS if not app or each.key in app)
    for each in chosen:
        if app and (reason := each.unavailable()):
            raise click.UsageError(reason, ctx)
    bodies = tuple(_typed_body(text, ctx) for text in dict.fromkeys(body)) or BODIES
    drifts = tuple(each for each in DRIFTS if each.key in drift)
    if drifts and (body or errors or documents or cost or baseline):
        raise click.UsageError("--drift sends requests of its own: give --app and --out only.", ctx)
    return ContractRequest(chosen, bodies, errors, documents, cost, baseline, out, drifts)


def _typed_body(text: str, ctx: click.Context) -> Body:
    content = text.encode(errors="surrogateescape")  # what was typed may be no UTF-8
    title = content.decode(errors="replace")
    if not title.strip():
        title = "an empty body of mine"
    if text.startswith("@"):
        try:
            content = Path(text[1:]).read_bytes()
        except OSError as error:
            raise click.UsageError(f"{text[1:]} cannot be read: {error.strerror}.", ctx) from None
    if len(content) > LARGEST:
        limit = f"{LARGEST:,} bytes at most"
        raise click.UsageError(f"A body has {limit}, and this one has {len(content):,}.", ctx)
    return Body(title, "", content)
