"""What a sweep varies: the load, a parameter of the scenario, or a setting of the servers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_options import LoadOptions
from loadgen.model.load_parameter import changed_field, parameters_of
from loadgen.model.load_plan import CONCURRENCY, MAX_IN_FLIGHT, RATE, ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from servers.catalog.parameter import Parameter, ParameterError

Kind = Literal["users", "rate", "option", "scenario", "setting"]

_MOST_USERS, _LEAST_RATE, _MOST_WAIT_MS = 1024, 10, 1000
"""Where a ladder ends unless it is said otherwise: what has a meaning on one machine, and, of waits
and rates, gives answers enough in a step of 20 s.
"""
_FEWEST_IN_FLIGHT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One axis of sweeps.

    ``key`` is as typed; ``parameter`` has its range, title and unit. ``lanes`` are those whose
    plan it changes. A ladder goes from ``low`` to ``high`` unless it is said otherwise.
    ``is_capacity``: more of it can only help, as of threads and of the load itself, so that it has
    a knee.
    """

    key: str
    kind: Kind
    parameter: Parameter
    low: int
    high: int
    lanes: tuple[LaneId, ...] = LANES
    is_capacity: bool = False

    @property
    def is_load(self) -> bool:
        """Whether it is how much is asked of the servers."""
        return self.kind in ("users", "rate")

    def has_knee(self, lane: LaneId) -> bool:
        """Whether more of it can help the lane."""
        return self.is_capacity and lane in self.lanes

    @property
    def title(self) -> str:
        """``Users``, ``Wait, ms``."""
        if self.kind == "users":
            return "Users"
        unit = self.parameter.unit
        return f"{self._name}, {unit}" if unit else self._name

    @property
    def _name(self) -> str:
        title = self.parameter.title
        return title if len(self.lanes) == len(LANES) else f"{title} of {self.lanes[0].upper()}"

    def text(self, value: int) -> str:
        """``64 users``, ``50 ms``, ``4 threads``, ``500/s``."""
        if self.kind == "rate":
            return f"{value:,}/s"
        return self.parameter.text_with_unit(value)

    def plan_at(self, plan: RacePlan, value: int) -> RacePlan:
        """The plan with this value of it; raises ParameterError."""
        self.parameter.check(value)
        replace = msgspec.structs.replace
        match self.kind:
            case "users":
                return replace(plan, model=ClosedModel(value))
            case "rate":
                # More than a second's arrivals in flight: a flooded server would be busy with them
                # in the other lane's turn.
                most = min(max(_FEWEST_IN_FLIGHT, value), MAX_IN_FLIGHT.maximum)
                return replace(plan, model=OpenModel(float(value), most))
            case "option":
                return replace(plan, **changed_field(LoadOptions, self.key, value))
            case "scenario":
                return replace(plan, parameters=plan.parameters | {self.parameter.key: value})
        key, lanes = self.parameter.key, dict(plan.lanes)
        for id_ in self.lanes:
            lanes[id_] = replace(lanes[id_], settings=lanes[id_].settings | {key: value})
        return replace(plan, lanes=lanes)


USERS = Quantity(
    key=CONCURRENCY.key,
    kind="users",
    parameter=CONCURRENCY,
    low=CONCURRENCY.minimum,
    high=_MOST_USERS,
    is_capacity=True,
)
_RATE = Quantity(
    key=RATE.key,
    kind="rate",
    parameter=RATE,
    low=_LEAST_RATE,
    high=RATE.maximum,
    is_capacity=True,
)


def quantities(plan: RacePlan) -> tuple[Quantity, ...]:
    """All that can be varied of this plan; names of choices are not quantities."""
    return (USERS, _RATE, *_of_scenario(plan), *_of_settings(plan), *_of_options())


def find_quantity(plan: RacePlan, key: str) -> Quantity:
    """The one of that key; raises ParameterError, which names all that there are."""
    known = {each.key: each for each in quantities(plan)}
    if key not in known:
        raise ParameterError(f"There is no “{key}” to sweep over here; there are: {_all(known)}.")
    return known[key]


def _all(known: dict[str, Quantity]) -> str:
    return ", ".join(known)


def _of_scenario(plan: RacePlan) -> Iterator[Quantity]:
    for each in plan.entry.parameters:
        if not each.choices:
            high = min(each.maximum, _MOST_WAIT_MS) if each.unit == "ms" else each.maximum
            setup = each.key in plan.entry.setup
            yield Quantity(
                key=each.key,
                kind="scenario",
                parameter=each,
                low=each.minimum,
                high=high,
                is_capacity=setup,
            )


def _of_settings(plan: RacePlan) -> Iterator[Quantity]:
    """Of both lanes where both have it, with the range that both take, and of each by itself."""
    modules = plan.entry.modules
    found: dict[str, dict[LaneId, Parameter]] = {}
    for id_ in LANES:
        for each in plan.lanes[id_].entry.settings_of(modules):
            if not each.choices:
                found.setdefault(each.key, {})[id_] = each
    for key, by_lane in found.items():
        first, *others = by_lane.values()
        both = msgspec.structs.replace(
            first,
            minimum=max(each.minimum for each in (first, *others)),
            maximum=min(each.maximum for each in (first, *others)),
        )
        if others:
            yield _setting(key, both, LANES)
            for id_, each in by_lane.items():
                yield _setting(f"{id_}.{key}", each, (id_,))
        else:
            yield _setting(key, first, tuple(by_lane))


def _setting(key: str, parameter: Parameter, lanes: tuple[LaneId, ...]) -> Quantity:
    return Quantity(
        key=key,
        kind="setting",
        parameter=parameter,
        low=parameter.minimum,
        high=parameter.maximum,
        lanes=lanes,
        is_capacity=True,
    )


def _of_options() -> Iterator[Quantity]:
    """Of the load, from 1 on where 0 is no number: connections stay open."""
    for _, parameter, _ in parameters_of(LoadOptions):
        yield Quantity(
            key=parameter.key,
            kind="option",
            parameter=parameter,
            low=max(1, parameter.minimum) if parameter.none else parameter.minimum,
            high=parameter.maximum,
            is_capacity=True,
        )
