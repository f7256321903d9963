"""When requests are due in the open model: arithmetic on times, without a clock."""

import math
from typing import NamedTuple

# Up to 4,000 a second each request has a moment of its own; above, those that are due within this
# time leave together. Waking up costs some 25 µs, which more of them would not be worth.
BUNCH_S = 0.000_25


class Pace(NamedTuple):
    """``due``: how many are to leave now. ``wait_s``: how long until that is to be asked again."""

    due: int
    wait_s: float


def due_at(rate: float, number: int) -> float:
    """When a request is due, in seconds since the start; the first has the number 0."""
    return number / rate


def pace(rate: float, elapsed_s: float, sent: int) -> Pace:
    """What is to be done ``elapsed_s`` after the start, when ``sent`` have left.

    Counted from the start, not from the last request: lateness never adds up.
    """
    # The tolerance is for a division that came out a trifle too high.
    due = max(0, math.floor(elapsed_s * rate + 1e-6) + 1 - sent) if elapsed_s >= 0 else 0
    return Pace(due, max(due_at(rate, sent + due) - elapsed_s, BUNCH_S))
