"""The code of one step as a diff: the route's module in the Flask app against that in FastAPI."""

from collections.abc import Collection
from difflib import unified_diff
from importlib.resources import files

from servers.catalog.migration_stages import FLASK_ALONE, MOUNTED, moved_routes, route_module

_APP = "servers.apps.migration"


def step_diff(stage: int, open_traps: Collection[str] = ()) -> str:
    """A unified diff; of a stage that moves no route, the module that puts the app together."""
    if stage == FLASK_ALONE:
        return ""
    if stage == MOUNTED or moved_routes(stage) == moved_routes(stage - 1):
        return _diff("", "mixed_app.py")
    route = moved_routes(stage)[-1].key
    after = route_module(route, open_traps).replace(".", "/")
    return _diff(f"before/{route}.py", f"{after}.py")


def _diff(before: str, after: str) -> str:
    old, new = (_source(each).splitlines(keepends=True) for each in (before, after))
    return "".join(unified_diff(old, new, before or "/dev/null", after))


def _source(name: str) -> str:
    return files(_APP).joinpath(name).read_text("utf-8") if name else ""
