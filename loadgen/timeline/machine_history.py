"""Who used the machine in any part of a race."""

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from loadgen.model.frame import LANES, MachineUse
from loadgen.timeline.turn_log import Span

_PARTS = ("processors", "generators", "services", "program", "others", "idle")
_ROOM = 1024


class MachineHistory:
    """The ``MachineUse`` of the frames, one after the other; each covers about a second.

    Running sums of cores times seconds are kept, so that the mean over a day costs as little as
    that over a minute: two additions for each span.
    """

    def __init__(self) -> None:
        self.latest: MachineUse | None = None
        """The last second that is known; None before there is one."""
        self._begins, self._ends = array("d"), array("d")
        # Row n + 1: seconds, and of each figure cores times seconds, until the end of the n-th.
        self._sums = np.zeros((_ROOM, 1 + len(_PARTS) + len(LANES)))

    def add(self, use: MachineUse) -> None:
        """The next one. One that ended before load flowed is not of the race, but the latest."""
        self.latest = use
        if use.to_s <= (self._ends[-1] if self._ends else 0.0):
            return
        self._begins.append(use.to_s - use.seconds)
        self._ends.append(use.to_s)
        rows = len(self._ends)
        if rows == len(self._sums):
            self._sums = np.concatenate((self._sums, np.zeros_like(self._sums[: rows // 4])))
        cores = [getattr(use, name) for name in _PARTS]
        cores += [use.lanes.get(id_, 0.0) for id_ in LANES]
        self._sums[rows] = self._sums[rows - 1] + use.seconds * np.array([1.0, *cores])

    def between(self, from_s: float, to_s: float) -> MachineUse | None:
        """The mean over that part, as far as it is known.

        ``seconds`` says how much of it is, and ``to_s`` until when. None where nothing is.
        """
        return self.over([(from_s, to_s)])

    def over(self, spans: Sequence[Span]) -> MachineUse | None:
        """The same over several parts taken together, in the order of time."""
        if not self._ends:
            return None
        froms, tos = np.asarray(spans, np.float64).reshape(-1, 2).T
        begins, ends = np.frombuffer(self._begins), np.frombuffer(self._ends)
        first = np.searchsorted(ends, froms, "right")
        end = np.maximum(first, np.searchsorted(begins, tos, "left"))
        known = end > first
        if not known.any():
            return None
        froms, tos, first, end = froms[known], tos[known], first[known], end[known]
        total = (self._sums[end] - self._sums[first]).sum(axis=0)
        # Of the outer seconds of each part what lies outside does not count.
        before = np.maximum(0.0, froms - begins[first])
        after = np.maximum(0.0, ends[end - 1] - tos)
        for rows, outside_s in ((first, before), (end - 1, after)):
            seconds = self._sums[rows + 1] - self._sums[rows]
            total -= (seconds * (outside_s / seconds[:, 0])[:, np.newaxis]).sum(axis=0)
        known_to_s = float(ends[end[-1] - 1])
        return _mean(total, min(spans[-1][1], known_to_s)) if total[0] > 0 else None


def _mean(total: npt.NDArray[np.float64], to_s: float) -> MachineUse:
    seconds = float(total[0])
    cores = (total[1:] / seconds).tolist()
    lanes = dict(zip(LANES, cores[len(_PARTS) :], strict=True))
    named = dict(zip(_PARTS, cores, strict=False))
    return MachineUse(seconds=seconds, to_s=to_s, lanes=lanes, **named)
