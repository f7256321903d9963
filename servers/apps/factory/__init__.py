"""Applications made of scenario modules: ``flask`` and ``fastapi`` each know their framework only.

A scenario module of a Flask app has a ``blueprint``, one of a FastAPI app a ``router``. Modules are
imported when the app is made: one that is not wanted costs no memory.
"""

from collections.abc import Collection
from importlib import import_module
from types import ModuleType


def scenario_modules(package: str, names: Collection[str]) -> list[ModuleType]:
    """Import these modules of the app's package, in this order."""
    return [import_module(f"{package}.{name}") for name in names]
