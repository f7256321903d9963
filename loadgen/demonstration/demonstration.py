"""A demonstration: everything that is set in one step, and one line that says what to look for."""

from typing import Annotated, Literal, Self

import msgspec

from loadgen.demonstration.wait_ceiling import wait_ceilings
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan
from servers.catalog.parameter import Parameter

GUESS = Parameter(
    key="guess",
    title="Guess",
    minimum=1,
    maximum=100_000,
    default=100,
    unit="/s",
    logarithmic=True,
    hint="How many requests a second the audience expects of this server.",
)

FORMAT: Literal["faceoff-demonstration"] = "faceoff-demonstration"
VERSION: Literal[1] = 1

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
PerSecond = Annotated[int, msgspec.Meta(ge=GUESS.minimum, le=GUESS.maximum)]


class Guess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Successful responses per second that each lane is expected to give."""

    a: PerSecond
    b: PerSecond


class Demonstration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``look_for`` is one line, read while the race goes on; it states no figure of a machine.

    ``latency_basis`` is what latency counts from in the open model. ``guess`` is drawn as a line
    for each lane: given, or ``computed`` as ``wait_ceilings`` says; ``none`` draws nothing.
    """

    format: Literal["faceoff-demonstration"] = FORMAT
    version: Literal[1] = VERSION
    title: Title
    look_for: Line
    latency_basis: Literal["schedule", "send", "both"] = "schedule"
    guess: Guess | Literal["none", "computed"] = "none"
    plan: RacePlan

    @classmethod
    def of(cls, plan: RacePlan) -> Self:
        """A demonstration of a plan, with a title and a line to be replaced."""
        names = f"{plan.name('a')} against {plan.name('b')}"
        title = f"{names}: {plan.entry.title}"
        return cls(title=title[:60], look_for=plan.entry.shows[:300] or title, plan=plan)

    def expected(self) -> dict[LaneId, float]:
        """The guess of each lane in responses per second; empty where there is none."""
        if isinstance(self.guess, Guess):
            return {"a": float(self.guess.a), "b": float(self.guess.b)}
        return wait_ceilings(self.plan) if self.guess == "computed" else {}
