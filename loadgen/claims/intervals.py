"""Arithmetic with figures from different races: intervals that hold whatever their dependence.

Each bound is made of the bounds that lie furthest apart, so that the result covers the truth
whenever both figures do.
"""

from loadgen.statistics.bootstrap import Ratio


def scaled(figure: Ratio | None, factor: float) -> Ratio | None:
    """The figure times a positive number."""
    if figure is None or figure.interval is None:
        return None
    low, high = figure.interval
    return Ratio(figure.estimate * factor, low * factor, high * factor)


def difference(minuend: Ratio | None, subtrahend: Ratio | None) -> Ratio | None:
    """One figure minus another; both bounds may be negative."""
    if minuend is None or subtrahend is None or not minuend.interval or not subtrahend.interval:
        return None
    (low, high), (less, most) = minuend.interval, subtrahend.interval
    return Ratio(minuend.estimate - subtrahend.estimate, low - most, high - less)


def product(one: Ratio | None, other: Ratio | None) -> Ratio | None:
    """Two positive figures multiplied."""
    if one is None or other is None or not one.interval or not other.interval:
        return None
    (low, high), (least, most) = one.interval, other.interval
    return Ratio(one.estimate * other.estimate, low * least, high * most)


def quotient(dividend: Ratio | None, divisor: Ratio | None) -> Ratio | None:
    """A figure over a positive one; None where the divisor's interval reaches 0."""
    if dividend is None or divisor is None or not dividend.interval or not divisor.interval:
        return None
    (low, high), (least, most) = dividend.interval, divisor.interval
    if least <= 0:
        return None
    bounds = [each / end for each in (low, high) for end in (least, most)]
    return Ratio(dividend.estimate / divisor.estimate, min(bounds), max(bounds))
