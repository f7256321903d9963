"""Public methods are documented, but for those that override a documented one."""

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Modules that only run inside a process that was prepared for them.
NOT_IMPORTED = {
    "servers.hosts.gevent_patch": "patches the process that imports it",
    "servers.hosts.gevent_server": "needs the patch of gevent",
}


def module_names(package: str) -> list[str]:
    """Dotted names of the package's modules; programs and the applications are left out."""
    names = (
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name not in ("__init__.py", "__main__.py")
    )
    return [n for n in names if not n.startswith("servers.apps.") and n not in NOT_IMPORTED]


def protocols(package: str) -> list[type]:
    modules = [importlib.import_module(name) for name in module_names(package)]
    kinds = [kind for module in modules for kind in vars(module).values() if inspect.isclass(kind)]
    return [kind for kind in kinds if getattr(kind, "_is_protocol", False)]


def is_promised(kind: type, method: str, promises: list[type]) -> bool:
    """Whether the class satisfies a protocol that documents the method.

    Protocols themselves are not looked at: theirs name the class that implements them.
    """
    return any(
        getattr(vars(protocol).get(method), "__doc__", None)
        and all(hasattr(kind, each) for each in vars(protocol) if not each.startswith("_"))
        for protocol in promises
    )


def undocumented(name: str, promises: list[type]) -> Iterator[str]:
    module = importlib.import_module(name)
    for kind in vars(module).values():
        if not inspect.isclass(kind) or kind.__module__ != name:
            continue
        if getattr(kind, "_is_protocol", False) or kind.__name__.startswith("_"):
            continue
        for method, member in vars(kind).items():
            function = getattr(member, "fget", None) or getattr(member, "__func__", member)
            if method.startswith("_") or not inspect.isfunction(function) or function.__doc__:
                continue
            overrides = any(method in vars(base) for base in kind.__mro__[1:])
            if not overrides and not is_promised(kind, method, promises):
                yield f"{name}:{function.__code__.co_firstlineno} {kind.__qualname__}.{method}"


@pytest.mark.slow
@pytest.mark.parametrize("package", ["servers", "loadgen", "gui"])
def test_methods_that_override_nothing_have_a_docstring(package: str) -> None:
    promises = protocols(package)
    names = module_names(package)
    missing = [each for name in names for each in undocumented(name, promises)]
    assert not missing, "\n".join(missing)
