"""What documents of several versions say about the same operations, in the same words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loadgen.contract.bodies import JSON
from loadgen.contract.matrix import Matrix
from loadgen.contract.openapi_document import DocumentedOperation
from loadgen.contract.resolved_schema import DEEPEST, resolve_schema
from servers.catalog.contract_applications import Operation


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """``said`` is by the key of the application; ``silent`` are those that say nothing of it."""

    operation: Operation
    name: str
    said: Mapping[str, str]
    silent: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether not all documents say the same."""
        return bool(self.silent) or len(set(self.said.values())) > 1


def compare_documents(matrix: Matrix) -> list[DocumentFact]:
    """All facts of the documents that can be read, those in which they differ first."""
    found: dict[tuple[Operation, str], dict[str, str]] = {}
    documented = [each for each in matrix.columns if each.operations]
    for application in documented:
        for asked, operation in application.operations.items():
            for name, text in operation_facts(operation):
                found.setdefault((asked, name), {})[application.variant.key] = text
    keys = [each.variant.key for each in documented]
    facts = [
        DocumentFact(*place, said, tuple(key for key in keys if key not in said))
        for place, said in found.items()
    ]
    return sorted(facts, key=lambda fact: not fact.differs)


def operation_facts(operation: DocumentedOperation) -> Iterator[tuple[str, str]]:
    """Names and texts: the body, its fields, and the answers."""
    for (where, name), schema in sorted(operation.parameters.items()):
        needed = "required" if (where, name) in operation.required else "optional"
        yield f"{where} parameter {name}", f"{describe_schema(schema, operation.root)}, {needed}"
    if operation.validators or operation.requires_body:
        yield "body", "required" if operation.requires_body else "optional"
        yield "media types", ", ".join(sorted(operation.validators)) or "none"
    if JSON in operation.validators:
        root = operation.validators[JSON].schema
        assert isinstance(root, Mapping)  # made by ``read_operation``
        yield from _body_facts(resolve_schema(root["allOf"][0], root), root)
    for status, schema in sorted(operation.answers.items()):
        text = "no schema" if schema is None else describe_schema(schema, operation.root)
        yield f"answer {status}", text


def describe_schema(schema: Any, root: Mapping[str, Any], depth: int = 0) -> str:
    """``integer, 1 to 100``, ``string or null``, ``object: detail``; references are followed."""
    found = resolve_schema(schema, root)
    if depth > DEEPEST or not isinstance(found, dict):
        return "anything"
    for word in ("anyOf", "oneOf"):
        if word in found:
            parts = [describe_schema(each, root, depth + 1) for each in found[word]]
            return (", or " if any("," in each for each in parts) else " or ").join(parts)
    types = found.get("type", "object" if "properties" in found else "anything")
    kind = " or ".join(types) if isinstance(types, list) else str(types)
    if "enum" in found:
        return f"one of {', '.join(map(str, found['enum']))}"
    if kind == "object" and found.get("properties"):
        return f"object: {', '.join(sorted(found['properties']))}"
    if kind == "array" and found.get("items"):
        return f"array of {describe_schema(found['items'], root, depth + 1)}"
    return ", ".join([kind, *_bounds(found)])


def _body_facts(schema: dict[str, Any], root: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    forbidden = schema.get("additionalProperties") is False
    yield "unknown fields", "forbidden" if forbidden else "allowed"
    required = schema.get("required", [])
    for name, field in sorted(schema.get("properties", {}).items()):
        text = describe_schema(field, root)
        yield f"field {name}", f"{text}, required" if name in required else text


def _bounds(schema: dict[str, Any]) -> Iterator[str]:
    """``1 to 100``, ``at least 0``, ``length 1 to 40``."""
    for least, most, what in (
        ("minimum", "maximum", ""),
        ("minLength", "maxLength", "length "),
        ("minItems", "maxItems", "items "),
    ):
        low, high = schema.get(least), schema.get(most)
        if low is not None and high is not None:
            yield f"{what}{_number(low)} to {_number(high)}"
        elif low is not None:
            yield f"{what}at least {_number(low)}"
        elif high is not None:
            yield f"{what}at most {_number(high)}"


def _number(value: float) -> str:
    """``1,048,576``, also where the document has it with a point."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
