"""What the verdict is about: which part of a race, and that part of one lane."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from loadgen.model.frame import LaneId
from loadgen.model.histogram import LatencyHistogram
from loadgen.statistics.block_percentiles import cumulative
from loadgen.statistics.column_store import Array, indices
from loadgen.statistics.median import median
from loadgen.timeline.figure_window import Basis
from loadgen.timeline.lane_timeline import BOUND_FRACTION, Counts, LaneTimeline
from loadgen.timeline.row_merging import group_starts
from loadgen.timeline.turn_log import Span

TOGETHER_MIN, TURNS_MIN = 6, 4
"""How many blocks an interval takes: seconds together, pairs of turns in turns.

With fewer there is none: what lasts for some seconds, such as another program, would look like a
difference. The warm-up is fixed once so much was measured after it.
"""


def blocks_needed(*, in_turns: bool) -> int:
    """How many blocks an interval takes in this mode."""
    return TURNS_MIN if in_turns else TOGETHER_MIN


SAMPLES_MAX = 1000
"""Of a race in which rows were merged, so many reports are looked at for medians and shares."""


@dataclass(frozen=True, slots=True)
class MeasurementWindow:
    """Steady racing under one and the same settings.

    ``spans`` are what counts of each lane: the same ones where both race together, more than one
    where something between them is left out; one for each turn where they take turns, and those at
    the same place are a pair. ``warm_up_s`` is the longest warm-up left out before any of them,
    ``catch_up_s`` what was left out after outages while a lane answered what had piled up.
    ``from_s`` and ``to_s`` are the first and the last moment of it all. ``is_selected``: a person
    chose it; else it is all that there was since the last change.
    """

    spans: dict[LaneId, tuple[Span, ...]]
    warm_up_s: float
    in_turns: bool
    catch_up_s: float = 0.0
    is_selected: bool = False

    @property
    def from_s(self) -> float:
        """Where the first span begins, in seconds of the race."""
        return min(spans[0][0] for spans in self.spans.values())

    @property
    def to_s(self) -> float:
        """Where the last span ends, in seconds of the race."""
        return max(spans[-1][1] for spans in self.spans.values())

    @property
    def seconds(self) -> float:
        """How long it is, without what lies between its spans: of one lane, in turns of both."""
        lanes = self.spans.values() if self.in_turns else (self.spans["a"],)
        return sum(to_s - from_s for spans in lanes for from_s, to_s in spans)

    @property
    def turns(self) -> int:
        """How many turns there were, of both lanes."""
        return sum(map(len, self.spans.values())) if self.in_turns else 0


class LaneWindow:
    """What a lane did in some spans of time, taken together.

    ``before`` is a window that may have the first of the spans: its histograms are gone on from.
    """

    def __init__(
        self, lane: LaneTimeline, spans: Sequence[Span], before: "LaneWindow | None" = None
    ) -> None:
        self.lane = lane
        self.spans = spans
        goes_on = before is not None and spans[: len(before.spans)] == before.spans
        self._known = len(before.spans) if before is not None and goes_on else 0
        self._before = before._histograms if before is not None and goes_on else {}
        self._firsts, self._ends = lane.bounds(spans)
        self._histograms: dict[Basis, LatencyHistogram] = {}

    @cached_property
    def _rows(self) -> npt.NDArray[np.int64]:
        return indices(self._firsts, self._ends)

    @cached_property
    def counts(self) -> Counts:
        ok, failed, measured_s, dropped = (
            self.lane.column(name)[self._rows].sum()
            for name in ("ok", "failed", "measured_s", "dropped")
        )
        return Counts(int(ok), int(failed), float(measured_s), int(dropped))

    @cached_property
    def _even_rows(self) -> npt.NDArray[np.int64]:
        """One row for each of the longest row's seconds, of a day one of each 128 seconds.

        Of reports, as many then count of an hour of ticks as of an hour that was merged.
        """
        row_s = self.lane.row_length_s(self.spans[0][0]) if self.spans else 0
        if not row_s or not self._rows.size:
            return self._rows
        while sum(to_s - from_s for from_s, to_s in self.spans) > SAMPLES_MAX * row_s:
            row_s *= 2
        starts = group_starts(self.lane.column("at_s")[self._rows], row_s, ())
        rows: npt.NDArray[np.int64] = self._rows[np.append(starts[1:], self._rows.size) - 1]
        return rows

    def histogram(self, basis: Basis = "schedule") -> LatencyHistogram:
        """All successful latencies; not to be changed."""
        if basis == "send" and not self.lane.has_schedule:
            basis = "schedule"
        if basis not in self._histograms:
            known = self._before.get(basis)
            new = slice(self._known if known else 0, None)
            spans = zip(self._firsts[new].tolist(), self._ends[new].tolist(), strict=True)
            found = self.lane.histogram_of_rows(spans, basis)
            self._histograms[basis] = found.add(known) if known else found
        return self._histograms[basis]

    def values(self, name: str) -> Array:
        """A column's values at even distances of time, the gaps left out."""
        if not self.lane.has_values(name):
            return np.empty(0)
        values = self.lane.column(name)[self._even_rows]
        return values[~np.isnan(values)]

    def median(self, name: str) -> float:
        """Of a column's values at even distances of time; NaN where it has none."""
        return median(self.values(name))

    @cached_property
    def cpu_used_s(self) -> float:
        """CPU time of the server while load was measured; NaN where it did not tell.

        It is the part of a core that was used, by the server's own clock, times the time measured
        by the generator's: so it does not matter when within a tick either of them told.
        """
        at, used = self.lane.column("server_at"), self.lane.column("server_cpu_s")
        known = np.flatnonzero(~np.isnan(at))
        if not known.size:
            return float("nan")
        # From the last word before each span to the last word in it.
        first = known[np.minimum(np.searchsorted(known, self._firsts - 1), known.size - 1)]
        last = known[np.maximum(np.searchsorted(known, self._ends) - 1, 0)]
        inside = last > first
        told_s = float((at[last] - at[first])[inside].sum())
        spent_s = float((used[last] - used[first])[inside].sum())
        return spent_s / told_s * self.counts.measured_s if told_s > 0 else float("nan")

    @cached_property
    def sending_s(self) -> float:
        """CPU time of the lane's generators, between the first and the last report of each span."""
        used = self.lane.column("generator_cpu_s")
        known = np.flatnonzero(~np.isnan(used))
        first, last = np.searchsorted(known, self._firsts), np.searchsorted(known, self._ends) - 1
        reported = last > first
        spent = used[known[last[reported]]] - used[known[first[reported]]]
        return float(np.abs(spent).sum())

    def longest_gap_s(self) -> float:
        """The longest time between two ticks with a successful answer, or from the last one on.

        Within merged rows that is not known: one with an answer has no gap.
        """
        if not self._rows.size:
            return 0.0
        spans = np.asarray(self.spans, np.float64)[self._ends > self._firsts]
        lengths = (self._ends - self._firsts)[self._ends > self._firsts]
        heads = np.cumsum(lengths) - lengths
        at = self.lane.column("at_s")[self._rows]
        before = np.concatenate((at[:1], at[:-1]))
        before[heads] = spans[:, 0]
        began = np.where(at <= self.lane.merged_until_s, before, at)
        answered = self.lane.column("ok")[self._rows] > 0
        # The last answer before each row of its span, else where the span began.
        last = np.where(answered, at, -np.inf)
        last_before = np.concatenate((at[:1], last[:-1]))
        last_before[heads] = spans[:, 0]
        number = np.repeat(np.arange(heads.size), lengths)
        offset = number * (float(at[-1]) + 1.0)  # so that a maximum never crosses into a span
        running = np.maximum.accumulate(last_before + offset) - offset
        tails = heads + lengths - 1
        ends = at[tails] - np.where(answered[tails], at[tails], running[tails])
        inside = (began - running)[answered]
        return float(max(inside.max(initial=0.0), ends.max(initial=0.0)))

    @property
    def cpu_per_request_s(self) -> float:
        """CPU time of the server for each successful response; NaN where it is not known."""
        return self.cpu_used_s / self.counts.ok if self.counts.ok else float("nan")

    @property
    def cpu_percent(self) -> float | None:
        """What the server used of one core; None where it is not known."""
        percent = 100 * self.cpu_used_s / max(self.counts.measured_s, 1e-9)
        return percent if math.isfinite(percent) else None

    @property
    def has_void_row(self) -> bool:
        """Whether the generator stood still in it."""
        return bool(self.lane.column("void")[self._rows].any())

    @property
    def void_s(self) -> float:
        """For how long, within it, nothing is known since the generator stood still."""
        return sum(self.lane.void_s(*span) for span in self.spans) if self.lane.void_spans else 0.0

    @property
    def generator_limited(self) -> float:
        """In which part of it, 0..1, the load generator was the limit."""
        flags = self.values("limited")
        return float(flags.mean()) if flags.size else 0.0

    @property
    def ceiling_per_s(self) -> float | None:
        """The most that the generator can send; None where that is not known."""
        ceilings = self.values("ceiling_per_s")
        return float(ceilings[-1]) if ceilings.size else None

    @property
    def generator_bound(self) -> bool:
        """Whether throughput was within 20 % of the most that the generator can send."""
        ceiling = self.ceiling_per_s
        return ceiling is not None and self.counts.throughput >= BOUND_FRACTION * ceiling


class BlockFigures(NamedTuple):
    """What a lane did in a stretch: answers, seconds, CPU, latencies, memory.

    Successful answers, seconds measured, CPU seconds of the server, latencies as in
    ``percentiles``, the medians of unique and resident memory in MiB, and of how many requests the
    server answered at a time; NaN where not known.
    """

    ok: float
    measured_s: float
    cpu_s: float
    below: Array
    uss_mib: float
    rss_mib: float
    in_service: float


class Block:
    """What a lane did in a block of time that is over, which therefore does not change.

    It is not ``sound`` where nothing was measured, or the generator stood still.
    """

    def __init__(self, part: LaneWindow) -> None:
        counts = part.counts
        self.sound = counts.measured_s > 0 and not part.has_void_row
        self.figures = BlockFigures(
            float(counts.ok),
            counts.measured_s,
            part.cpu_used_s,
            cumulative(part.histogram()),
            part.median("uss_mib"),
            part.median("rss_mib"),
            _in_service(part),
        )


def _in_service(part: LaneWindow) -> float:
    """Threads that were busy or, where there are none that count, requests under way.

    0 at a rate, where requests are due one after the other.
    """
    if part.lane.has_schedule:
        return 0.0
    busy = part.values("busy")
    found = median(busy) if busy.size else part.median("in_progress")
    return found if math.isfinite(found) else part.median("in_flight")
