"""What was found for one lane: each rate that was tried, and the one that was confirmed."""

from typing import Literal

import msgspec

from loadgen.export.requirement_result import Result
from loadgen.model.frame import LaneId
from loadgen.objective.objective import Judgement
from loadgen.objective.rate_search import Tried, sustained, unmet
from loadgen.statistics.bootstrap import Ratio
from loadgen.statistics.envelope import envelope

_WORST: tuple[Result, ...] = ("fails", "not decided", "holds")


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """One race at one rate, of the lane's server against itself.

    ``servers`` are both starts of it. ``race`` names the recorded race, "" where it was not
    recorded. ``failure`` says why the race failed, "" where it did not.
    """

    rate: int
    servers: tuple[Judgement, ...]
    race: str = ""
    failure: str = ""

    @property
    def result(self) -> Result:
        """The worse one of both servers."""
        return min((each.result for each in self.servers), key=_WORST.index)

    @property
    def worst(self) -> Judgement:
        """The server that has that result, the first where both have."""
        return min(self.servers, key=lambda each: _WORST.index(each.result))

    @property
    def tried(self) -> Tried:
        """For the search."""
        return Tried(self.rate, self.result)

    def figure(
        self, name: Literal["response_s", "cpu_s_per_request", "memory_mib"]
    ) -> Ratio | None:
        """Of both servers; None where one has no interval."""
        return envelope(getattr(each, name) for each in self.servers)


class LaneRate(msgspec.Struct, frozen=True, kw_only=True):
    """``flat_out`` is the throughput of closed-loop users; ``searched`` in the order of trial.

    ``confirmations`` are races of their own at the rate that was found, each lower than the one
    before; the last one is met, or the objective was not met at any of them. ``failure`` says why
    nothing could be searched, "" where it could.
    """

    lane: LaneId
    flat_out: Ratio | None = None
    searched: tuple[Probe, ...] = ()
    confirmations: tuple[Probe, ...] = ()
    failure: str = ""

    @property
    def confirmed(self) -> Probe | None:
        """The race that confirms the rate; None where there is none."""
        last = self.confirmations[-1] if self.confirmations else None
        return last if last is not None and last.result == "holds" else None

    @property
    def found(self) -> int | None:
        """The highest rate at which the search met the objective, which is to be confirmed."""
        return sustained([each.tried for each in self.searched])

    @property
    def unmet(self) -> int | None:
        """The lowest rate tried, above the confirmed one, at which it is not met."""
        tried = [each.tried for each in (*self.searched, *self.confirmations)]
        if self.confirmed is None:
            return unmet(tried)
        return unmet([*tried, self.confirmed.tried])

    @property
    def is_unmet_decided(self) -> bool:
        """Whether the objective fails at ``unmet``; else that was not decided there."""
        probes = (*self.searched, *self.confirmations)
        last = [each.result for each in probes if each.rate == self.unmet]
        return bool(last) and last[-1] == "fails"
