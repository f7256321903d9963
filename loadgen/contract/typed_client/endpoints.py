"""Reads a generated client: the module of each operation, what it takes, and what it returns."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servers.catalog.contract_applications import Operation

_UNSET = "Unset"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``module`` is below the package: ``api.items.read_item``.

    ``is_typed`` tells whether it returns what it parsed, by ``sync``. ``body`` is the class of what
    it sends, ``answer`` that of what comes where all is well; both empty where there is none.
    """

    module: str
    is_typed: bool
    body: str = ""
    answer: str = ""


def read_endpoints(package: Path) -> dict[Operation, Endpoint]:
    """All of the package in that folder."""
    found = {}
    for file in sorted(package.glob("api/*/*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
        request = functions.get("_get_kwargs")
        if request is not None and (operation := _operation(request)):
            module = ".".join(file.relative_to(package).with_suffix("").parts)
            answer = _answer(functions["_parse_response"])
            found[operation] = Endpoint(module, "sync" in functions, _body(request), answer)
    return found


def _operation(request: ast.FunctionDef) -> Operation | None:
    """``POST /items`` of the dictionary with "method" and "url"."""
    for node in ast.walk(request):
        if not isinstance(node, ast.Dict):
            continue
        texts = dict(_texts(node))
        if texts.keys() >= {"method", "url"}:
            return Operation(texts["method"].upper(), texts["url"])
    return None


def _texts(node: ast.Dict) -> Iterator[tuple[str, str]]:
    """Keys and values that are texts, also those that are formatted."""
    for key, value in zip(node.keys, node.values, strict=True):
        match key, value:
            case ast.Constant(value=str() as name), ast.Constant(value=str() as text):
                yield name, text
            case ast.Constant(value=str() as name), ast.Call(
                func=ast.Attribute(value=ast.Constant(value=str() as text), attr="format")
            ):
                yield name, text


def _body(request: ast.FunctionDef) -> str:
    for argument in request.args.kwonlyargs:
        if argument.arg == "body" and argument.annotation is not None:
            names = (each for each in ast.walk(argument.annotation) if isinstance(each, ast.Name))
            return next((each.id for each in names if each.id != _UNSET), "")
    return ""


def _answer(parse: ast.FunctionDef) -> str:
    """The class that is made of the body of an answer by 200 or 201."""
    for branch in ast.walk(parse):
        match branch:
            case ast.If(test=ast.Compare(comparators=[ast.Constant(value=200 | 201)])):
                for node in ast.walk(branch):
                    match node:
                        case ast.Call(
                            func=ast.Attribute(value=ast.Name(id=name), attr="from_dict")
                        ):
                            return name
    return ""
