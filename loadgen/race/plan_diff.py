"""What differs between two plans, in words for the time axis."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import msgspec

from loadgen.model import number_format
from loadgen.model.clients import client
from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_parameter import LoadParameter, parameters_of
from loadgen.model.load_plan import Model
from loadgen.model.race_plan import RacePlan
from servers.catalog.parameter import Parameter

PER_SECOND = "/s"
"""The only unit that is written without a space."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that was changed.

    ``what`` names it for a person; ``unit`` is that of both values. ``key`` with ``lane`` is which
    value of the plan it is: the key of its parameter, of a server's setting after that of the
    variant (``flask.threads``). ``is_work``: it changes what each request asks of the servers.
    """

    what: str
    old: str
    new: str
    unit: str = ""
    lane: LaneId | None = None
    is_work: bool = False
    key: str = field(kw_only=True)

    @property
    def text(self) -> str:
        """``wait 50 → 200 ms``, ``rate 500 → 1,000/s``."""
        return " ".join(filter(None, (self.what, self.old, "→", self.with_unit(self.new))))

    def with_unit(self, value: str) -> str:
        """``200 ms``, ``1,000/s``, ``on``."""
        beside = "" if self.unit in ("", PER_SECOND) else " "
        return f"{value}{beside}{self.unit}"


def differences(old: RacePlan, new: RacePlan) -> tuple[Change, ...]:
    """All changes from one plan to the next that the race feels. The duration is none of them."""
    return tuple(each for each in _compare(old, new) if each.old != each.new)


def _compare(old: RacePlan, new: RacePlan) -> Iterator[Change]:
    yield Change("scenario", old.entry.title, new.entry.title, is_work=True, key="scenario")
    yield from _load(old.model, new.model)
    yield from _load_parameters(old, new, in_turns=False)
    yield Change("client", client(old.client).title, client(new.client).title, key="client")
    yield Change("mode", old.mode, new.mode, key="mode")
    if old.mode == new.mode == "turns":
        yield from _load_parameters(old, new, in_turns=True)
        fresh = _on(old.fresh_servers), _on(new.fresh_servers)
        yield Change("fresh servers for each pair", *fresh, key="fresh_servers")
    yield Change("pinning", _on(old.pinned), _on(new.pinned), key="pinned")
    if old.scenario == new.scenario:
        for each in new.entry.parameters:
            values = old.parameters[each.key], new.parameters[each.key]
            yield replace(_number(each, *values), is_work=True)
    for id_ in LANES:
        before, after = old.lanes[id_], new.lanes[id_]
        if before.variant != after.variant:
            yield Change("", before.entry.title, after.entry.title, lane=id_, key="variant")
            continue
        for each in after.entry.settings:
            yield _number(each, before.settings[each.key], after.settings[each.key], new, id_)


def _load(old: Model, new: Model) -> Iterator[Change]:
    if type(old) is type(new):
        yield from _load_parameters(old, new, in_turns=False)
    else:
        before, after = number_format.load(old, "mark"), number_format.load(new, "mark")
        yield Change("", before, after, key="model")


def _load_parameters(
    old: msgspec.Struct, new: msgspec.Struct, *, in_turns: bool
) -> Iterator[Change]:
    for name, parameter, _ in parameters_of(type(new)):
        if parameter.in_turns is in_turns:
            yield _load_parameter(parameter, getattr(old, name), getattr(new, name))


def _load_parameter(parameter: LoadParameter, old: float, new: float) -> Change:
    texts = parameter.axis_text(old), parameter.axis_text(new)
    return Change(parameter.axis_noun or parameter.noun, *texts, parameter.unit, key=parameter.key)


def _on(flag: bool) -> str:
    return "on" if flag else "off"


def _number(
    parameter: Parameter,
    old: int,
    new: int,
    plan: RacePlan | None = None,
    lane: LaneId | None = None,
) -> Change:
    what, key = parameter.noun, parameter.key
    if plan and lane:
        what, key = f"{plan.name(lane)} {what}", f"{plan.lanes[lane].variant}.{key}"
    before, after = parameter.text(old), parameter.text(new)
    return Change(what, before, after, parameter.unit, lane, key=key)
