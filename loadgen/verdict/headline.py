"""The verdict as it is shown while a race goes on.

It changes when what was measured says so, not with every look.
"""

import msgspec

from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.demand import Demand
from loadgen.verdict.sentences import with_sentences
from loadgen.verdict.verdict import findings, leader_of
from loadgen.verdict.verdict_fields import Missing, Verdict

LOOK_S = 1.0

CONFIRM_S = 0.9
"""A difference is named when two looks, so far apart, agree on it; at the end of a race one is
enough.
"""

MARK_S = 0.5
"""So long after a change of the plan what was measured may still be of the plan before: its mark is
on the way.
"""

_WITH_FIGURES = ("comparison", "keeping-up", "overloaded")
_HELD = ("throughput_ratio", "tail_ratio", "memory_ratio")


class Headline:
    """One race's verdict over time; ``update`` once a second, and at the end, or ``follow``.

    A ratio that is shown is replaced when the new estimate lies outside the interval shown, when
    the interval has become half as wide, or at the end of the race, where all that was measured
    counts. A difference that was named stays while the new interval overlaps the one shown: both
    are right at all looks together in 95 of 100 races, and so is what they share. All of it ends
    with a change of the plan, and with every mark that somebody or a server made.
    """

    def __init__(self) -> None:
        self.verdict = Verdict(kind="starting")
        # The same before sentences were made of it.
        self._fields = self.verdict
        self._shown: dict[str, Ratio] = {}
        self._tail: float | None = None
        # A higher percentile that differs, but is not confirmed yet, and since when it does.
        self._next_tail: tuple[float, float] | None = None
        self._clear_since_s: dict[str, float] = {}
        # The lane that was said to be ahead before there is a ratio to show.
        self._ahead: LaneId | None = None
        self._of: tuple[RacePlan, int] | None = None
        self._wait_until_s = 0.0
        self._updated_s = -LOOK_S
        self._is_out = False

    def update(self, timeline: Timeline, plan: RacePlan) -> Verdict:
        """Look at the time line, and return what is to be shown."""
        self._forget_on_change(timeline, plan)
        found = findings(timeline, plan)
        if found.kind in _WITH_FIGURES and timeline.duration_s < self._wait_until_s:
            self._show(Verdict(kind="measuring", progress=0.0, missing=Missing()), plan)
        elif found.kind in _WITH_FIGURES:
            if self._would_lose_the_tail(found, timeline.duration_s):
                found = findings(timeline, plan, self._tail)
            self._show(self._held(found, timeline.duration_s), plan)
        elif found.is_provisional and self.verdict.kind in _WITH_FIGURES and self._shown:
            # Only this program stood still: what was shown still holds.
            self._show(
                msgspec.structs.replace(self._fields, before_standstill=True, final=found.final),
                plan,
            )
        else:
            self._ahead = found.ahead or self._ahead
            self._show(msgspec.structs.replace(found, ahead=self._still_ahead(found)), plan)
        return self.verdict

    def follow(self, timeline: Timeline, plan: RacePlan) -> Verdict:
        """To be called with every frame.

        Looks at the time line once a second of the race, and in every frame from the beginning of
        an outage to its end.
        """
        was_out, self._is_out = self._is_out, timeline.outages.is_open
        due = timeline.duration_s >= self._updated_s + LOOK_S - 1e-3
        if timeline.phase == "racing" and (due or was_out or self._is_out):
            self._updated_s = timeline.duration_s
            self.update(timeline, plan)
        return self.verdict

    def _forget_on_change(self, timeline: Timeline, plan: RacePlan) -> None:
        marks = sum(mark.disturbs and mark.kind != "program" for mark in timeline.marks)
        raced = msgspec.structs.replace(
            plan, duration_s=None, until_clear=False, clear_metric="requests"
        )
        if self._of is not None and self._of[0] != raced:
            self._wait_until_s = timeline.duration_s + MARK_S
        if self._of != (raced, marks):
            self._of = (raced, marks)
            self._shown.clear()
            self._clear_since_s.clear()
            self._tail = self._next_tail = self._ahead = None

    def _show(self, found: Verdict, plan: RacePlan) -> None:
        self._fields = found
        self.verdict = with_sentences(found, plan)

    def _held(self, found: Verdict, at_s: float) -> Verdict:
        if found.tail != self._tail:
            # Another percentile: nothing that was said of the last one holds for it.
            self._tail = found.tail
            self._shown.pop("tail_ratio", None)
            self._clear_since_s.pop("tail_ratio", None)
            if self._next_tail is not None and self._next_tail[0] == found.tail:
                self._clear_since_s["tail_ratio"] = self._next_tail[1]
        if self._stays_ahead(found):
            return _measuring(found, self._ahead)
        for name in _HELD:
            new = getattr(found, name)
            if new is not None and (found.final or self._is_confirmed(name, new, at_s)):
                self._shown[name] = settled(self._shown.get(name), new, final=found.final)
        if found.kind == "comparison" and "throughput_ratio" not in self._shown:
            # Not confirmed yet. Who is ahead is said only where it was said before.
            return _measuring(found, self._ahead if self._ahead == found.leader else None)
        held = {name: self._shown.get(name) for name in _HELD}
        return msgspec.structs.replace(
            found,
            **held,
            p99_ratio=held["tail_ratio"] if found.p99_ratio else None,
            demand=self._held_demand(found),
            leader=leader_of(found.kind, held["throughput_ratio"], found.demand),
        )

    def _still_ahead(self, found: Verdict) -> LaneId | None:
        """Before the first interval a lane that was ahead stays so.

        With the blocks that a longer warm-up takes away, nothing speaks against it.
        """
        return self._ahead if found.kind == "measuring" and not found.final else None

    def _stays_ahead(self, found: Verdict) -> bool:
        """Whether the first interval only leaves open what was said.

        The lane that is ahead still is, and no figure has been shown.
        """
        ratio = found.throughput_ratio
        if found.final or ratio is None or ratio.is_clear or "throughput_ratio" in self._shown:
            return False
        return self._ahead == ("b" if ratio.estimate > 1 else "a")

    def _would_lose_the_tail(self, found: Verdict, at_s: float) -> bool:
        """Whether a higher percentile has enough answers now, of which nothing is confirmed yet.

        While a difference in a lower one is shown.
        """
        shown, new = self._shown.get("tail_ratio"), found.tail_ratio
        if shown is None or new is None or found.tail == self._tail:
            return False
        if not shown.is_clear or not new.is_clear:
            self._next_tail = None
            return shown.is_clear
        if self._next_tail is None or self._next_tail[0] != found.tail:
            self._next_tail = (found.tail or 0.0, at_s)
        return not found.final and at_s - self._next_tail[1] < CONFIRM_S

    def _is_confirmed(self, name: str, new: Ratio, at_s: float) -> bool:
        if not new.is_clear:
            self._clear_since_s.pop(name, None)
            return True
        return at_s - self._clear_since_s.setdefault(name, at_s) >= CONFIRM_S

    def _held_demand(self, found: Verdict) -> dict[LaneId, Demand]:
        """The rates shown, while the new ones lie within their intervals; the rest as it is."""
        held: dict[LaneId, Demand] = {}
        for id_, new in found.demand.items():
            shown = self.verdict.demand.get(id_)
            if shown is None or found.final or _leaves(shown, new):
                held[id_] = new
            else:
                rate = shown.answered_per_second
                held[id_] = msgspec.structs.replace(
                    new, answered_per_second=rate, low=shown.low, high=shown.high
                )
        return held


def _measuring(found: Verdict, ahead: LaneId | None) -> Verdict:
    """What is said while there is an interval, and no figure to be shown."""
    return Verdict(
        kind="measuring",
        ahead=ahead,
        progress=1.0,
        missing=Missing(),
        evidence_clauses=found.evidence_clauses,
        caution=found.caution,
        failing=found.failing,
        why=found.why,
        limit=found.limit,
        pairs=found.pairs,
    )


def settled(shown: Ratio | None, new: Ratio, *, final: bool = False) -> Ratio:
    """The ratio to show, where ``shown`` is shown and ``new`` has been measured."""
    if shown is None or shown.interval is None or new.interval is None:
        return new
    if shown.is_clear and not new.is_clear:
        overlap = new.interval[0] <= shown.interval[1] and shown.interval[0] <= new.interval[1]
        return shown if overlap else new
    inside = shown.interval[0] <= new.estimate <= shown.interval[1]
    narrower = new.half_width <= shown.half_width / 2
    changed = new.is_clear and not shown.is_clear
    return new if final or changed or narrower or not inside else shown


def _leaves(shown: Demand, new: Demand) -> bool:
    if shown.pace != new.pace or shown.due_per_second != new.due_per_second:
        return True
    narrower = new.high - new.low <= (shown.high - shown.low) / 2
    return narrower or not shown.low <= new.answered_per_second <= shown.high
