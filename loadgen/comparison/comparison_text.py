"""A comparison as rows of text, and as Markdown to paste."""

import math
from collections.abc import Iterator

from loadgen.comparison.comparison import Comparison, FigureChange
from loadgen.model.number_format import NO_VALUE
from loadgen.statistics.bootstrap import Ratio
from loadgen.verdict.ratio_text import difference, figure

NOT_SHOWN = "~"
"""Stands for a change whose interval does not exclude that there is none."""

HEADERS = ("", "A", "B", "Change")
LEGEND = (
    f"Intervals of 95 % in brackets. {NOT_SHOWN} no change is shown; "
    f"{NO_VALUE} not measured, or not for long enough."
)


def conditions(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """When each was raced, what both have in common, then what differs; names and texts."""
    for name, runs in (("A", comparison.before), ("B", comparison.after)):
        yield name, ", ".join(f"{run.started_at:%d %b %Y %H:%M:%S}" for run in runs)
    yield from comparison.equal
    if comparison.differences:
        yield "Differs", ", ".join(each.text for each in comparison.differences)
    else:
        yield "Differs", "nothing that is known: what changed is noise between races, or unknown"
    sizes = len(comparison.before), len(comparison.after)
    if sizes != (1, 1):
        yield "Races", f"A {sizes[0]}, B {sizes[1]}; intervals of groups are between races"


def rows(comparison: Comparison) -> Iterator[tuple[str, str, str, str]]:
    """The rows of the table below ``HEADERS``; a row of one cell names the lane."""
    lane = None
    for each in comparison.changes:
        if each.lane != lane:
            lane = each.lane
            before, after = (
                runs[0].plan.name(lane) for runs in (comparison.before, comparison.after)
            )
            yield (before if before == after else f"{before} → {after}", "", "", "")
        yield (each.kind.title, *_values(each), change_text(each.change))


def markdown(comparison: Comparison) -> str:
    """The whole comparison as Markdown."""
    lines = [f"**{name}:** {text}  " for name, text in conditions(comparison)]
    if comparison.refusal:
        lines += ["", comparison.refusal]
    lines += ["", "| | A | B | Change |", "|---|---:|---:|---|"]
    for title, *cells in rows(comparison):
        name = title if any(cells) else f"**{title}**"
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", LEGEND, ""])


def change_text(change: Ratio | None) -> str:
    """``+23 % (20 to 26 %)``, ``2.4 times as much (2.1 to 2.6)``, ``~ (0.97 to 1.03 times)``.

    Empty where one of the two has no interval.
    """
    if change is None or change.interval is None:
        return ""
    if change.holds_one:
        return f"{NOT_SHOWN} ({difference(change)})"
    low, high = change.interval
    if low <= 0.5:
        return _times(change.inverse(), "times lower")
    if high >= 2:
        return _times(change, "times as much")
    ends = sorted((100 * abs(low - 1), 100 * abs(high - 1)))
    found = figure(100 * abs(change.estimate - 1), *ends)
    sign = "+" if change.estimate > 1 else "−"
    return f"{sign}{found.number} %" + (f" ({found.interval} %)" if found.interval else "")


def _times(change: Ratio, what: str) -> str:
    low, high = change.interval or (math.nan, math.nan)
    found = figure(change.estimate, low, high)
    return f"{found.number} {what}" + (f" ({found.interval})" if found.interval else "")


def _values(change: FigureChange) -> tuple[str, str]:
    before, after = (
        change.kind.text(value) if value else NO_VALUE for value in (change.before, change.after)
    )
    return before, after
