"""How much code an application needs for one scenario, counted from its files."""

import ast
from pathlib import Path

from servers.catalog.handler_source import source
from servers.catalog.server_variant import ServerVariant


def code_lines(variant: ServerVariant, scenario: str) -> int:
    """Lines of its handlers for the scenario, and of files that stand beside them by that name.

    Without blank lines, comments and docstrings; what creates the application is not among them.
    """
    module = source(variant, scenario)
    if module is None:
        return 0
    return sum(_count(each) for each in module.parent.glob(f"{module.stem}.*"))


def _count(path: Path) -> int:
    text = path.read_text("utf-8")
    described = _docstring_lines(text) if path.suffix == ".py" else set[int]()
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in described
        for number, line in enumerate(text.splitlines(), 1)
    )


def _docstring_lines(text: str) -> set[int]:
    found = set[int]()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                found.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found
