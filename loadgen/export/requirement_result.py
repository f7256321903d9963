"""A requirement of a run, and whether the race met it."""

from typing import Literal

import msgspec

from loadgen.model import number_format

Result = Literal["holds", "fails", "not decided"]


class RequirementResult(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` is the requirement as it was typed: ``b.p99_ms < 100``, ``bound`` its number.

    ``estimate``, ``low`` and ``high`` are its figure with the 95 % interval, in the unit of the
    requirement; None where there is no interval. ``bound`` is None in files of earlier versions.
    """

    text: str
    result: Result = "not decided"
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    bound: float | None = None

    @property
    def sentence(self) -> str:
        """``b.p99_ms < 100 holds: 52.1 (51 to 53.2)``.

        No end of the interval reads as the bound, unless it equals it.
        """
        said = f"{self.text} {'is not decided' if self.result == 'not decided' else self.result}"
        if self.estimate is None or self.low is None or self.high is None:
            return f"{said}: too little was measured"
        numbers = (self.estimate, self.low, self.high)
        digits = 3 if self.bound is None else number_format.digits_apart(numbers[1:], self.bound)
        estimate, low, high = (number_format.trimmed(each, digits) for each in numbers)
        return f"{said}: {estimate} ({low} to {high})"
