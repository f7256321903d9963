"""Objects that a catalogue names without importing them: ``package.module:name``."""

import importlib
from typing import Any


def import_object(reference: str) -> Any:
    """Import the module of ``package.module:name``, and return what it calls ``name``."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
