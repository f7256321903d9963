"""Prints a contract: the matrix, what the documents say, costs, and typed clients."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from loadgen.contract.matrix import Matrix
    from loadgen.contract.typed_client.client_run import ClientChecks
    from loadgen.contract.validation_cost import Costs

_GAP = 2


def print_documents(matrix: "Matrix", out: Console) -> None:
    """What the documents say, side by side."""
    from loadgen.contract.matrix_text import document_rows

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=False)
    for name, said in document_rows(matrix):
        table.add_row(Text(name, "bold"), Text(said))
    out.print(table)


def print_costs(matrix: "Matrix", costs: "Costs", out: Console) -> None:
    """Lines of code, and what an order costs."""
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


def print_clients(clients: "ClientChecks", out: Console) -> None:
    """What a type checker finds with each typed client."""
    from loadgen.contract.typed_client import client_text

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for header in client_text.client_headers(clients):
        table.add_column(header, overflow="fold")
    for row in client_text.client_rows(clients):
        table.add_row(*map(Text, row))
    out.print(table)
    out.print(Text(client_text.CLIENT_LEGEND, "dim"), soft_wrap=True)
    for sentence in client_text.client_sentences(clients):
        out.print(Text(sentence), soft_wrap=True)


def print_matrix(matrix: "Matrix", out: Console, *, errors: bool) -> None:
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
