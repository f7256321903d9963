"""Typed clients as text: a row for each use, a column for each application, and sentences."""

from collections.abc import Iterator

from loadgen.contract.typed_client.caller import TYPES, USES
from loadgen.contract.typed_client.client_check import ClientCheck, Result
from loadgen.contract.typed_client.client_run import ClientChecks
from loadgen.model.number_format import NO_VALUE

RESULTS: dict[Result, str] = {
    "found": "found",
    "missed": "not found",
    "accepted": "accepted",
    "refused": "refused",
    "absent": "cannot be written",
}
CLIENT_LEGEND = (
    "A client is generated from each document by openapi-python-client, and a small program uses "
    "it, right and wrong, a line each. Of a mistake: whether mypy finds it before anything runs; "
    "of a right line: whether it accepts it. Types are those that an editor shows."
)
_WORDS = 3
"""Lines of what the generator says that are in a sentence: it repeats what it cannot read."""
_MISTAKES = sum(each.is_mistake for each in USES)


def with_client(clients: ClientChecks) -> list[ClientCheck]:
    """The checks of which there is a client."""
    return [each for each in clients.values() if each.uses]


def client_headers(clients: ClientChecks) -> tuple[str, ...]:
    """Of the table of ``client_rows``: the keys of the applications that have a client."""
    return ("", *(each.variant.key for each in with_client(clients)))


def client_rows(clients: ClientChecks) -> Iterator[tuple[str, ...]]:
    """A row for each use: what it does, and what came of it with each client; then the types."""
    checks = with_client(clients)
    columns = [[RESULTS[use.result] for use in each.uses] for each in checks]
    for use, *results in zip(USES, *columns, strict=True):
        yield (use.title, *results)
    for asked in TYPES:
        yield (asked.title, *(each.types.get(asked.key, NO_VALUE) for each in checks))


def client_sentences(clients: ClientChecks) -> Iterator[str]:
    """One of each application."""
    for each in clients.values():
        yield _sentence(each)


def _sentence(check: ClientCheck) -> str:
    name = check.variant.title
    if check.failure:
        words = f" It says: {_cut(check)}" if check.words else ""
        return f"{name}: {check.failure}{words}"
    found, refused = check.count("found"), check.count("refused")
    sentence = f"{name}: mypy finds {found} of {_MISTAKES} mistakes"
    if absent := check.count("absent"):
        lines = "line" if absent == 1 else "lines"
        sentence += f", {absent} {lines} cannot be written"
    sentence += f", and it refuses {refused} of {len(USES) - _MISTAKES} right lines"
    if check.own_errors:
        sentence += f"; in the generated code itself it finds {len(check.own_errors)}"
    warned = f" The generator warns: {_cut(check)}" if check.words else ""
    return f"{sentence}.{warned}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _cut(check: ClientCheck) -> str:
    more = ["…"] if len(check.words) > _WORDS else []
    return " · ".join([*check.words[:_WORDS], *more])


def client_markdown(clients: ClientChecks) -> Iterator[str]:
    """The lines of a section; none where no client was generated."""
    if not clients:
        return
    titles = client_headers(clients)
    yield from ("", "## Typed clients", "", CLIENT_LEGEND, "")
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    for row in client_rows(clients):
        yield f"| {' | '.join(map(_escaped, row))} |"
    yield ""
    for sentence in client_sentences(clients):
        yield f"- {_escaped(sentence)}"
    for each in with_client(clients):
        yield from ("", f"{each.variant.title}:", "", "```python")
        yield from each.caller.splitlines()
        yield "```"
