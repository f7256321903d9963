"""Which handlers of the Flask app run in FastAPI as they are, and what the others break on.

Read from the source of every scenario: a handler of which only the decorator changes has no context
of Flask's, and what it returns is no answer of Flask's any more.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servers.catalog.handler_source import source
from servers.catalog.scenarios import SCENARIOS
from servers.catalog.variants import variant

_NO_REQUEST = "RuntimeError, no request context: 500"
_NO_APP = "RuntimeError, no application context: 500"
_NO_ANSWER = "200 with JSON, whatever its status"
BREAKS: Mapping[str, str] = {
    "request": _NO_REQUEST,
    "session": _NO_REQUEST,
    "g": _NO_APP,
    "current_app": _NO_APP,
    "jsonify": _NO_APP,
    "url_for": _NO_APP,
    "render_template": _NO_APP,
    "abort": "an exception that FastAPI does not know: 500",
    "redirect": _NO_ANSWER,
    "Response": _NO_ANSWER,
    "make_response": _NO_APP,
}
"""What happens in a view that FastAPI calls, by the name of ``flask`` that it uses."""
STATUS_BESIDE = "({...}, 201)"
"""A status in a tuple beside the answer."""
_ROUTES = ("get", "post", "put", "patch", "delete", "route")
HANDLER_HEADERS = ("Scenario", "Handler", "Moved by its decorator alone")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class FlaskHandler:
    """``uses`` are the names on which it breaks, in the order of the code; none runs as it is."""

    scenario: str
    name: str
    uses: tuple[str, ...]

    @property
    def uses_flask(self) -> bool:
        """Whether its body, not its signature, uses a name imported from ``flask``."""
        return any(each != STATUS_BESIDE for each in self.uses)

    @property
    def breakages(self) -> tuple[str, ...]:
        """``runs unchanged``, or each name and what comes of it."""
        found = (f"{each}: {BREAKS.get(each, _NO_ANSWER)}" for each in self.uses)
        return tuple(found) or ("runs unchanged",)

    @property
    def breaks_on(self) -> str:
        """All of that in one line."""
        return "; ".join(self.breakages)


def flask_handlers() -> Iterator[FlaskHandler]:
    """The handlers of all scenarios, as the Flask server runs them by default."""
    flask = variant("flask")
    for each in SCENARIOS:
        path = source(flask, each.key) if each.key != "mixed" else None
        if path is not None:
            for name, uses in read_handlers(path.read_text("utf-8")):
                yield FlaskHandler(each.title, name, uses)


def handler_rows() -> Iterator[tuple[str, ...]]:
    """A row for each handler."""
    for each in flask_handlers():
        yield (each.scenario, each.name, each.breaks_on)


def handlers_sentence() -> str:
    """How many run as they are."""
    found = list(flask_handlers())
    whole = sum(not each.uses for each in found)
    return f"{whole} of {len(found)} handlers of the scenarios run unchanged in FastAPI."


def read_handlers(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name of each function that is decorated as a route, and what it breaks on."""
    tree = ast.parse(text)
    imported = {
        alias.asname or alias.name
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom) and each.module == "flask"
        for alias in each.names
    }
    for each in tree.body:
        if isinstance(each, _Function) and any(map(_is_route, each.decorator_list)):
            yield each.name, tuple(dict.fromkeys(_uses(each, imported)))


def _uses(function: _Function, imported: set[str]) -> Iterator[str]:
    for part in function.body:
        for node in ast.walk(part):
            if isinstance(node, ast.Name) and node.id in imported:
                yield node.id
            elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                yield STATUS_BESIDE


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in _ROUTES
    )
