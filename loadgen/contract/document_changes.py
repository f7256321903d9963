"""Document against document: what changed for a client, by the names of oasdiff's checks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from loadgen.contract.described_api import (
    BOUNDS,
    DescribedOperation,
    DescribedValue,
    Values,
    describe_api,
)
from servers.catalog.contract_applications import Operation

Severity = Literal["breaking", "warning", "info"]
_ORDER: tuple[Severity, ...] = ("breaking", "warning", "info")


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """``kind`` is oasdiff's: ``request-property-became-required``. ``what`` is what changed."""

    kind: str
    severity: Severity
    operation: Operation
    what: str


def document_changes(before: bytes, after: bytes) -> list[DocumentChange]:
    """All, the breaking ones first; raises DocumentError where a document cannot be read."""
    old, new = describe_api(before), describe_api(after)
    found = chain(
        _endpoints(old, new),
        *(_operation(each, old[each], new[each]) for each in old if each in new),
    )
    return sorted(found, key=lambda each: _ORDER.index(each.severity))


def _endpoints(old: Collection[Operation], new: Collection[Operation]) -> Iterator[DocumentChange]:
    paths = {each.path for each in new}
    for each in old:
        if each not in new:
            kind = "api-removed" if each.path in paths else "api-path-removed"
            yield DocumentChange(f"{kind}-without-deprecation", "breaking", each, each.path)
    for each in new:
        if each not in old:
            yield DocumentChange("endpoint-added", "info", each, each.path)


def _operation(
    asked: Operation, old: DescribedOperation, new: DescribedOperation
) -> Iterator[DocumentChange]:
    for kind, severity, what in chain(
        _request(old, new), _parameters(old, new), _answers(old, new)
    ):
        yield DocumentChange(kind, severity, asked, what)


Change = tuple[str, Severity, str]


def _parameters(old: DescribedOperation, new: DescribedOperation) -> Iterator[Change]:
    before, after = _named(old), _named(new)
    for name in before.keys() - after.keys():
        yield "request-parameter-removed", "warning", name
    for name in after.keys() - before.keys():
        is_required = after[name].is_required
        kind = "required" if is_required else "optional"
        yield f"new-{kind}-request-parameter", "breaking" if is_required else "info", name
    for name in before.keys() & after.keys():
        yield from _taken("request-parameter", name, before[name], after[name])


def _named(operation: DescribedOperation) -> dict[str, DescribedValue]:
    return {f"{name} in {where}": value for (where, name), value in operation.parameters.items()}


def _request(old: DescribedOperation, new: DescribedOperation) -> Iterator[Change]:
    if new.media_types and old.requires_body != new.requires_body:
        now = "required" if new.requires_body else "optional"
        yield f"request-body-became-{now}", "breaking" if new.requires_body else "info", "body"
    for kind in sorted({*old.media_types} - {*new.media_types}):
        yield "request-body-media-type-removed", "breaking", kind
    for kind in sorted({*new.media_types} - {*old.media_types}):
        yield "request-body-media-type-added", "info", kind
    before, after = old.body, new.body
    for name in before.keys() - after.keys():
        yield "request-property-removed", "warning", name
    for name in after.keys() - before.keys():
        is_required = after[name].is_required
        kind = "required" if is_required else "optional"
        yield f"new-{kind}-request-property", "breaking" if is_required else "info", name
    for name in before.keys() & after.keys():
        yield from _taken("request-property", name, before[name], after[name])


def _taken(what: str, name: str, old: DescribedValue, new: DescribedValue) -> Iterator[Change]:
    """Of a value that a client sends: what is narrower than before breaks it."""
    if old.is_required != new.is_required:
        now = "required" if new.is_required else "optional"
        yield f"{what}-became-{now}", "breaking" if new.is_required else "info", name
    if old.types != new.types:
        widened = {*old.types} < {*new.types}
        kind = "type-generalized" if widened else "type-changed"
        yield f"{what}-{kind}", "info" if widened else "breaking", name
    for word, bound in BOUNDS.items():
        low, high = old.bounds.get(word), new.bounds.get(word)
        if low == high or high is None:
            continue
        if low is None:
            yield f"{what}-{bound}-set", "breaking", name
            continue
        grew = high > low
        narrower = grew == word.startswith("min")
        change = "increased" if grew else "decreased"
        yield f"{what}-{bound}-{change}", "breaking" if narrower else "info", name
    if new.choices and not old.choices:
        yield f"{what}-became-enum", "breaking", name
    elif old.choices and new.choices:
        for each in sorted({*old.choices} - {*new.choices}):
            yield f"{what}-enum-value-removed", "breaking", f"{name} {each}"
        for each in sorted({*new.choices} - {*old.choices}):
            yield f"{what}-enum-value-added", "info", f"{name} {each}"


def _answers(old: DescribedOperation, new: DescribedOperation) -> Iterator[Change]:
    for status in old.answers.keys() - new.answers.keys():
        success = _is_success(status)
        kind = "success" if success else "non-success"
        yield f"response-{kind}-status-removed", "breaking" if success else "info", status
    for status in new.answers.keys() - old.answers.keys():
        kind = "success" if _is_success(status) else "non-success"
        yield f"response-{kind}-status-added", "info", status
    for status in old.answers.keys() & new.answers.keys():
        yield from _answer(status, old.answers[status], new.answers[status])


def _answer(status: str, old: Values, new: Values) -> Iterator[Change]:
    """Of a value that a client reads: what may be missing or otherwise breaks it."""
    for name, value in _missing(old, new):
        kind = "required" if value.is_required else "optional"
        severity: Severity = "breaking" if value.is_required else "warning"
        yield f"response-{kind}-property-removed", severity, f"{name} of {status}"
    for name, value in _missing(new, old):
        kind = "required" if value.is_required else "optional"
        yield f"response-{kind}-property-added", "info", f"{name} of {status}"
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        if before.types != after.types:
            yield "response-property-type-changed", "breaking", f"{name} of {status}"
        if before.is_required != after.is_required:
            now = "required" if after.is_required else "optional"
            severity = "info" if after.is_required else "breaking"
            yield f"response-property-became-{now}", severity, f"{name} of {status}"


def _missing(
    old: Mapping[str, DescribedValue], new: Mapping[str, DescribedValue]
) -> Iterator[tuple[str, DescribedValue]]:
    return ((name, value) for name, value in sorted(old.items()) if name not in new)


def _is_success(status: str) -> bool:
    return status.startswith("2")
