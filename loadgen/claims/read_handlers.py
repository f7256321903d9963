"""Read handlers as source: which use Flask's names, and which declare statuses by hand."""

import ast
from collections.abc import Iterator
from functools import cache

from loadgen.claims.evidence import SourceEvidence
from loadgen.migration.unchanged_handlers import flask_handlers
from servers.catalog.handler_source import source
from servers.catalog.scenarios import SCENARIOS
from servers.catalog.variants import variant

_METHODS = ("get", "post", "put", "patch", "delete", "route")
Handler = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def source_evidence() -> SourceEvidence:
    """Read the handlers of all scenarios, as the servers run them by default."""
    tied = [each.uses_flask for each in flask_handlers()]
    by_hand = [each for text in _fastapi_sources() for each in declares_by_hand(text)]
    return SourceEvidence(len(tied), sum(tied), len(by_hand), sum(by_hand))


def declares_by_hand(text: str) -> list[bool]:
    """Of each handler, whether its route or its router has ``responses=``."""
    tree = ast.parse(text)
    routers = [
        each.value
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)
    ]
    return [
        any(
            word.arg == "responses" for call in (*_routes(each), *routers) for word in call.keywords
        )
        for each in _handlers(tree)
    ]


def _fastapi_sources() -> Iterator[str]:
    fastapi = variant("fastapi")
    for scenario in SCENARIOS:
        path = source(fastapi, scenario.key) if scenario.key != "mixed" else None
        if path is not None:
            yield path.read_text("utf-8")


def _handlers(tree: ast.Module) -> Iterator[Handler]:
    """The functions that are decorated as routes."""
    for each in tree.body:
        if isinstance(each, Handler) and _routes(each):
            yield each


def _routes(function: Handler) -> list[ast.Call]:
    return [
        each
        for each in function.decorator_list
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in _METHODS
    ]
