"""Schemas of a document with their references followed."""

from collections.abc import Mapping
from typing import Any

DEEPEST = 4
"""References one after the other that are followed; a schema may refer to itself."""


def resolve_schema(schema: Any, root: Mapping[str, Any]) -> Any:
    """What a reference of this document means; a schema around a single other one is that one."""
    for _ in range(DEEPEST):
        if not isinstance(schema, dict):
            break
        if isinstance(reference := schema.get("$ref"), str):
            schema = _target(reference, root)
        elif len(schema.get("allOf", ())) == 1:
            schema = schema["allOf"][0]
        else:
            break
    return schema


def _target(reference: str, root: Mapping[str, Any]) -> Any:
    found: Any = root
    for name in reference.removeprefix("#/").split("/"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
