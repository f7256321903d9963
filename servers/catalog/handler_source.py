"""Where the code of a handler stands: found by path, without importing what would be measured."""

import ast
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from servers.catalog.scenarios import SCENARIOS, Scenario
from servers.catalog.server_variant import SHOP, ServerVariant

_ROOT = Path(__file__).resolve().parents[2]
_OURS = "servers"
_WEIGHT = "weight_"


def choices(scenario: Scenario, parameters: Mapping[str, int]) -> tuple[Scenario, ...]:
    """The scenarios whose handlers are under load.

    The scenario itself, or the parts of a mix, those that are asked for most at first.
    """
    weights = {each.key: parameters.get(f"{_WEIGHT}{each.key}", 0) for each in SCENARIOS}
    parts = [each for each in SCENARIOS if weights[each.key] > 0]
    mixed = any(each.key.startswith(_WEIGHT) for each in scenario.parameters)
    if not mixed or not parts:
        return (scenario,)
    return tuple(sorted(parts, key=lambda each: -weights[each.key]))


def source(
    variant: ServerVariant, scenario: str, settings: Mapping[str, int] | None = None
) -> Path | None:
    """The file with the handlers of a scenario, as a variant runs them with these settings.

    The settings are its defaults where there are none. None where it has no such file.
    """
    if not variant.serves(scenario):
        return None
    if scenario == SHOP:
        # Here, because it would count as memory of every server.
        from servers.catalog.migration import stage_module

        return _find_file(variant.package, stage_module(settings or {}))
    return _find_file(variant.package, variant.module(scenario, settings or {}))


def module_file(module: str) -> Path | None:
    """The file of a module of this project; None where there is no such file of ours."""
    if module.partition(".")[0] != _OURS:
        return None
    base = _ROOT.joinpath(*module.split("."))
    candidates = (base / "__init__.py", base.with_suffix(".py"))
    return next((each for each in candidates if each.is_file()), None)


def shown_path(path: Path) -> str:
    """As it stands in the project: ``servers/apps/flask/wait.py``."""
    return path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name


@lru_cache(maxsize=256)
def _find_file(package: str, scenario: str, seen: tuple[str, ...] = ()) -> Path | None:
    """In the package itself, or in those that it takes its modules from, the nearest first."""
    own = module_file(f"{package}.{scenario}")
    if own is not None:
        return _follow_import(own, scenario)
    file = module_file(package)
    if file is None or package in seen:
        return None
    for other in _imported_modules(file):
        found = _find_file(other, scenario, (*seen, package))
        if found is not None:
            return found
    return None


def _follow_import(file: Path, scenario: str) -> Path:
    """A module that has no handler of its own passes on that of another."""
    tree = ast.parse(file.read_text("utf-8"))
    if any(_is_function(node) for node in ast.walk(tree)):
        return file
    for module in _imported_modules(file):
        other = module_file(module)
        if module.rpartition(".")[2] == scenario and other is not None and other != file:
            return _follow_import(other, scenario)
    return file


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _imported_modules(file: Path) -> tuple[str, ...]:
    """The modules of ours that the file imports, in its order."""
    found: list[str] = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module=str() as module, level=0):
                found.append(module)
            case ast.Import(names=names):
                found += [each.name for each in names]
    return tuple(dict.fromkeys(each for each in found if module_file(each) is not None))
