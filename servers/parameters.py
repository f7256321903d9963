"""A whole number that a person may choose: its range, its words, the refusal of anything else."""

import re
from dataclasses import dataclass

_WHOLE = re.compile(r"\d+|\d{1,3}(,\d{3})+", re.ASCII)


class ParameterError(ValueError):
    """A value that is refused; the message says which values are allowed."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One slider, one ``--set`` flag. All values are whole numbers in ``unit``.

    ``logarithmic`` says how a slider spreads the range; ``hint`` is one sentence for the tooltip.
    ``words`` is how a value is told in a sentence, where its unit and title do not say it well, and
    ``none`` how 0 is.
    """

    key: str
    title: str
    minimum: int
    maximum: int
    default: int
    unit: str = ""
    logarithmic: bool = False
    hint: str = ""
    words: str = ""
    none: str = ""

    def said(self, value: int) -> str:
        """The value in a sentence: ``50 ms wait``, ``primes below 2,000``."""
        if value == 0 and self.none:
            return self.none
        if self.words:
            return self.words.format(value)
        name = self.title.lower()
        return f"{value:,} {self.unit} {name}" if self.unit else f"{name} {value:,}"

    @property
    def range_text(self) -> str:
        """The allowed range as it is told to a person: ``1 to 4,096 ms``."""
        return f"{self.minimum:,} to {self.maximum:,}" + (f" {self.unit}" if self.unit else "")

    def check(self, value: int) -> int:
        """Return ``value``; raises ParameterError outside the range."""
        if not self.minimum <= value <= self.maximum:
            raise ParameterError(f"{self.title} takes a whole number from {self.range_text}.")
        return value

    def parse(self, text: str) -> int:
        """The number typed. ``1,024`` is understood; ``1e3``, ``-1`` and ``NaN`` are refused."""
        typed = text.strip()
        # The length is looked at first: int() of a million digits would take its time.
        if len(typed) > 20 or not _WHOLE.fullmatch(typed):
            raise ParameterError(
                f"{self.title} takes a whole number from {self.range_text}, not “{typed[:20]}”."
            )
        return self.check(int(typed.replace(",", "")))


def defaults(parameters: tuple[Parameter, ...]) -> dict[str, int]:
    """Each parameter's own default, by key."""
    return {parameter.key: parameter.default for parameter in parameters}


def checked(parameters: tuple[Parameter, ...], chosen: dict[str, int]) -> dict[str, int]:
    """The defaults with ``chosen`` over them; raises ParameterError for any that is wrong."""
    known = {parameter.key: parameter for parameter in parameters}
    for key in chosen:
        if key not in known:
            names = ", ".join(known) or "none"
            raise ParameterError(f"There is no setting “{key}” here; there are: {names}.")
    return defaults(parameters) | {key: known[key].check(value) for key, value in chosen.items()}
