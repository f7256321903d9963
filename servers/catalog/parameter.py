"""A whole number or one of a few names that a person may choose.

Its range, its words, the refusal of anything else.
"""

import re
from typing import Required, Self, TypedDict, Unpack

import msgspec

from servers.process.packages import Package, missing_text

_WHOLE = re.compile(r"\d+|\d{1,3}(,\d{3})+", re.ASCII)


class ParameterError(ValueError):
    """A value that is refused; the message says which values are allowed."""


class _Texts(TypedDict, total=False):
    """Fields of ``Parameter`` that a choice may have, too."""

    key: Required[str]
    title: Required[str]
    hint: str
    words: str
    module: str
    unavailable: tuple[tuple[int, str], ...]
    packages: tuple[Package, ...]
    rare: bool


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One slider, one ``--set`` flag. All values are whole numbers in ``unit``.

    ``logarithmic`` says how a slider spreads the range; ``hint`` is one sentence for the tooltip.
    ``words`` is how a value reads in a sentence, where its unit and title do not say it well, and
    ``none`` how 0 does; ``zero`` is what 0 is called by itself, where it is no number:
    ``unlimited``. ``singular`` is the noun of one, where the title is a plural. ``choices`` are the
    names of the values 0, 1, ...: they are typed, shown and written in place of the number
    (``Parameter.choice`` makes such a one). ``module`` is the module of the app that it concerns;
    where the app has no such module, it changes nothing. Of a choice, each name but the first then
    has a module of its own (``upstream_aiohttp``). ``unavailable`` are values that cannot be chosen
    on this system, each with the reason, a sentence. ``packages`` are the packages that the choices
    stand for, in their order. ``rare`` parameters are folded away in the window.
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
    zero: str = ""
    singular: str = ""
    choices: tuple[str, ...] = ()
    module: str = ""
    unavailable: tuple[tuple[int, str], ...] = ()
    packages: tuple[Package, ...] = ()
    rare: bool = False

    @classmethod
    def choice(
        cls, *, choices: tuple[str, ...], default: int = 0, **fields: Unpack[_Texts]
    ) -> Self:
        """One of several names; its value is the position of the name."""
        return cls(minimum=0, maximum=len(choices) - 1, default=default, choices=choices, **fields)

    def missing(self, value: int) -> str:
        """Why that choice cannot be taken for want of its package; empty where it can."""
        return missing_text(self.choices[value], self.packages[value : value + 1])

    @property
    def refusals(self) -> dict[int, str]:
        """The values that cannot be chosen here, each with the reason, a sentence."""
        lacking = ((value, self.missing(value)) for value in range(len(self.packages)))
        return {value: reason for value, reason in lacking if reason} | dict(self.unavailable)

    def phrase(self, value: int) -> str:
        """The value in a sentence: ``50 ms wait``, ``primes below 2,000``."""
        if value == 0 and self.none:
            return self.none
        text = self.text(value)
        if self.words:
            return self.words.format(text if self.choices else value)
        return f"{text} {self.unit} {self.noun}" if self.unit else f"{self.noun} {text}"

    @property
    def noun(self) -> str:
        """Its title within a sentence: ``threads``, ``TCP_NODELAY``."""
        return self.title if self.title.isupper() else self.title.lower()

    def count_text(self, value: int) -> str:
        """The value before its noun: ``4 threads``, ``1 thread``."""
        noun = self.singular if value == 1 and self.singular else self.noun
        return f"{self.text(value)} {noun}"

    def text(self, value: int) -> str:
        """The value by itself, without its unit: ``1,024``, ``aiohttp``, ``unlimited``."""
        if value == 0 and self.zero:
            return self.zero
        return self.choices[value] if self.choices else f"{value:,}"

    def text_with_unit(self, value: int) -> str:
        """The value by itself, as it is spoken: ``50 ms``, ``64 users``, ``1 thread``."""
        if value == 0 and (self.zero or self.none):
            return self.zero or self.none
        if self.choices or self.unit:
            unit = self.unit.replace("/s", "per second")
            return f"{self.text(value)} {unit}".rstrip()
        if value == 1 and self.singular:
            return f"1 {self.singular}"
        if self.words:
            return self.words.format(value)
        return self.count_text(value) if self.singular else self.text(value)

    def typed_text(self, value: int) -> str:
        """The value as ``parse`` reads it: ``1024``, ``aiohttp``."""
        return self.choices[value] if self.choices else f"{value}"

    @property
    def range_text(self) -> str:
        """The allowed values in words: ``1 to 4,096 ms``, ``httpx or aiohttp``."""
        if self.choices:
            return " or ".join(filter(None, (", ".join(self.choices[:-1]), self.choices[-1])))
        return f"{self.minimum:,} to {self.maximum:,}" + (f" {self.unit}" if self.unit else "")

    def check(self, value: int) -> int:
        """Return ``value``; raises ParameterError outside the range."""
        if not self.minimum <= value <= self.maximum:
            raise ParameterError(f"{self._takes}.")
        if reason := dict(self.unavailable).get(value):
            raise ParameterError(f"{reason} Leave “{self.title}” at {self.text(self.default)}.")
        return value

    def parse(self, text: str) -> int:
        """The value typed. ``1,024`` is understood; ``1e3``, ``-1`` and ``NaN`` are refused.

        Names, of a choice and of ``zero``, are understood in any case of their letters.
        """
        typed = text.strip()
        if self.choices:
            return self._parse_choice(typed)
        if self.zero and typed.casefold() == self.zero.casefold():
            return 0
        # The length is looked at first: int() of a million digits would take its time.
        if len(typed) > 20 or not _WHOLE.fullmatch(typed):
            raise ParameterError(f"{self._takes}, not “{typed[:20]}”.")
        return self.check(int(typed.replace(",", "")))

    def _parse_choice(self, typed: str) -> int:
        names = [name.casefold() for name in self.choices]
        if typed.casefold() not in names:
            raise ParameterError(f"{self._takes}, not “{typed[:20]}”.")
        return self.check(names.index(typed.casefold()))

    @property
    def _takes(self) -> str:
        kind = "" if self.choices else "a whole number from "
        return f"{self.title} takes {kind}{self.range_text}"


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
