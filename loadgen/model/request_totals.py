"""Where the requests of a lane, or of both, ended: totals by name, for footer and picture."""

from typing import Literal, NamedTuple

from loadgen.model.load_plan import Model, OpenModel
from loadgen.model.number_format import count
from loadgen.model.snapshot import Requests

TotalName = Literal["scheduled", "sent", "dropped", "ok", "failed", "cancelled", "in flight"]


class Total(NamedTuple):
    """So many requests. ``detail`` is `` (30 reset, 2 status)`` where some failed, else empty."""

    name: TotalName
    number: int
    detail: str = ""

    @property
    def name_first(self) -> str:
        """``failed 32 (30 reset, 2 status)``."""
        return f"{self.name} {count(self.number)}{self.detail}"

    @property
    def number_first(self) -> str:
        """``32 failed (30 reset, 2 status)``."""
        return f"{count(self.number)} {self.name}{self.detail}"


def has_schedule(requests: Requests, model: Model) -> bool:
    """Whether arrivals and dropped ones are to be shown.

    What was dropped once stays shown, whatever the model is by now.
    """
    return isinstance(model, OpenModel) or requests.dropped > 0


def request_totals(requests: Requests, *, scheduled: bool) -> tuple[Total, ...]:
    """All totals in the order of a request's life; ``scheduled`` as ``has_schedule`` says."""
    kinds = ", ".join(f"{count(n)} {kind}" for kind, n in requests.failed.items() if n)
    totals = (
        Total("scheduled", requests.scheduled),
        Total("sent", requests.sent),
        Total("dropped", requests.dropped),
        Total("ok", requests.ok),
        Total("failed", requests.failures, f" ({kinds})" if kinds else ""),
        Total("cancelled", requests.cancelled),
        Total("in flight", requests.in_flight),
    )
    return tuple(each for each in totals if scheduled or each.name not in _OF_SCHEDULE)


_OF_SCHEDULE: tuple[TotalName, ...] = ("scheduled", "dropped")
