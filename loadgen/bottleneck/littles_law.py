"""Little's law, as a check of the instrument by itself: in flight = rate x mean time.

It holds for any load that is steady, whatever the server does; where it does not, one of the three
was measured wrong.
"""

from dataclasses import dataclass

from loadgen.model.number_format import milliseconds, rate, trimmed

OFF = 0.2
"""From so much on, it is a contradiction."""

ENOUGH = 200
"""Requests that have to have ended."""

STEADY = 0.2
"""In flight may vary by so much of itself, else the load was not steady."""

GAP_S = 0.3
"""Without an answer for so long, and for more than twice a mean time, the load was not steady: the
server may just have stopped answering.
"""

TIMES_OVER = 5.0
"""A window is looked at from so many mean times on: at both ends requests are cut."""

LONGEST_OVER = 3.0
"""And from so many of the longest time on. Where a few are served quickly and most wait, as behind
one starved process of two, those that have not ended are in no mean: after 0.9 s of a turn, 64
were in flight and 224/s x 117 ms = 26 had been seen.
"""


@dataclass(frozen=True, slots=True)
class ThroughputWindow:
    """A window of ``seconds`` in which ``ended`` requests succeeded and ``failed`` failed.

    ``mean_s`` is from the sending, ``in_flight`` the mean, and ``least`` to ``most`` what it was.
    ``gap_s`` is the longest time in it without a successful answer, ``longest_s`` the longest that
    a request took.
    """

    seconds: float
    ended: int
    failed: int
    mean_s: float
    in_flight: float
    least: float
    most: float
    gap_s: float = 0.0
    longest_s: float = 0.0


def expected_in_flight(rate_per_s: float, mean_s: float) -> float:
    """How many requests are under way at a time."""
    return rate_per_s * mean_s


def contradiction(flow: ThroughputWindow) -> str:
    """A sentence where the three do not agree.

    Empty where they do, or where the law says nothing: too few requests, failures among them (their
    times are not in the mean), or an unsteady load.
    """
    if flow.ended < ENOUGH or flow.failed > flow.ended / 100 or flow.in_flight <= 0:
        return ""
    if flow.seconds < TIMES_OVER * flow.mean_s or flow.most - flow.least > STEADY * flow.in_flight:
        return ""
    if flow.seconds < LONGEST_OVER * flow.longest_s:
        return ""
    if flow.gap_s >= max(GAP_S, 2 * flow.mean_s):
        return ""
    per_s = flow.ended / flow.seconds
    expected = expected_in_flight(per_s, flow.mean_s)
    # At each end of the window, what is in flight is cut: at most a mean time's worth of it.
    cut = 2 * flow.mean_s / flow.seconds
    if abs(expected - flow.in_flight) <= (OFF + cut) * flow.in_flight:
        return ""
    figures = f"{rate(per_s)} × {milliseconds(1000 * flow.mean_s)}"
    return (
        f"Little's law does not hold: {trimmed(flow.in_flight)} in flight, but "
        f"{figures} = {trimmed(expected)}."
    )
