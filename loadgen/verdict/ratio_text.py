"""Ratios in words, with no more digits than their intervals support.

The rule, on the scale that is shown (times, or percent of difference), for a figure x with the
interval from low to high, all of them positive:

- high / low above 1.5: the interval is the figure, ``5 to 10 times``. Each end has one significant
  digit where that is within 5 % of it, else two.
- otherwise x is rounded to the largest power of ten that is not larger than high - low, to three
  significant digits at most, so that rounding moves it by less than half the interval: ``14``. With
  less than three digits it is ``about 14``. The interval stands beside it, its ends rounded to the
  largest power of ten that is not larger than half of high - low, and no finer than the third digit
  of x: ``13.2 to 14.7``.

Below twice as much a difference is given in percent, from there on in times; what is less, always
in percent, but for latency, which is so many times lower.
"""

import math
from dataclasses import dataclass, replace

from loadgen.statistics.bootstrap import Ratio

_WIDE = 1.5
_NOTHING_KNOWN = 0.1, 10.0


@dataclass(frozen=True, slots=True)
class Figure:
    """``number`` and its unit in ``emphasis`` and ``words`` may be read aloud.

    ``interval`` is "" where the number is the interval itself. ``sign`` is repeated after an
    interval in brackets: ``%`` or "". ``emphasis`` are the words to stress with the number, which
    stand before ``words``.
    """

    number: str
    interval: str = ""
    words: str = ""
    sign: str = ""
    emphasis: str = ""

    @property
    def text(self) -> str:
        """``about 14 times as many requests``."""
        return self.emphasised + self.rest(interval=False)

    @property
    def emphasised(self) -> str:
        """``about 14 times``: the beginning of ``text``."""
        return _spaced(self.number, self.emphasis)

    def rest(self, *, interval: bool) -> str:
        """What follows the emphasis: `` as many requests``, then `` (13.2 to 14.7)`` if asked."""
        words = f" {self.words}" if self.words else ""
        beside = f" ({self.interval}{self.sign})" if interval and self.interval else ""
        return f"{words}{beside}"

    @property
    def with_interval(self) -> str:
        """``about 14 times as many requests (13.2 to 14.7)``."""
        return self.emphasised + self.rest(interval=True)

    @property
    def interval_alone(self) -> str:
        """``13.2 to 14.7 times as many requests``."""
        return _spaced(self.interval or self.number, self.emphasis, self.words)


def _spaced(*words: str) -> str:
    return " ".join(filter(None, words))


def figure(value: float, low: float, high: float) -> Figure:
    """A figure as its interval allows; see above."""
    if low <= 0 or high / low > _WIDE:
        text = f"{_end(max(0.0, low))} to {_end(high)}"
        return Figure(text)
    place = _place(max(high - low, value * 1e-6))
    finest = 10.0 ** (math.floor(math.log10(value)) - 2)
    place = max(place, finest)
    text = _rounded(value, place)
    digits = math.floor(math.log10(value) + 1e-9) - round(math.log10(place)) + 1
    ends = max(_place((high - low) / 2), finest)
    return Figure(
        text if digits >= 3 else f"about {text}", f"{_rounded(low, ends)} to {_rounded(high, ends)}"
    )


def more_requests(ratio: Ratio) -> Figure:
    """For ``answers …``: ``about 14 times as many requests``, ``23 % more requests``."""
    if _in_times(ratio):
        return replace(_times(ratio, "as many requests"), emphasis="times")
    return replace(_percent(ratio, "requests"), emphasis="% more")


def latency(ratio: Ratio) -> Figure:
    """For ``its p99 is …``: ``5 to 10 times lower``, ``30 % lower``, ``2.5 times as high``."""
    if ratio.estimate < 1:
        lower = ratio.inverse()
        return _times(lower, "times lower") if _in_times(lower) else _percent(ratio, "% lower")
    return _times(ratio, "times as high") if _in_times(ratio) else _percent(ratio, "% higher")


def amount(ratio: Ratio, what: str) -> Figure:
    """For ``it holds …``: how much more or less memory.

    ``29 % less memory``, ``47 % more memory``, ``2.4 times as much memory``.
    """
    if ratio.estimate < 1:
        return _percent(ratio, f"% less {what}")
    if _in_times(ratio):
        return _times(ratio, f"times as much {what}")
    return _percent(ratio, f"% more {what}")


def difference(ratio: Ratio) -> str:
    """The interval where no difference is shown.

    ``0.97 to 1.03 times``; of one that reaches from less than a tenth to more than ten times no
    digit means anything.
    """
    low, high = ratio.interval or (math.nan, math.nan)
    if low < _NOTHING_KNOWN[0] and high > _NOTHING_KNOWN[1]:
        return "less than 0.1 to more than 10 times"
    # Near 1, as many places as the width needs.
    places = max(2, -math.floor(math.log10(max((high - low) / 2, 1e-3))))
    ends = (f"{end:.{places}f}" if end < 2 else _plain(float(f"{end:.1e}")) for end in (low, high))
    return f"{' to '.join(ends)} times"


def _in_times(ratio: Ratio) -> bool:
    return ratio.interval is not None and ratio.interval[1] >= 2


def _times(ratio: Ratio, words: str) -> Figure:
    low, high = ratio.interval or (math.nan, math.nan)
    return replace(figure(ratio.estimate, low, high), words=words)


def _percent(ratio: Ratio, words: str) -> Figure:
    """Of the difference from 1, whichever its direction."""
    low, high = (100 * abs(end - 1) for end in ratio.interval or (math.nan, math.nan))
    found = figure(100 * abs(ratio.estimate - 1), min(low, high), max(low, high))
    return replace(found, words=words, sign=" %")


def _place(width: float) -> float:
    return float(10.0 ** math.floor(math.log10(width) + 1e-9))


def _rounded(value: float, place: float) -> str:
    places = max(0, -round(math.log10(place)))
    return f"{round(value / place) * place:,.{places}f}"


def _end(value: float) -> str:
    if value == 0:
        return "0"
    if 1 < value < 1.1:
        return f"{value:.2f}"  # as 1 it would deny the difference
    one = float(f"{value:.0e}")
    return _plain(one if abs(one - value) <= 0.05 * value else float(f"{value:.1e}"))


def _plain(value: float) -> str:
    places = max(0, 1 - math.floor(math.log10(value))) if value < 10 else 0
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
