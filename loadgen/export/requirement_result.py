"""A requirement of a run, and whether the race met it."""

from typing import Literal

import msgspec

Result = Literal["holds", "fails", "not decided"]


class RequirementResult(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` is the requirement as it was typed: ``b.p99_ms < 100``.

    ``estimate``, ``low`` and ``high`` are its figure with the 95 % interval, in the unit of the
    requirement; None where there is no interval.
    """

    text: str
    result: Result = "not decided"
    estimate: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def sentence(self) -> str:
        """``b.p99_ms < 100 holds: 52.1 (51.0 to 53.2)``."""
        said = f"{self.text} {'is not decided' if self.result == 'not decided' else self.result}"
        if self.estimate is None or self.low is None or self.high is None:
            return f"{said}: too little was measured"
        return f"{said}: {self.estimate:.3g} ({self.low:.3g} to {self.high:.3g})"
