"""Under what two races ran: what is equal, what differs, and whether they did the same work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from loadgen.race.plan_diff import differences
from loadgen.recording.race_entry import load_text


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that differs between two races, as text: ``threads``, ``4``, ``64``.

    ``is_work`` says that other work was asked for, so that figures cannot be compared.
    """

    what: str
    before: str
    after: str
    is_work: bool = False

    @property
    def text(self) -> str:
        """``threads 4 → 64``."""
        return f"{self.what} {self.before} → {self.after}".strip()


def find_differences(before: RunRecord, after: RunRecord) -> tuple[Difference, ...]:
    """All that differs, what was asked for first."""
    return (
        *plan_differences(before.plan, after.plan),
        *_of_machines(before.environment, after.environment),
    )


def equal_conditions(before: RunRecord, after: RunRecord) -> tuple[tuple[str, str], ...]:
    """What both races have in common, as names and values."""
    pairs = [
        ("Scenario", _scenario(before), _scenario(after)),
        *((f"Lane {id_.upper()}", before.plan.name(id_), after.plan.name(id_)) for id_ in LANES),
        ("Load", _load(before), _load(after)),
        ("Machine", _machine(before), _machine(after)),
    ]
    return tuple((name, value) for name, value, other in pairs if value == other)


def plan_differences(before: RacePlan, after: RacePlan) -> Iterator[Difference]:
    """What was asked for otherwise."""
    for change in differences(before, after):
        old, new = change.with_unit(change.old), change.with_unit(change.new)
        yield Difference(change.what, old, new, is_work=change.is_work)


def _of_machines(before: Any, after: Any) -> Iterator[Difference]:
    for key, title in (
        ("cpu", "processor"),
        ("usable_cores", "cores"),
        ("os", "system"),
        ("python", "Python"),
        ("faceoff", "Faceoff"),
    ):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield Difference(title, _text(old), _text(new))
    old_versions, new_versions = before.get("versions", {}), after.get("versions", {})
    for name in sorted({*old_versions} | {*new_versions}):
        old, new = old_versions.get(name), new_versions.get(name)
        if old != new:
            yield Difference(name, _text(old), _text(new))


def _text(value: object) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _scenario(run: RunRecord) -> str:
    plan = run.plan
    values = (
        f"{parameter.noun} {parameter.text(plan.parameters[parameter.key])} {parameter.unit}"
        for parameter in plan.entry.parameters
    )
    return ", ".join((plan.entry.title, *(value.strip() for value in values)))


def _load(run: RunRecord) -> str:
    return load_text(run.plan)


def _machine(run: RunRecord) -> str:
    environment = run.environment
    return f"{environment.get('cpu', '')}, Python {environment.get('python', '')}"
