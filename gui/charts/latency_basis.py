"""What latency is counted from: when a request was due, when it was sent, or one beside the other.

In the open model they part when requests cannot leave as they are due: who counts from the sending
alone does not notice ("coordinated omission"). In the closed model there is no schedule, and they
are the same.
"""

from typing import Literal, NamedTuple

from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan

Basis = Literal["schedule", "send", "both"]
BASES: tuple[Basis, ...] = ("schedule", "send", "both")


class Shown(NamedTuple):
    """Which of the two are drawn, and whether the one from the sending stands behind the other."""

    schedule: bool
    send: bool

    @property
    def both(self) -> bool:
        """Whether latencies are shown from the schedule and from the sending."""
        return self.schedule and self.send


def shown(basis: Basis, plan: RacePlan) -> Shown:
    """The closed model has one."""
    if not isinstance(plan.model, OpenModel):
        return Shown(schedule=True, send=False)
    return Shown(schedule=basis != "send", send=basis != "schedule")


def basis_words(basis: Basis, plan: RacePlan) -> str:
    """``from schedule``; nothing in the closed model."""
    if not isinstance(plan.model, OpenModel):
        return ""
    return {
        "schedule": "from schedule",
        "send": "from send",
        "both": "from schedule; thin: from send",
    }[basis]
