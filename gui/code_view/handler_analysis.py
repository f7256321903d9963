"""What matters in a module of handlers: where they stand, and which lines are of a kind."""

import ast
from dataclasses import dataclass
from typing import Literal

from servers.catalog.variants import VARIANTS

Kind = Literal["route", "async", "await", "blocks", "yields", "stalls", "checks"]

KINDS: dict[Kind, str] = {
    "route": "says which requests come here",
    "async": "runs on the event loop",
    "await": "waits, and the loop serves others meanwhile",
    "blocks": "waits, and its thread with it",
    "yields": "waits, and gevent runs other greenlets meanwhile",
    "stalls": "waits, and the whole event loop with it",
    "checks": "declares the data, or checks it",
}
"""What the marks in the margin mean, in the order in which they are explained."""

_METHODS = {"get", "post", "put", "patch", "delete", "route"}
_VALIDATIONS = [each.validation for each in VARIANTS]
_SCHEMAS = {name for each in _VALIDATIONS for name in each.schemas}
_CHECKERS = {name for each in _VALIDATIONS for name in each.declares}
_VALIDATES = {name for each in _VALIDATIONS for name in each.calls}
_BY_TYPE = {"fastapi"} | {
    name for each in _VALIDATIONS if each.typed_arguments for name in each.import_names[:1]
}
_BLOCKING = {"time.sleep", "pool.request"}


@dataclass(frozen=True, slots=True)
class Handler:
    """What answers requests: a function, or a class with a method for each of HTTP's.

    Lines count from 1, the last included; ``first`` is its uppermost decorator's, ``line`` that of
    ``def`` or ``class``.
    """

    name: str
    route: str
    first: int
    line: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """``kinds`` has the lines that are of one, or of several, the weightiest first.

    ``handlers`` are in the file's order. ``on_loop`` are the lines that run on an event loop that
    others need, too: Flask starts one for each request.
    """

    text: str
    tree: ast.Module
    lines: tuple[str, ...]
    handlers: tuple[Handler, ...]
    kinds: dict[int, tuple[Kind, ...]]
    on_loop: frozenset[int]


def read(text: str) -> Reading:
    """Raises SyntaxError where the text is no Python."""
    tree = ast.parse(text)
    is_flask = any(_imports(node, "flask") for node in ast.walk(tree))
    by_type = any(_imports(node, each) for each in _BY_TYPE for node in ast.walk(tree))
    on_loop = frozenset[int]() if is_flask else _in_async(tree)
    handlers, marks = [], set[tuple[int, Kind]]()
    for node in ast.walk(tree):
        found = _handler(node)
        if found:
            handlers.append(found)
            marks |= _of_handler(node, by_type)
        marks |= _marks(node, on_loop)
    kinds: dict[int, tuple[Kind, ...]] = {}
    for line, kind in sorted(marks, key=lambda mark: _WEIGHTIEST.index(mark[1])):
        kinds[line] = (*kinds.get(line, ()), kind)
    ordered = tuple(sorted(handlers, key=lambda each: each.first))
    return Reading(text, tree, tuple(text.splitlines()), ordered, kinds, on_loop)


_WEIGHTIEST: tuple[Kind, ...] = (
    "await",
    "stalls",
    "yields",
    "blocks",
    "async",
    "route",
    "checks",
)


def _in_async(tree: ast.Module) -> frozenset[int]:
    return frozenset(
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )


def _imports(node: ast.AST, package: str) -> bool:
    match node:
        case ast.ImportFrom(module=str() as module):
            return module.partition(".")[0] == package
        case ast.Import(names=names):
            return any(each.name.partition(".")[0] == package for each in names)
    return False


def _handler(node: ast.AST) -> Handler | None:
    """A function with a route, or a class of methods that has one."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return None
    route = next((told for each in node.decorator_list if (told := _route(each))), "")
    if not route:
        return None
    first = min(each.lineno for each in node.decorator_list)
    return Handler(node.name, route, first, node.lineno, node.end_lineno or node.lineno)


def _route(decorator: ast.expr) -> str:
    """``get /wait``, also of ``@app.route("/wait")``; "" where it is none."""
    match decorator:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(), attr=method),
            args=[ast.Constant(value=str() as path), *_],
        ) if method in _METHODS:
            return f"{method} {path}"
    return ""


def _of_handler(node: ast.AST, by_type: bool) -> set[tuple[int, Kind]]:
    """Its routes; and, where the types of arguments are checked, the arguments."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return set()
    marks: set[tuple[int, Kind]] = {
        (each.lineno, "route") for each in node.decorator_list if _route(each)
    }
    if by_type and not isinstance(node, ast.ClassDef):
        marks |= {(each.lineno, "checks") for each in node.args.args if each.annotation}
    return marks


def _marks(node: ast.AST, on_loop: frozenset[int]) -> set[tuple[int, Kind]]:
    match node:
        case ast.AsyncFunctionDef() if node.lineno in on_loop:
            return {(node.lineno, "async")}
        case ast.Await() | ast.AsyncWith() | ast.AsyncFor():
            return {(node.lineno, "await" if node.lineno in on_loop else "blocks")}
        case ast.Call():
            return _of_call(node, on_loop)
        case ast.ClassDef(bases=bases) if any(_last_name(each) in _SCHEMAS for each in bases):
            fields = [each for each in node.body if isinstance(each, ast.Assign | ast.AnnAssign)]
            return {(each.lineno, "checks") for each in (node, *fields)}
    return set()


def _of_call(node: ast.Call, on_loop: frozenset[int]) -> set[tuple[int, Kind]]:
    if ast.unparse(node.func) in _BLOCKING:
        return {(node.lineno, "stalls" if node.lineno in on_loop else "blocks")}
    name = _last_name(node.func)
    if name in _CHECKERS or (isinstance(node.func, ast.Attribute) and name in _VALIDATES):
        return {(node.lineno, "checks")}
    return set()


def _last_name(node: ast.expr) -> str:
    """``Schema`` of ``marshmallow.Schema``."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
