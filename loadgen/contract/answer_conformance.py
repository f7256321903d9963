"""Document against behaviour: what an answer has that the document does not say.

Kinds have the names of schemathesis's checks, and a test holds four of them against the real ones,
in the same answers. They are not called here: its checks of what is sent judge only requests that
schemathesis has generated itself, and it would bring its test runner to every user.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loadgen.contract.openapi_document import (
    DocumentedOperation,
    DocumentError,
    list_operations,
    read_operation,
    schema_validator,
)
from loadgen.contract.probes import Probe, ProbeAnswer
from servers.catalog.contract_applications import Operation

NOT_DOCUMENTED = "undocumented_operation"
"""The one kind that schemathesis has no check for: it asks for documented operations only."""
_FREE = (401, 403, 404, 409)
"""Statuses by which a valid request may be refused, as schemathesis sees it."""


@dataclass(frozen=True, slots=True)
class Nonconformance:
    """``what`` is the status, or what of the body is wrong."""

    kind: str
    probe: str
    what: str


def check_conformance(
    document: bytes, probes: Sequence[Probe], answers: Sequence[ProbeAnswer]
) -> list[Nonconformance]:
    """All that the answers have; raises DocumentError where the document cannot be read."""
    operations = _read(document)
    return [
        Nonconformance(kind, probe.title, what)
        for probe, answer in zip(probes, answers, strict=True)
        for kind, what in _check(operations.get(probe.operation), probe, answer)
    ]


def _read(document: bytes) -> Mapping[Operation, DocumentedOperation]:
    found = {}
    for asked in list_operations(document):
        try:
            found[asked] = read_operation(document, asked)
        except DocumentError:
            continue  # as one that is not documented
    return found


def _check(
    operation: DocumentedOperation | None, probe: Probe, answer: ProbeAnswer
) -> Iterator[tuple[str, str]]:
    status = answer.status
    if status is None:
        return
    if status >= 500:
        yield "not_a_server_error", f"{status}"
        if operation and not operation.documents(status):
            yield "status_code_conformance", f"{status}"
        return
    if operation is None:
        if status < 300:
            yield NOT_DOCUMENTED, f"{status}"
        return
    if not operation.documents(status):
        yield "status_code_conformance", f"{status}"
    else:
        yield from _check_body(operation, answer)
    allowed = _allows(operation, probe)
    if status < 300 and allowed is False:
        yield "negative_data_rejection", f"{status}"
    if status >= 400 and allowed and status not in _FREE:
        yield "positive_data_acceptance", f"{status}"


def _check_body(operation: DocumentedOperation, answer: ProbeAnswer) -> Iterator[tuple[str, str]]:
    keys = (f"{answer.status}", f"{(answer.status or 0) // 100}XX", "default")
    schema = next((operation.answers[key] for key in keys if operation.answers.get(key)), None)
    if schema is None:
        return
    try:
        found = json.loads(answer.text)
    except ValueError:
        yield "content_type_conformance", answer.content_type or "no content type"
        return
    validator = schema_validator(schema, operation.root, operation.version)
    for error in validator.iter_errors(found):
        place = "".join(f"[{each}]" for each in error.absolute_path)
        yield "response_schema_conformance", f"{place} {error.message}".strip()
        return  # one is enough to say that it does not conform


def _allows(operation: DocumentedOperation, probe: Probe) -> bool | None:
    """Whether the document allows the request; None where it says nothing of such a one."""
    if not operation.required <= probe.parameters.keys():
        return False
    verdicts: list[bool | None] = [
        _allows_value(operation, operation.parameters[place], text)
        for place, text in probe.parameters.items()
        if place in operation.parameters
    ]
    if operation.validators or probe.content:
        verdicts.append(operation.allows_content(probe.content, probe.content_type))
    if False in verdicts:
        return False
    unknown = probe.parameters.keys() - operation.parameters.keys()
    return None if unknown or None in verdicts else True


def _allows_value(operation: DocumentedOperation, schema: Any, text: str) -> bool:
    """A text of a target is what it says, or the number or truth value that it spells."""
    validator = schema_validator(schema, operation.root, operation.version)
    return any(validator.is_valid(value) for value in (text, _spelt(text)))


def _spelt(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
