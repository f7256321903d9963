"""What a document says, without its version's way of saying it: operations, values, answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loadgen.contract.bodies import JSON
from loadgen.contract.openapi_document import (
    DocumentedOperation,
    DocumentError,
    list_operations,
    read_operation,
)
from loadgen.contract.resolved_schema import DEEPEST, resolve_schema
from servers.catalog.contract_applications import Operation

BOUNDS = {
    "minimum": "min",
    "maximum": "max",
    "minLength": "min-length",
    "maxLength": "max-length",
    "minItems": "min-items",
    "maxItems": "max-items",
}
"""Words of JSON Schema, and how oasdiff calls them."""


@dataclass(frozen=True, slots=True)
class DescribedValue:
    """A parameter or a property. ``bounds`` are by the words of JSON Schema."""

    types: tuple[str, ...]
    is_required: bool
    bounds: Mapping[str, float]
    choices: tuple[str, ...]


Values = Mapping[str, DescribedValue]
"""By name; those inside others by their path: ``lines[].sku``."""


@dataclass(frozen=True, slots=True)
class DescribedOperation:
    """``parameters`` are by place and name, ``answers`` the properties by status."""

    parameters: Mapping[tuple[str, str], DescribedValue]
    body: Values
    media_types: tuple[str, ...]
    requires_body: bool
    answers: Mapping[str, Values]


def describe_api(text: bytes) -> dict[Operation, DescribedOperation]:
    """All operations of a document that can be read; raises DocumentError where none can."""
    found: dict[Operation, DescribedOperation] = {}
    for asked in list_operations(text):
        try:
            found[asked] = describe_operation(read_operation(text, asked))
        except DocumentError:
            continue  # its neighbours are described all the same
    return found


def describe_operation(operation: DocumentedOperation) -> DescribedOperation:
    """The operation in the words of this module."""
    root = operation.root
    parameters = {
        place: _value(resolve_schema(schema, root), root, required=place in operation.required)
        for place, schema in operation.parameters.items()
    }
    kinds = tuple(sorted(operation.validators))
    schema: Any = None
    if kinds:
        whole = operation.validators[JSON if JSON in kinds else kinds[0]].schema
        assert isinstance(whole, Mapping)  # made by ``read_operation``
        schema = whole["allOf"][0]
    answers = {status: dict(_values(answer, root)) for status, answer in operation.answers.items()}
    return DescribedOperation(
        parameters, dict(_values(schema, root)), kinds, operation.requires_body, answers
    )


def _values(
    schema: Any, root: Mapping[str, Any], path: str = "", depth: int = 0
) -> Iterator[tuple[str, DescribedValue]]:
    found = resolve_schema(schema, root)
    if depth > DEEPEST or not isinstance(found, dict):
        return
    if "items" in found:
        yield from _values(found["items"], root, f"{path}[]", depth + 1)
    for name, inner in found.get("properties", {}).items():
        place = f"{path}.{name}" if path else name
        required = name in found.get("required", ())
        yield place, _value(resolve_schema(inner, root), root, required=required)
        yield from _values(inner, root, place, depth + 1)


def _value(schema: Any, root: Mapping[str, Any], *, required: bool) -> DescribedValue:
    parts = list(_alternatives(schema, root))
    types = {name for part in parts for name in _types(part)}
    bounds = {
        word: float(part[word])
        for part in parts
        for word in BOUNDS
        if isinstance(part.get(word), int | float)
    }
    choices = [f"{each}" for part in parts for each in part.get("enum", ())]
    return DescribedValue(tuple(sorted(types)), required, bounds, tuple(sorted(choices)))


def _alternatives(schema: Any, root: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema, or those of which a value may have any."""
    if not isinstance(schema, dict):
        return
    several = schema.get("anyOf") or schema.get("oneOf")
    for each in several or (schema,):
        found = resolve_schema(each, root)
        if isinstance(found, dict):
            yield found


def _types(schema: dict[str, Any]) -> tuple[str, ...]:
    found = schema.get("type", "object" if "properties" in schema else "any")
    names = tuple(found) if isinstance(found, list) else (str(found),)
    nullable = schema.get("nullable") is True
    return (*names, "null") if nullable else names
