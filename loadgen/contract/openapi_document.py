"""What an OpenAPI document says about one operation: Swagger 2.0, OpenAPI 3.0 and 3.1.

A body is judged by JSON Schema as the version prescribes: Draft 4 up to 3.0, where 5.0 is no
integer, and 2020-12 from 3.1 on, where it is.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft4Validator, Draft202012Validator
from jsonschema.exceptions import SchemaError
from jsonschema.protocols import Validator

from loadgen.contract.bodies import JSON, Body
from loadgen.contract.resolved_schema import resolve_schema
from servers.catalog.contract_applications import Operation

_ROOTS = ("components", "definitions", "responses", "parameters")
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class DocumentError(Exception):
    """A document that cannot be read, or lacks the operation: one sentence."""


@dataclass(frozen=True, slots=True)
class DocumentedOperation:
    """``version`` is the document's: "3.1.0". ``validators`` are by media type.

    ``parameters`` are schemas by place and name: ("query", "limit"); ``required`` are those that
    have to be there. ``answers`` are the schemas by the keys of its responses ("200", "4XX",
    "default"), None where there is none. ``root`` has what references of schemas are found in.
    """

    version: str
    validators: Mapping[str, Validator]
    requires_body: bool
    answers: Mapping[str, Any]
    root: Mapping[str, Any]
    parameters: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    required: frozenset[tuple[str, str]] = frozenset()

    def allows(self, body: Body) -> bool | None:
        """Whether the body is one that it describes; None where it says nothing of such a one."""
        return self.allows_content(body.content, body.content_type)

    def allows_content(self, content: bytes, content_type: str) -> bool | None:
        """The same, of a body with that type; "" where it has none."""
        if not content:
            return not self.requires_body
        if not content_type:
            return None
        validator = self.validators.get(content_type)
        if validator is None:
            return False
        try:
            return validator.is_valid(json.loads(content))
        except ValueError:
            return False

    def documents(self, status: int) -> bool:
        """Whether that status is named, or covered by a range or the default."""
        return not self.answers.keys().isdisjoint({f"{status}", f"{status // 100}XX", "default"})


def read_operation(text: bytes, asked: Operation) -> DocumentedOperation:
    """Raises DocumentError."""
    try:
        document = json.loads(text)
        operation = document["paths"][asked.path][asked.method.lower()]
        version = str(document.get("openapi") or document["swagger"])
        if version.startswith("2."):
            schemas, required = _swagger_body(document, operation)
        else:
            schemas, required = _openapi_body(operation)
        # References such as #/components/schemas/NewQuote are found in the root of each schema.
        root = {name: document[name] for name in _ROOTS if name in document}
        validators = dict(_validators(root, version, schemas))
        parameters = list(_parameters(document, asked, root))
        answers = {
            str(status): _answer_schema(response, root)
            for status, response in operation["responses"].items()
        }
    except ValueError as error:
        raise DocumentError(f"The document is no JSON: {error}.") from None
    except SchemaError as error:
        raise DocumentError(f"A schema of the document is invalid: {error.message}.") from None
    except (KeyError, TypeError, AttributeError) as error:
        what = f"it lacks {error}" if isinstance(error, KeyError) else f"{error}"
        where = " ".join(asked)
        raise DocumentError(f"The document does not describe {where}: {what}.") from None
    schemas_of_parameters = {place: schema for place, schema, _ in parameters}
    needed = frozenset(place for place, _, is_required in parameters if is_required)
    return DocumentedOperation(
        version, validators, required, answers, root, schemas_of_parameters, needed
    )


def list_operations(text: bytes) -> list[Operation]:
    """All that the document describes, in its order; raises DocumentError."""
    try:
        paths = json.loads(text)["paths"]
        return [
            Operation(method.upper(), path)
            for path, operations in paths.items()
            for method in operations
            if method in _METHODS
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DocumentError("The document has no paths that can be read.") from None


def _parameters(
    document: dict[str, Any], asked: Operation, root: dict[str, Any]
) -> Iterator[tuple[tuple[str, str], Any, bool]]:
    """Place, schema, and whether it has to be there, of each parameter that is no body."""
    path = document["paths"][asked.path]
    own = path[asked.method.lower()].get("parameters", [])
    for each in (*path.get("parameters", []), *own):
        found = resolve_schema(each, root)
        if found["in"] not in ("body", "formData"):
            place = found["in"], found["name"]
            yield place, found.get("schema", found), bool(found.get("required"))


def _swagger_body(
    document: dict[str, Any], operation: dict[str, Any]
) -> tuple[dict[str, Any], bool]:
    """Schemas by media type, and whether there has to be a body."""
    types = operation.get("consumes") or document.get("consumes") or [JSON]
    bodies = [each for each in operation.get("parameters", []) if each.get("in") == "body"]
    schemas = {kind: each["schema"] for each in bodies for kind in types}
    return schemas, any(each.get("required") for each in bodies)


def _openapi_body(operation: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    body = operation.get("requestBody", {})
    schemas = {kind: each.get("schema", {}) for kind, each in body.get("content", {}).items()}
    return schemas, bool(body.get("required"))


def _answer_schema(response: dict[str, Any], root: dict[str, Any]) -> Any:
    """The schema of an answer, as JSON where there are several; None where there is none."""
    reference = response.get("$ref", "")
    if reference:  # to #/components/responses or, in 2.0, to #/responses
        *_, folder, name = reference.split("/")
        response = root.get("components", root)[folder][name]
    content = response.get("content", {})
    return content.get(JSON, {}).get("schema") if content else response.get("schema")


def _validators(
    root: dict[str, Any], version: str, schemas: dict[str, Any]
) -> Iterator[tuple[str, Validator]]:
    for kind, schema in schemas.items():
        found = schema_validator(schema, root, version)
        whole = found.schema
        assert isinstance(whole, dict)
        found.check_schema(whole)
        yield kind, found


def schema_validator(schema: Any, root: Mapping[str, Any], version: str) -> Validator:
    """Judges by a schema of a document of that version, whose references are found in ``root``."""
    whole: dict[str, Any] = {"allOf": [schema], **root}
    if version >= "3.1":
        return Draft202012Validator(whole)
    return Draft4Validator(_with_nulls(whole))


def _with_nulls(schema: Any) -> Any:
    """The schema with ``nullable: true``, OpenAPI 3.0's own word, in those of JSON Schema."""
    if isinstance(schema, list):
        return [_with_nulls(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {name: _with_nulls(each) for name, each in schema.items() if name != "nullable"}
    return {"anyOf": [rest, {"type": "null"}]} if schema.get("nullable") is True else rest
