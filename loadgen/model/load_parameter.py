"""A number of the load: a field of a plan or of a load model that carries its own entry.

``timeout_s: Annotated[int, TIMEOUT] = TIMEOUT.default`` is all there is to declare. Options of the
command line, sliders of the window, checks, marks on the time axis, text and the fairness table are
made of ``parameters_of``.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

import msgspec

from servers.catalog.parameter import Parameter


class LoadParameter(Parameter, frozen=True, kw_only=True):
    """``section`` is its place on the command line and in the window: below the load or the mode.

    ``usual`` is what help says of the default, where that is more than its number (``{}``).
    ``needs`` is the sentence that refuses the option without ``--rate`` or ``--mode turns``, where
    it belongs to one of them; ``in_turns`` says that it belongs to turns. ``window_place`` sorts
    the sliders; without ``in_window`` there is none. ``notes`` stand below the slider, the first at
    0, the second at other values. On the time axis it is called ``axis_noun``.

    Where it is not at its default, the text of a plan says so, unless other text does
    (``is_said``), and the fairness table has a row with ``fairness``, what it decides. The
    generator by itself takes values up to ``generator_maximum``, or ``maximum`` where that is 0.
    """

    section: Literal["load", "method"] = "load"
    usual: str = ""
    needs: str = ""
    in_turns: bool = False
    window_place: int = 50
    in_window: bool = True
    notes: tuple[str, str] = ("", "")
    axis_noun: str = ""
    is_said: bool = True
    fairness: str = ""
    generator_maximum: int = 0

    @property
    def option(self) -> str:
        """Its option: ``--max-in-flight``."""
        return f"--{self.key.replace('_', '-')}"

    @property
    def refusal_alone(self) -> str:
        """The sentence that refuses the option without what it belongs to."""
        belongs_to = "--mode turns" if self.in_turns else "--rate"
        return self.needs or f"{self.option} belongs to {belongs_to}; give {belongs_to} too."

    @property
    def usual_text(self) -> str:
        """What is used where the option is not given: ``64``, ``3; with --mode turns``."""
        return (self.usual or "{}").format(self.default)

    def axis_text(self, value: float) -> str:
        """A value on the time axis, without its unit: ``1,024``, ``as needed``."""
        return self.text(int(value)) if value == int(value) else f"{value:,g}"

    def plan_text(self, value: int) -> str:
        """A value in the text of a plan: ``1 request per connection``, ``20 ms pause``."""
        return self.count_text(value) if self.singular else self.phrase(value)


class LoadField(NamedTuple):
    """``kind`` makes the field's value of a whole number."""

    name: str
    parameter: LoadParameter
    kind: type[int] | type[float]


@cache
def parameters_of(kind: type[msgspec.Struct]) -> tuple[LoadField, ...]:
    """The fields of a plan or of a load model that are load parameters, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        LoadField(name, entry, get_args(hints[name])[0])
        for name in kind.__struct_fields__
        if get_origin(hints[name]) is Annotated
        for entry in get_args(hints[name])[1:]
        if isinstance(entry, LoadParameter)
    )


def changed_field(kind: type[msgspec.Struct], key: str, value: int) -> dict[str, Any]:
    """The field of the parameter of that key with this value; empty where there is none.

    Raises ParameterError outside the range.
    """
    return {
        name: make(parameter.check(value))
        for name, parameter, make in parameters_of(kind)
        if parameter.key == key
    }


def check_parameters(values: msgspec.Struct) -> None:
    """Raise ParameterError for the first value that is out of its range."""
    for name, parameter, _ in parameters_of(type(values)):
        parameter.check(round(getattr(values, name)))


def changed_from_default(values: msgspec.Struct) -> Iterator[tuple[LoadParameter, int]]:
    """The parameters that are not at their defaults, with their values in whole numbers."""
    for name, parameter, _ in parameters_of(type(values)):
        if (value := round(getattr(values, name))) != parameter.default:
            yield parameter, value


def said_parameters(values: msgspec.Struct) -> tuple[str, ...]:
    """What text has to say of the parameters that no other text says."""
    return tuple(
        parameter.plan_text(value)
        for parameter, value in changed_from_default(values)
        if parameter.is_said
    )
