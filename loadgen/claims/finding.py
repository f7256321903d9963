"""What a claim rests on, and what was decided: figures with intervals, counts, an outcome."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from loadgen.model import number_format
from loadgen.statistics.bootstrap import Ratio

Outcome = Literal["holds", "in part", "fails", "undecided"]
OUTCOMES: Mapping[Outcome, str] = {
    "holds": "holds",
    "in part": "holds in part",
    "fails": "does not hold here",
    "undecided": "not decided",
}
"""As they are written."""

Unit = Literal["times", "requests", "cores", "mib", "kib", "per_s", "ms"]


def _times(value: float) -> str:
    return f"{number_format.trimmed(value)} times"


_FORMATS: Mapping[Unit, Callable[[float], str]] = {
    "times": _times,
    "requests": number_format.significant_count,
    "cores": number_format.trimmed,
    "mib": number_format.mib,
    "kib": lambda value: f"{number_format.significant(value)} KiB",
    "per_s": number_format.rate,
    "ms": number_format.milliseconds,
}


_UNITS: Mapping[Unit, str] = {
    "times": " times",
    "requests": "",
    "cores": "",
    "mib": " MiB",
    "kib": " KiB",
    "per_s": "/s",
    "ms": " ms",
}


class Figure(msgspec.Struct, frozen=True):
    """A measured figure with its 95 % interval; ``race`` names the recorded race, or is "".

    ``key`` is what the rule calls it, ``title`` says of what it is.
    """

    key: str
    title: str
    value: Ratio
    unit: Unit
    race: str = ""

    @property
    def text(self) -> str:
        """``12.3 times (11.9 to 12.8)``."""
        form = _FORMATS[self.unit]
        bound = number_format.trimmed if self.unit == "times" else form
        low, high = self.value.interval or (float("nan"), float("nan"))
        return f"{form(self.value.estimate)} ({bound(low)} to {bound(high)})"

    def beside(self, bound: float) -> str:
        """``3.81 times (3.52 to 4.205) does not tell whether it is above 4.2 times``.

        In one unit, and with so many digits that no end of the interval reads as the bound.
        """
        ends = self.value.interval or (float("nan"), float("nan"))
        digits = number_format.digits_apart(ends, bound)
        numbers = (self.value.estimate, *ends, bound)
        estimate, low, high, least = (number_format.trimmed(each, digits) for each in numbers)
        unit = _UNITS[self.unit]
        return f"{estimate}{unit} ({low} to {high}) does not tell whether it is above {least}{unit}"


class Tally(msgspec.Struct, frozen=True):
    """What was counted, and is exact: ``number`` ``of`` so many."""

    key: str
    title: str
    number: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.number <= self.of:
            raise ValueError(f"{self.title}: {self.number} of {self.of} cannot be.")

    @property
    def text(self) -> str:
        """``27 of 30``."""
        return f"{self.number:,} of {self.of:,}"


class UndecidedError(Exception):
    """A rule cannot decide: the message is one sentence that says why, and what may help."""


class FailedTestError(UndecidedError):
    """A test could not be made: a race or a server failed."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """``condition`` completes the outcome as a clause without a full stop.

    "only while requests wait". It is empty where a claim simply holds; of what is not decided it is
    a sentence. ``failed`` says that it is not decided because a test failed.
    """

    outcome: Outcome
    condition: str = ""
    failed: bool = False


@dataclass(frozen=True)
class Measured:
    """The figures and tallies of one claim, by their keys."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[Figure | Tally | None]) -> "Measured":
        """Those that there are."""
        known = [each for each in found if each is not None]
        return cls(
            {each.key: each for each in known if isinstance(each, Figure)},
            {each.key: each for each in known if isinstance(each, Tally)},
        )

    def figure(self, key: str) -> Figure:
        """Raises UndecidedError where it was not measured."""
        if key not in self.figures:
            raise UndecidedError(
                "Too little was measured for an interval: put it to the test again."
            )
        return self.figures[key]

    def tally(self, key: str) -> Tally:
        """Raises UndecidedError where it was not counted."""
        if key not in self.tallies:
            raise FailedTestError("A server did not answer: put it to the test again.")
        return self.tallies[key]

    def exceeds(self, key: str, bound: float) -> bool:
        """Whether the figure is above a bound, as its interval says.

        Raises UndecidedError where the interval holds the bound.
        """
        figure = self.figure(key)
        low, high = figure.value.interval or (float("-inf"), float("inf"))
        if low > bound:
            return True
        if high <= bound:
            return False
        raise UndecidedError(
            f"{figure.title}: {figure.beside(bound)}: put it to the test again, on a quiet machine."
        )
