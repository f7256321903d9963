"""What is raced: two variants with their settings, a scenario with its parameters, and the load."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

import msgspec

from loadgen.model.clients import client
from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_options import LoadOptions
from loadgen.model.load_parameter import (
    LoadParameter,
    check_parameters,
    parameters_of,
    said_parameters,
)
from loadgen.model.load_plan import CONCURRENCY, ClosedModel, Model, OpenModel
from servers.catalog.compatibility import serving_refusal, why_not
from servers.catalog.parameter import Parameter, ParameterError, checked, defaults
from servers.catalog.race_catalog import RACE_SCENARIOS, RACE_VARIANTS
from servers.catalog.scenarios import Scenario, is_empty_mix, scenario
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant
from servers.process.packages import missing_text

DURATION = Parameter(
    key="duration",
    title="Duration",
    minimum=1,
    maximum=3_600,
    default=10,
    unit="s",
    logarithmic=True,
    hint="How long load flows.",
)
UNTIL_CLEAR_MAX_S = 300
"""A race until the result is clear ends after this many seconds at the latest."""

TIMEOUT = LoadParameter(
    key="timeout",
    title="Timeout",
    minimum=1,
    maximum=300,
    default=60,
    unit="s",
    logarithmic=True,
    hint="The deadline of one whole request; later it counts as failed.",
    in_window=False,
    is_said=False,
)
BLOCK = LoadParameter(
    key="block",
    title="Turn",
    minimum=1,
    maximum=60,
    default=3,
    unit="s",
    logarithmic=True,
    hint="How long one lane races before it is the other's turn.",
    section="method",
    usual="{}; with --mode turns",
    needs="--block is the length of a turn; give --mode turns too.",
    in_turns=True,
    is_said=False,
)

EMPTY_MIX = "All weights of the mix are 0; set at least one to 1 or more."

ClearMetric = Literal["requests", "p50", "p99", "memory"]
"""The figure that a race ``until clear`` waits for: until the interval of its ratio excludes 1. Of
p99, where there are too few answers for it, the highest percentile that can be compared.
"""
CLEAR_METRICS: dict[ClearMetric, str] = {
    "requests": "requests",
    "p50": "p50",
    "p99": "p99",
    "memory": "memory",
}
"""What each of them is called."""


class LaneChoice(msgspec.Struct, frozen=True):
    """A variant, and every one of its settings."""

    variant: str
    settings: dict[str, int]

    @classmethod
    def of(cls, key: str, **chosen: int) -> Self:
        """The variant's defaults with ``chosen`` over them; raises ParameterError."""
        known = {each.key: each for each in RACE_VARIANTS}
        if key not in known:
            raise ParameterError(f"There is no server “{key}”; there are: {', '.join(known)}.")
        return cls(key, checked(known[key].settings, chosen))

    @property
    def entry(self) -> ServerVariant:
        """Its catalogue entry."""
        return variant(self.variant)


class RacePlan(LoadOptions, frozen=True, kw_only=True):
    """Everything a race needs, and all that a person set. Valid once it is ``checked``."""

    lanes: dict[LaneId, LaneChoice]
    scenario: str
    parameters: dict[str, int]
    model: Model
    mode: Literal["together", "turns"] = "together"
    block_s: Annotated[int, BLOCK] = BLOCK.default
    fresh_servers: bool = False
    until_clear: bool = False
    clear_metric: ClearMetric = "requests"
    pinned: bool = False
    duration_s: int | None = None
    timeout_s: Annotated[int, TIMEOUT] = TIMEOUT.default

    @classmethod
    def default(cls) -> Self:
        """Flask against FastAPI, waiting on I/O, 64 users, until stopped."""
        return cls(
            lanes={"a": LaneChoice.of("flask"), "b": LaneChoice.of("fastapi")},
            scenario="wait",
            parameters=defaults(scenario("wait").parameters),
            model=ClosedModel(CONCURRENCY.default),
        )

    def checked(self) -> Self:
        """This plan, with defaults for what was left out.

        Raises ParameterError with the allowed range, or with the reason why a server cannot race
        here, or not in that scenario.
        """
        plan = self.completed()
        if reason := plan.refusal():
            raise ParameterError(reason)
        return plan

    def completed(self) -> Self:
        """As ``checked``, wherever it is to be raced: packages that lack here do not matter."""
        known = {each.key: each for each in RACE_SCENARIOS}
        if self.scenario not in known:
            raise ParameterError(
                f"There is no scenario “{self.scenario}”; there are: {', '.join(known)}."
            )
        check_parameters(self.model)
        check_parameters(self)
        if self.duration_s is not None:
            DURATION.check(self.duration_s)
        lanes = {
            id_: LaneChoice.of(self.lanes[id_].variant, **self.lanes[id_].settings) for id_ in LANES
        }
        for choice in lanes.values():
            if reason := serving_refusal(choice.entry, self.scenario):
                raise ParameterError(reason)
        parameters = checked(known[self.scenario].parameters, self.parameters)
        return msgspec.structs.replace(self, lanes=lanes, parameters=parameters)

    def refusal(self) -> str:
        """Why it cannot be raced on this machine, in one sentence; empty where it can."""
        reasons = (
            why_not(choice.entry, self.scenario, choice.settings) for choice in self.lanes.values()
        )
        load = client(self.client)
        return next(filter(None, reasons), "") or missing_text(
            f"The load generator ({load.title})", load.packages
        )

    @property
    def is_empty_mix(self) -> bool:
        """Whether it is a mix of nothing, for which Hello would be sent."""
        return is_empty_mix(self.scenario, self.parameters)

    @property
    def entry(self) -> Scenario:
        """The scenario's catalogue entry."""
        return scenario(self.scenario)

    @property
    def mode_text(self) -> str:
        """``together``, or ``turns of 3 s, fresh servers for each pair``."""
        if self.mode == "together":
            return "together"
        fresh = ", fresh servers for each pair" if self.fresh_servers else ""
        return f"turns of {self.block_s} s{fresh}"

    @property
    def load_texts(self) -> tuple[str, ...]:
        """What else is unusual of the load: ``1 request per connection``."""
        return said_parameters(self)

    def name(self, lane: LaneId) -> str:
        """The lane's title; two lanes of the same variant are distinguished by their letter."""
        title = self.lanes[lane].entry.title
        if self.lanes["a"].entry.title == self.lanes["b"].entry.title:
            return f"{title} {lane.upper()}"
        return title


def load_parameters() -> Iterator[LoadParameter]:
    """Those of all load models and of the plan, in the order of the help."""
    for holder in (ClosedModel, OpenModel, RacePlan):
        yield from (field.parameter for field in parameters_of(holder))
