"""Requirements that a race has to meet: ``b.p99_ms < 100``, ``ratio >= 2``.

Each is held against the 95 % interval of its figure, and so has three results: it holds when all of
the interval meets it, fails when nothing of it does, and is not decided in between, or where there
is no interval.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from loadgen.comparison.change import change_of
from loadgen.comparison.run_figures import figures_of
from loadgen.export.requirement_result import RequirementResult, Result
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict_fields import Verdict

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}

_FIGURES: dict[str, tuple[str, float]] = {
    "throughput": ("throughput_per_second", 1.0),
    "p50_ms": ("p50_s", 1000.0),
    "p90_ms": ("p90_s", 1000.0),
    "p99_ms": ("p99_s", 1000.0),
    "cpu_ms": ("cpu_s_per_request", 1000.0),
    "memory_mib": ("memory_mib", 1.0),
}
"""What is typed, the key of the figure, and how many of the typed unit one of its own is."""

_RATIO = "ratio"
_FORM = re.compile(
    r"\s*(?:(?P<lane>[ab])\.)?(?P<figure>[a-z0-9_]+)\s*(?P<sign><=|>=|<|>)\s*(?P<bound>\S+)\s*"
)


class RequirementError(Exception):
    """A requirement that cannot be understood; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement. ``lane`` is None for ``ratio``, which is b's throughput over a's."""

    text: str
    lane: LaneId | None
    figure: str
    sign: str
    bound: float

    @classmethod
    def parse(cls, text: str) -> "Requirement":
        """Raises RequirementError, with what there is."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise RequirementError(
                f"“{text}” is no requirement; write for example: b.p99_ms < 100, or: ratio >= 2."
            )
        lane, figure, sign, bound = found["lane"], found["figure"], found["sign"], found["bound"]
        try:
            number = float(bound)
        except ValueError:
            raise RequirementError(f"“{bound}” in “{text}” is not a number.") from None
        if not 0 <= number < float("inf"):
            raise RequirementError(f"The bound of “{text}” must be 0 or more, and finite.")
        if lane is None and figure == _RATIO:
            return cls(text.strip(), None, figure, sign, number)
        if lane is None or figure not in _FIGURES:
            known = ", ".join(_FIGURES)
            raise RequirementError(
                f"“{text}” names no figure; there are: ratio, and of a lane (b.p99_ms): {known}."
            )
        return cls(text.strip(), "a" if lane == "a" else "b", figure, sign, number)

    def check(self, run: RunRecord) -> "Outcome":
        """Hold it against a race that is over."""
        return self.hold_against(run.timeline, run.verdict)

    def hold_against(self, timeline: Timeline, verdict: Verdict) -> "Outcome":
        """Hold it against a race as far as it has come, with its present verdict."""
        value = self._value(timeline, verdict)
        if value is None or value.interval is None:
            return Outcome(self, "not decided", None)
        met = [_OPERATORS[self.sign](end, self.bound) for end in value.interval]
        result: Result = "holds" if all(met) else "not decided" if any(met) else "fails"
        return Outcome(self, result, value)

    def _value(self, timeline: Timeline, verdict: Verdict) -> Ratio | None:
        figures = figures_of(timeline)
        if self.lane is None:
            a, b = (figures[id_].get("throughput_per_second") for id_ in ("a", "b"))
            measured = verdict.throughput_ratio
            return measured or (change_of(a, b) if a and b else None)
        key, scale = _FIGURES[self.figure]
        found = figures[self.lane].get(key)
        if found is None or found.interval is None:
            return None
        low, high = found.interval
        return Ratio(found.estimate * scale, low * scale, high * scale)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A requirement and what became of it; ``value`` is None where there is no interval."""

    requirement: Requirement
    result: Result
    value: Ratio | None

    @property
    def text(self) -> str:
        """``b.p99_ms < 100 holds: 52.1 (51 to 53.2)``."""
        return self.recorded().sentence

    def recorded(self) -> RequirementResult:
        """The same for the run document."""
        value = self.value
        if value is None or value.interval is None:
            return RequirementResult(
                text=self.requirement.text, result=self.result, bound=self.requirement.bound
            )
        low, high = value.interval
        return RequirementResult(
            text=self.requirement.text,
            result=self.result,
            estimate=value.estimate,
            low=low,
            high=high,
            bound=self.requirement.bound,
        )
