"""Where a value lies on a slider, and at which values a slider and its keys stop."""

import math
from dataclasses import dataclass

from servers.catalog.parameter import Parameter

POSITIONS = 1_000


def _two_digits(value: float) -> int:
    """Rounded to two significant digits: a dragged 1,387 is no number to read aloud, 1,400 is."""
    unit = _unit(round(value))
    return round(value / unit) * unit


def _unit(value: int) -> int:
    """The place value of the second digit: 1 up to 99, 10 up to 999, ..."""
    return int(10 ** max(0, len(str(max(0, value))) - 2))


@dataclass(frozen=True, slots=True)
class SliderScale:
    """Positions 0..``last`` for the values ``minimum``..``maximum``, evenly or by logarithm.

    A logarithmic scale that begins at 0 counts from 1 instead, and takes the 1 off again.
    """

    minimum: int
    maximum: int
    logarithmic: bool

    @classmethod
    def of(cls, parameter: Parameter) -> "SliderScale":
        """The scale that a parameter's range asks for."""
        return cls(parameter.minimum, parameter.maximum, parameter.logarithmic)

    @property
    def last(self) -> int:
        """The position of the maximum."""
        return POSITIONS if self.logarithmic else self.maximum - self.minimum

    @property
    def _offset(self) -> int:
        return max(0, 1 - self.minimum)

    def position(self, value: int) -> int:
        """The position nearest to ``value``."""
        if not self.logarithmic:
            return value - self.minimum
        low, high = self.minimum + self._offset, self.maximum + self._offset
        return round(POSITIONS * math.log((value + self._offset) / low) / math.log(high / low))

    def value(self, position: int) -> int:
        """The value at ``position``: the ends exactly, between them two significant digits."""
        if not self.logarithmic:
            return self.minimum + position
        if position <= 0 or position >= self.last:
            return self.minimum if position <= 0 else self.maximum
        low, high = self.minimum + self._offset, self.maximum + self._offset
        exact = low * (high / low) ** (position / POSITIONS) - self._offset
        return self._inside(_two_digits(exact))

    def step(self, value: int, direction: int) -> int:
        """The next value that an arrow key reaches; ``direction`` is +1 or -1."""
        below = value - 1 if direction < 0 else value
        unit = _unit(below) if self.logarithmic else 1
        stops = value // unit + 1 if direction > 0 else -(-value // unit) - 1
        return self._inside(stops * unit)

    def page(self, value: int, direction: int) -> int:
        """The next value that a page key reaches: a power of two, or a tenth of an even range."""
        if not self.logarithmic:
            tenth = max(1, (self.maximum - self.minimum) // 10)
            return self._inside(value + direction * tenth)
        if direction > 0:
            return self._inside(1 << max(0, value).bit_length())
        return self._inside(1 << ((value - 1).bit_length() - 1) if value > 1 else 0)

    def _inside(self, value: int) -> int:
        return min(max(value, self.minimum), self.maximum)
