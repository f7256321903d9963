"""How figures are written everywhere.

At most three significant digits, a unit, no false precision.
"""

import math
from collections.abc import Iterable
from typing import Literal

from loadgen.model.load_parameter import said_parameters
from loadgen.model.load_plan import Model, OpenModel

NO_VALUE = "–"


def significant(value: float, digits: int = 3) -> str:
    """``2,894.3`` becomes ``2,890``, ``0.06712`` ``0.0671``, ``36.64`` ``36.6``; a dash for NaN."""
    if not math.isfinite(value):
        return NO_VALUE if math.isnan(value) else ("∞" if value > 0 else "-∞")
    if value == 0:
        return "0"
    # Rounded first: 9.996 is 10.0, not 10.00.
    rounded = float(f"{value:.{digits - 1}e}")
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    if abs(rounded) < 1e-6:
        return "0"
    return f"{rounded:,.{places}f}"


def trimmed(value: float, digits: int = 3) -> str:
    """Like ``significant``, without zeros that say nothing: ``2.00`` becomes ``2``."""
    text = significant(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def digits_apart(values: Iterable[float], bound: float) -> int:
    """The fewest significant digits, from 3 on, with which no other value reads as ``bound``.

    4.2049 beside 4.2 needs four. A value that equals the bound may read as it.
    """
    others = [value for value in values if math.isfinite(value) and value != bound]
    return next(
        (n for n in range(3, 17) if trimmed(bound, n) not in {trimmed(v, n) for v in others}), 17
    )


def count(value: float) -> str:
    """A whole number in full: ``12,345``."""
    return NO_VALUE if math.isnan(value) else f"{round(value):,}"


def percent(value: float) -> str:
    """A value in 0..100: ``97 %``; below ten with one digit after the point."""
    if math.isnan(value):
        return NO_VALUE
    return f"{value:.0f} %" if value >= 9.95 else f"{trimmed(value, 2)} %"


def rate(per_second: float) -> str:
    """``2,890/s``."""
    return f"{significant_count(per_second)}/s"


def significant_count(value: float) -> str:
    """For counts and rates: three significant digits, but no more than one after the point."""
    return significant(value) if abs(value) >= 10 else trimmed(value, 2)


def milliseconds(value_ms: float) -> str:
    """A latency given in ms, in the unit that reads best: ``0.85 ms``, ``118 ms``, ``3.26 s``."""
    if math.isnan(value_ms):
        return NO_VALUE
    # From 999.5 on, three digits round up to the next unit.
    return (
        f"{significant(value_ms / 1000)} s" if value_ms >= 999.5 else f"{significant(value_ms)} ms"
    )


def mib(value_mib: float) -> str:
    """Memory given in MiB: ``33.7 MiB``, ``1.21 GiB``."""
    if math.isnan(value_mib):
        return NO_VALUE
    if value_mib >= 999.5:
        return f"{significant(value_mib / 1024)} GiB"
    return f"{significant(value_mib)} MiB"


def seconds(value_s: float) -> str:
    """A short stretch: ``10.0 s``."""
    return f"{value_s:.1f} s"


def duration(value_s: float) -> str:
    """A length of time, rounded to seconds: ``12 s``, ``1 min 12 s``, ``1 h 02 min``."""
    whole = round(value_s)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def clock(value_s: float) -> str:
    """A moment of a race, rounded to seconds: ``0:07``, ``12:30``, ``1:00:05``."""
    minutes, seconds = divmod(round(value_s), 60)
    if minutes >= 60:
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return f"{minutes}:{seconds:02d}"


def moment(value_s: float) -> str:
    """A moment of a race in tenths: ``12.3 s``, from two minutes on ``2:05.0``."""
    tenths = round(10 * value_s)
    if tenths < 1200:
        return f"{tenths / 10:.1f} s"
    return f"{clock(tenths // 10)}.{tenths % 10}"


def users(concurrency: int) -> str:
    """``1 user``, ``64 users``."""
    return f"{concurrency:,} user{'' if concurrency == 1 else 's'}"


LoadStyle = Literal["sentence", "mark", "settings", "report"]
"""Where the text of a load model stands: in a sentence, on the time axis, in the title of a
picture, or in the method line of a terminal report.
"""

_KINDS: dict[LoadStyle, str] = {
    "sentence": "",
    "mark": "{} ",
    "settings": "{}, ",
    "report": "{} model, ",
}


def load(model: Model, style: LoadStyle = "sentence") -> str:
    """The load model as text.

    - sentence: ``64 users``, ``500 requests a second over 8 connections``
    - mark: ``closed 64 users``, ``open 500/s over 8 connections``
    - settings: ``closed, 64 users``, ``open, 500/s, at most 1,000 in flight``
    - report: ``closed model, 64 users``, ``open model, 500 requests a second · at most 1,000 in
      flight, latency from the schedule``
    """
    if not isinstance(model, OpenModel):
        return "".join((_KINDS[style].format("closed"), users(model.concurrency), _others(model)))
    number = trimmed(model.rate, 6)
    if style in ("mark", "settings"):
        arrivals = f"{number}/s"
    else:
        arrivals = f"{number} request{'' if model.rate == 1 else 's'} a second"
    over = f"{_over_connections(model)}{_others(model)}"
    text = f"{_KINDS[style].format('open')}{arrivals}{over}"
    most = f"at most {model.max_in_flight:,} in flight"
    match style:
        case "settings":
            return f"{text}, {most}"
        case "report":
            return f"{text} · {most}, latency from the schedule"
    return text


def _others(model: Model) -> str:
    """What else is unusual of the load, to be appended; empty where nothing is."""
    return "".join(f", {text}" for text in said_parameters(model))


def _over_connections(model: OpenModel) -> str:
    """`` over 8 connections``, to be appended; empty where there are as many as needed."""
    if not model.connections:
        return ""
    return f" over {model.connections:,} connection{'' if model.connections == 1 else 's'}"
