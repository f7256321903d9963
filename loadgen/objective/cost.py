"""What a million requests cost, from a rate, a price of a machine and how much of it is used."""

import math
import re
from datetime import date

import msgspec

FORMULA = "price per hour ÷ (3,600 × requests per second × utilisation) × 1,000,000"
_SECONDS, _MILLION = 3600, 1_000_000

UTILISATION = 0.5
"""Machines are not full all day: half is what is assumed unless it is given."""


class Price(msgspec.Struct, frozen=True):
    """``per_hour`` of one machine like this one, in ``currency`` (ISO 4217), as of ``day``."""

    per_hour: float
    currency: str
    day: date


_PRICE_FORM = re.compile(r"\s*(?P<price>\S+)\s+(?P<currency>[A-Z]{3})\s+(?P<day>\S+)\s*")
_MOST = 1e6


def parse_price(text: str) -> Price:
    """``0.096 EUR 2026-11-01``: of one hour, the currency's three letters, the day.

    Raises ValueError with a sentence.
    """
    found = _PRICE_FORM.fullmatch(text)
    try:
        if found:
            per_hour, day = float(found["price"]), date.fromisoformat(found["day"])
            if math.isfinite(per_hour) and 0 < per_hour <= _MOST:
                return Price(per_hour, found["currency"], day)
    except ValueError:
        pass
    raise ValueError(
        f"“{text}” is no price of an hour, in a currency, on a day, such as: 0.096 EUR 2026-11-01."
    )


def price_text(price: Price) -> str:
    """As ``parse_price`` reads it."""
    return f"{price.per_hour:.12g} {price.currency} {price.day.isoformat()}"


class Interval(msgspec.Struct, frozen=True):
    """From ``low`` to ``high``; ``low`` is None where it is not known."""

    low: float | None
    high: float


def cost_per_million(price: Price, rate: float, utilisation: float) -> float:
    """In the price's currency; ``rate`` in requests a second, ``utilisation`` above 0, up to 1."""
    return price.per_hour / (_SECONDS * rate * utilisation) * _MILLION


def cost_interval(price: Price, met: float, unmet: float | None, utilisation: float) -> Interval:
    """The highest sustained rate lies from ``met`` to below ``unmet``, and so does the cost."""
    low = cost_per_million(price, unmet, utilisation) if unmet else None
    return Interval(low, cost_per_million(price, met, utilisation))
