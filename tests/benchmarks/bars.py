"""A measured figure beside its bar, and the table of them."""

from collections.abc import Iterable
from typing import NamedTuple


class Bar(NamedTuple):
    """``holds`` is None where a figure has no bar and is reported only."""

    figure: str
    measured: str
    bar: str = ""
    holds: bool | None = None


def report(bars: Iterable[Bar]) -> int:
    """Print one line for each; the exit code, 1 where a bar does not hold."""
    bars = list(bars)
    words = {True: "holds", False: "does not hold", None: ""}
    width = max(len(each.figure) for each in bars)
    for each in bars:
        print(f"{each.figure:<{width}}  {each.measured:>44}  {each.bar:>10}  {words[each.holds]}")
    return 1 if any(each.holds is False for each in bars) else 0
