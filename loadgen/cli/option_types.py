"""Types of the command line's options, made from the catalogue: conversion, completion, refusal."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import click
from click.shell_completion import CompletionItem

from servers.catalog.parameter import Parameter, ParameterError

Settable = Callable[[Mapping[str, Any]], Iterable[tuple[str, Parameter]]]
"""From the options typed so far to each name that ``--set`` takes, with its parameter."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """`` Did you mean “fastapi”?`` for a misspelt word, with the space; empty if none is close."""
    return did_you_mean(get_close_matches(word.lower(), list(known), n=3))


def did_you_mean(names: Iterable[str]) -> str:
    """The question, with the space before it; empty without names."""
    quoted = " or ".join(f"“{each}”" for each in names)
    return f" Did you mean {quoted}?" if quoted else ""


def no_such(kind: str, word: str, known: Sequence[str]) -> str:
    """The sentence that refuses a name which is not among ``known``."""
    return f"There is no {kind} “{word}”; there are: {', '.join(known)}.{suggestion(word, known)}"


class CatalogueParameter(click.ParamType[int]):
    """A whole number or a choice, in the range of a ``Parameter`` of the catalogue."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter
        self.name = parameter.key

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, int):  # a default: click converts these, too
            return value
        try:
            return self.parameter.parse(value)
        except ParameterError as error:
            self.fail(str(error), param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "NAME" if self.parameter.choices else "N"

    def help(self, usual: str) -> str:
        """The hint, the range with its unit, and what is used if the option is not given."""
        return f"{self.parameter.hint} {self.parameter.range_text} (default: {usual})"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        parameter = self.parameter
        words = parameter.choices or (parameter.typed_text(parameter.default),)
        return [
            CompletionItem(word, help=parameter.range_text)
            for word in words
            if word.startswith(incomplete)
        ]


class FiniteRange(click.FloatRange):
    """A number in a range. Click takes NaN for any: no comparison with it holds."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"“{value}” is no number from {self.min:g} to {self.max:g}.", param, ctx)
        return number


class CatalogueKey(click.ParamType[str]):
    """The key of one entry of a catalogue. ``titles``: by key, shown by the shell's completion."""

    def __init__(self, kind: str, titles: Mapping[str, str], *, empty: bool = False) -> None:
        """``kind`` is the noun of the refusal; with ``empty``, "" is accepted too."""
        self.name = kind
        self._titles = titles
        self._empty = empty

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self._titles and not (self._empty and not value):
            self.fail(no_such(self.name, value, list(self._titles)), param, ctx)
        return value

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return self.name.upper()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [
            CompletionItem(key, help=title or None)
            for key, title in self._titles.items()
            if key.startswith(incomplete)
        ]


class Assignment(click.ParamType[str]):
    """``NAME=VALUE``. What NAME may be depends on other options, so it is checked with the plan."""

    name = "NAME=VALUE"

    def __init__(self, settable: Settable) -> None:
        self._settable = settable

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return self.name

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [
            CompletionItem(word, help=parameter.range_text)
            for name, parameter in self._settable(ctx.params)
            for word in _assignments(name, parameter)
            if word.startswith(incomplete)
        ]


def _assignments(name: str, parameter: Parameter) -> Iterator[str]:
    for value in parameter.choices or (parameter.typed_text(parameter.default),):
        yield f"{name}={value}"
