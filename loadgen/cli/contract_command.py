"""The command ``contract``: its options, and its execution."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.contract_pictures import NO_CONTRACT_PICTURES, ContractPictures
from loadgen.cli.contract_report import (
    print_clients,
    print_costs,
    print_documents,
    print_matrix,
)
from loadgen.cli.contract_request import ContractRequest
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.help_text import write_contract_epilog
from loadgen.cli.option_types import CatalogueKey
from loadgen.cli.series_pictures import PICTURE
from loadgen.contract.bodies import BODIES, LARGEST, Body
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import say, write_or_keep
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from servers.catalog.drifts import DRIFTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadgen.contract.exchange import Exchange
    from loadgen.contract.matrix import Matrix
    from loadgen.contract.typed_client.client_check import ClientCheck
    from loadgen.contract.typed_client.client_run import ClientChecks
    from loadgen.contract.validation_cost import Costs


SUFFIXES = (".json", ".md", PICTURE)


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
        SectionOption(
            "--clients",
            is_flag=True,
            help="Generate a typed client from each document, and show what a type checker finds "
            "in a small program that uses it",
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
            help="Exit with 1 where a document is not true that was in this earlier contract; with "
            "--drift, where something drifts that did not in this earlier file of --drift",
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


def run_contract_command(
    request: ContractRequest,
    out: Console,
    err: Console,
    pictures: ContractPictures = NO_CONTRACT_PICTURES,
) -> int:
    """The exit code."""
    from loadgen.contract.deviations import new_deviations
    from loadgen.contract.exchange import exchange_bodies
    from loadgen.contract.matrix import make_matrix
    from loadgen.contract.matrix_document import read_contract
    from loadgen.contract.typed_client.client_run import NO_CLIENTS
    from loadgen.contract.validation_cost import NO_COSTS
    from loadgen.export.exporters import ExportError
    from loadgen.files.document import DocumentError

    try:
        _check_files(request, pictures)
        if request.drifts:
            return _run_drifts(request, out, err, pictures)
        baseline = read_contract(request.baseline) if request.baseline else None
    except (WriteError, DocumentError, ExportError) as error:
        say(err, str(error), bad=True)
        return USAGE
    exchanges = asyncio.run(exchange_bodies(request.applications, request.bodies))
    matrix = make_matrix(exchanges, request.bodies)
    print_matrix(matrix, out, errors=request.errors)
    if request.documents:
        print_documents(matrix, out)
    costs = _measure(matrix, err) if request.cost else NO_COSTS
    if costs:
        print_costs(matrix, costs, out)
    clients = _generate(exchanges, err) if request.clients else NO_CLIENTS
    if clients:
        print_clients(clients, out)

    def encoded(path: Path) -> bytes:
        if path.suffix.lower() == PICTURE:
            return pictures.contract(matrix, costs, clients, request.documents)
        return _encoded(path, matrix, costs, clients)

    written = [write_or_keep(path, encoded(path), err) for path in request.out]
    found = new_deviations(matrix, baseline) if baseline else []
    for each in found:
        say(err, f"Not in {request.baseline}: {each.sentence}", bad=True)
    # A package that is missing is said, and is no failure.
    failed = any(each.failure and not each.variant.unavailable() for each in matrix.applications)
    failed |= any(each.failure for each in costs.values())
    failed |= any(each.is_broken for each in clients.values())
    return FAILED if failed or found or not all(written) else OK


def _check_files(request: ContractRequest, pictures: ContractPictures) -> None:
    """Raises WriteError or ExportError where what is asked for cannot be written."""
    for path in request.out:
        check_writable(path)
        if path.suffix.lower() == PICTURE:
            pictures.check()


def _run_drifts(
    request: ContractRequest, out: Console, err: Console, pictures: ContractPictures
) -> int:
    """The exit code; raises DocumentError before anything runs."""
    from loadgen.cli.drift_report import report_drifts
    from loadgen.contract.drift_deviations import read_drifts

    path = request.baseline
    baseline = (path, read_drifts(path)) if path else None
    return report_drifts(request, baseline, out, err, pictures)


def _measure(matrix: "Matrix", err: Console) -> "Costs":
    from loadgen.contract.validation_cost import BLOCKS, measure_costs

    def on_block(number: int) -> None:
        err.print(f"Measuring what an order costs: {number} of {BLOCKS}", markup=False)

    variants = [each.variant for each in matrix.columns]
    return asyncio.run(measure_costs(variants, on_block=on_block))


def _generate(exchanges: "Sequence[Exchange]", err: Console) -> "ClientChecks":
    from loadgen.contract.typed_client.client_run import check_clients

    def on_done(check: "ClientCheck") -> None:
        err.print(f"Client of {check.variant.title}", markup=False, highlight=False)

    documents = [(each.variant, each.document) for each in exchanges if not each.failure]
    return asyncio.run(check_clients(documents, on_done))


def _encoded(path: Path, matrix: "Matrix", costs: "Costs", clients: "ClientChecks") -> bytes:
    from loadgen.contract.forms import form_of

    form = form_of(path.suffix.lower())
    assert form is not None  # ``_request`` takes no other suffix
    return form.encode(matrix, costs, clients)


def _request(
    app: tuple[str, ...],
    body: tuple[str, ...],
    *,
    errors: bool,
    documents: bool,
    cost: bool,
    clients: bool,
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
    if clients:
        from loadgen.contract.typed_client.tools import why_no_clients

        if reason := why_no_clients():
            raise click.UsageError(reason, ctx)
    bodies = tuple(_typed_body(text, ctx) for text in dict.fromkeys(body)) or BODIES
    drifts = tuple(each for each in DRIFTS if each.key in drift)
    if drifts and (body or errors or documents or cost or clients):
        alone = "give --app, --baseline and --out only"
        raise click.UsageError(f"--drift sends requests of its own: {alone}.", ctx)
    views = (errors, documents, cost, clients)
    return ContractRequest(chosen, bodies, *views, baseline, out, drifts)


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
