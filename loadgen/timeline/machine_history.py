"""Who used the machine in any part of a race."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from loadgen.model.frame import LANES, MachineUse
from loadgen.timeline.turn_log import Span


class MachineHistory:
    """The ``MachineUse`` of the frames, one after the other; each covers about a second."""

    def __init__(self) -> None:
        self.latest: MachineUse | None = None
        """The last second that is known; None before there is one."""
        self._uses: list[MachineUse] = []
        self._ends: list[float] = []

    def add(self, use: MachineUse) -> None:
        """The next one. One that ended before load flowed is not of the race, but the latest."""
        self.latest = use
        if use.to_s > (self._ends[-1] if self._ends else 0.0):
            self._uses.append(use)
            self._ends.append(use.to_s)

    def between(self, from_s: float, to_s: float) -> MachineUse | None:
        """The mean over that part, as far as it is known.

        ``seconds`` says how much of it is, and ``to_s`` until when. None where nothing is.
        """
        return self.over([(from_s, to_s)])

    def over(self, spans: Sequence[Span]) -> MachineUse | None:
        """The same over several parts taken together, in the order of time."""
        found = [each for span in spans for each in self._covering(*span)]
        return _mean(found, spans[-1][1]) if found else None

    def _covering(self, from_s: float, to_s: float) -> Iterator[tuple[float, MachineUse]]:
        """With how many seconds of it are in that part."""
        for use in self._uses[bisect_right(self._ends, from_s) :]:
            began_s = use.to_s - use.seconds
            if began_s >= to_s:
                return
            covered_s = min(to_s, use.to_s) - max(from_s, began_s)
            if covered_s > 0:
                yield covered_s, use


def _mean(found: list[tuple[float, MachineUse]], to_s: float) -> MachineUse:
    seconds = sum(weight for weight, _ in found)

    def mean(cores: Callable[[MachineUse], float]) -> float:
        return sum(weight * cores(use) for weight, use in found) / seconds

    return MachineUse(
        seconds=seconds,
        to_s=min(to_s, found[-1][1].to_s),
        processors=mean(lambda use: use.processors),
        lanes={
            id_: sum(weight * use.lanes.get(id_, 0.0) for weight, use in found) / seconds
            for id_ in LANES
        },
        generators=mean(lambda use: use.generators),
        services=mean(lambda use: use.services),
        program=mean(lambda use: use.program),
        others=mean(lambda use: use.others),
        idle=mean(lambda use: use.idle),
    )
