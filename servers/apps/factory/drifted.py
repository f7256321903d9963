"""Puts an application's changed module in the place of the one on the disk."""

import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location

from servers.catalog.app_modules import ITEMS
from servers.catalog.drifts import DriftError, drifted_source
from servers.catalog.server_variant import ServerVariant

__all__ = ["DriftError", "install_drift"]


def install_drift(variant: ServerVariant, key: str) -> None:
    """Before the app is made: it then imports the changed module. Raises DriftError."""
    source = drifted_source(variant, key)
    name = f"{variant.package}.{ITEMS}"
    spec = spec_from_file_location(name, source.path)
    assert spec is not None
    module = module_from_spec(spec)
    package = import_module(variant.package)
    sys.modules[name] = module
    exec(compile(source.after, str(source.path), "exec"), module.__dict__)  # noqa: S102
    setattr(package, ITEMS, module)
