"""The small program that uses a generated client, right and wrong: a line for each use."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from loadgen.contract.typed_client.endpoints import Endpoint
from servers.catalog.contract_applications import Operation

CREATE, READ, LIST = (
    Operation("POST", "/items"),
    Operation("GET", "/items/{number}"),
    Operation("GET", "/items"),
)


class Use(NamedTuple):
    """One line of the program.

    ``operation`` is what has to be in the client for it to be written. ``code`` has the names of
    the client in braces. ``is_mistake`` tells whether a type checker should find something.
    """

    key: str
    title: str
    operation: Operation
    code: str
    is_mistake: bool = True


USES: tuple[Use, ...] = (
    Use(
        "create",
        "creates an item",
        CREATE,
        'created = {create}(client=client, body={NewItem}(name="Dune", kind="book", price=12.5))',
        is_mistake=False,
    ),
    Use("list", "lists the books", LIST, 'books = {list}(client=client, kind="book")', False),
    Use("first", "computes with a listed price", LIST, "first = {books}[0].price * 2", False),
    Use("read", "reads an item", READ, "found = {read}(1, client=client)", is_mistake=False),
    Use("total", "computes with its price", READ, "total = {found}.price * 2", is_mistake=False),
    Use("next", "computes with its number", READ, "after = {found}.number + 1", is_mistake=False),
    Use(
        "misspelt-field",
        "a field misspelt",
        CREATE,
        '{NewItem}(nmae="Dune", kind="book", price=12.5)',
    ),
    Use("missing-field", "a field missing", CREATE, '{NewItem}(name="Dune", kind="book")'),
    Use(
        "text-for-number",
        "a text for a number",
        CREATE,
        '{NewItem}(name="Dune", kind="book", price="12.5")',
    ),
    Use(
        "unknown-choice",
        "a kind that does not exist",
        CREATE,
        '{NewItem}(name="Dune", kind="film", price=12.5)',
    ),
    Use(
        "server-field",
        "a field that only the server sets",
        CREATE,
        '{NewItem}(name="Dune", kind="book", price=12.5, number=7)',
    ),
    Use(
        "out-of-bounds",
        "a price below 0",
        CREATE,
        '{NewItem}(name="Dune", kind="book", price=-1.0)',
    ),
    Use("text-for-key", "a text for a number in the path", READ, '{read}("one", client=client)'),
    Use("unknown-filter", "an unknown filter", LIST, '{list}(client=client, colour="red")'),
    Use("filter-value", "a filter by an unknown kind", LIST, '{list}(client=client, kind="film")'),
    Use("unguarded", "a refusal that is not expected", READ, "{read}(99, client=client).price"),
    Use("misspelt-answer", "a field of the answer misspelt", READ, "{found}.prise"),
    Use("misspelt-listed", "a field of a listed item misspelt", LIST, "{books}[0].prise"),
    Use("number-as-text", "a number of the answer as a text", READ, '{found}.price + " EUR"'),
)


class TypeQuestion(NamedTuple):
    """A value whose type the checker is asked for: what an editor shows where the pointer rests."""

    key: str
    title: str
    operation: Operation
    code: str


TYPES: tuple[TypeQuestion, ...] = (
    TypeQuestion("created", "type of what creating returns", CREATE, "created"),
    TypeQuestion("books", "type of the list", LIST, "books"),
    TypeQuestion("kind", "type of an item's kind", READ, "{found}.kind"),
    TypeQuestion("number", "type of an item's number", READ, "{found}.number"),
)


class Caller(NamedTuple):
    """``lines`` are the numbers of the uses that could be written, by key; they count from 1.

    Those of ``TYPES`` are among them.
    """

    text: str
    lines: Mapping[str, int]


def write_caller(package: str, endpoints: Mapping[Operation, Endpoint]) -> Caller:
    """The program for the client of that package; what is not in the client is left out."""
    names = {name: endpoints.get(each) for name, each in _NAMES.items()}
    calls = dict(_calls(names))
    text = [*_imports(package, names), "", 'client = Client(base_url="http://127.0.0.1:8000")']
    lines: dict[str, int] = {}
    for use in USES:
        endpoint = endpoints.get(use.operation)
        needs_body = "{NewItem}" in use.code
        if endpoint is None or (needs_body and not endpoint.body):
            continue
        text.append(use.code.format(**calls))
        lines[use.key] = len(text)
        text += _narrowed(use, endpoint)
    for each in TYPES:
        if each.operation in endpoints:
            text.append(f"reveal_type({each.code.format(**calls)})")
            lines[each.key] = len(text)
    return Caller("\n".join([*text, ""]), lines)


def _narrowed(use: Use, endpoint: Endpoint) -> Iterator[str]:
    """What a careful developer writes below a call: the answer may be a refusal."""
    if use.key == "read" and endpoint.is_typed and endpoint.answer:
        yield f"assert isinstance(found, {endpoint.answer})"
    if use.key == "list" and endpoint.is_typed:
        yield "assert isinstance(books, list)"


_NAMES = {"create": CREATE, "read": READ, "list": LIST}


def _imports(package: str, names: Mapping[str, Endpoint | None]) -> Iterator[str]:
    yield f"from {package} import Client"
    for name, endpoint in names.items():
        if endpoint is not None:
            folder, _, module = endpoint.module.rpartition(".")
            yield f"from {package}.{folder} import {module} as {name}_item"
    create, read = names["create"], names["read"]
    models = {create.body if create else "", read.answer if read else ""} - {""}
    if models:
        yield f"from {package}.models import {', '.join(sorted(models))}"


def _calls(names: Mapping[str, Endpoint | None]) -> Iterator[tuple[str, str]]:
    """What stands in the place of the names in braces."""
    for name, endpoint in names.items():
        is_typed = endpoint is not None and endpoint.is_typed
        yield name, f"{name}_item.{'sync' if is_typed else 'sync_detailed'}"
    create = names["create"]
    yield "NewItem", create.body if create else ""
    for answer, name in (("found", "read"), ("books", "list")):
        endpoint = names[name]
        yield answer, answer if endpoint and endpoint.is_typed else f"{answer}.parsed"
