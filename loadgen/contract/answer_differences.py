"""Behaviour against behaviour: in what two servers' answers differ, noise taken out.

Each server is asked twice. What differs between two answers of one server is its noise: it says
nothing about the other one.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from loadgen.contract.probes import Probe, ProbeAnswer

Step = str | int
Difference = tuple[str, tuple[Step, ...]]
"""A kind, and where in the body it is."""


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """``path`` are the steps to the place in the body; none where it is not about the body."""

    kind: str
    probe: str
    path: tuple[Step, ...] = ()

    @property
    def place(self) -> str:
        """``body[].price``: the elements of a list are one place."""
        steps = ("[]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).removeprefix(".")


def answer_differences(
    probes: Sequence[Probe],
    before: tuple[Sequence[ProbeAnswer], Sequence[ProbeAnswer]],
    after: tuple[Sequence[ProbeAnswer], Sequence[ProbeAnswer]],
) -> list[AnswerDifference]:
    """Those of the first answers that neither server has between its own two."""
    found = []
    answers = zip(probes, *before, *after, strict=True)
    for probe, first, again, changed, changed_again in answers:
        noisy = {path for _, path in (*_compare(first, again), *_compare(changed, changed_again))}
        found += [
            AnswerDifference(kind, probe.title, path)
            for kind, path in _compare(first, changed)
            if not any(path[: len(each)] == each for each in noisy)
        ]
    return found


def _compare(one: ProbeAnswer, other: ProbeAnswer) -> Iterator[Difference]:
    """A status that differs says it all: bodies of refusals are of another kind."""
    if one.status != other.status:
        yield "status-differs", ("status",)
        return
    if one.content_type != other.content_type:
        yield "content-type-differs", ("content-type",)
    bodies = _body(one), _body(other)
    yield from _compare_values(*bodies, ("body",))


def _body(answer: ProbeAnswer) -> Any:
    try:
        return json.loads(answer.text)
    except ValueError:
        return answer.text


def _compare_values(one: Any, other: Any, path: tuple[Step, ...]) -> Iterator[Difference]:
    if _kind(one) != _kind(other):
        yield "type-differs", path
    elif isinstance(one, dict):
        for name in one.keys() - other.keys():
            yield "field-missing", (*path, name)
        for name in other.keys() - one.keys():
            yield "field-added", (*path, name)
        for name in one.keys() & other.keys():
            yield from _compare_values(one[name], other[name], (*path, name))
    elif isinstance(one, list):
        if len(one) != len(other):
            yield "length-differs", path
            return
        for at, pair in enumerate(zip(one, other, strict=True)):
            yield from _compare_values(*pair, (*path, at))
    elif one != other:
        yield "value-differs", path


def _kind(value: Any) -> str:
    return "number" if type(value) in (int, float) else type(value).__name__
