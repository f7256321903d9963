"""The verdict: a sentence a presenter can read aloud, with its evidence."""

import msgspec

from loadgen.frame import LaneId


class Ratio(msgspec.Struct, frozen=True):
    """One lane's figure over the other's, with the 95 % interval where enough was measured."""

    estimate: float
    low: float | None = None
    high: float | None = None

    @property
    def holds_one(self) -> bool:
        """Whether the interval does not exclude that both are the same."""
        return self.low is not None and self.high is not None and self.low <= 1 <= self.high


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """``sentence`` is complete by itself; ``emphasis`` is the part of it to colour in the leader's colour.

    ``evidence`` says what it was measured on. ``caution`` is set when the load generator was the limit.
    Ratios are b's figure over a's, whoever leads; None when there is none.
    """

    sentence: str
    emphasis: str = ""
    evidence: str = ""
    caution: str = ""
    leader: LaneId | None = None
    from_s: float | None = None
    to_s: float | None = None
    throughput_ratio: Ratio | None = None
    p99_ratio: Ratio | None = None
    memory_ratio: Ratio | None = None
