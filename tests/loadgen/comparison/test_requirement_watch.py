"""A race is looked at once a second, until its requirements are decided."""

import pytest

from loadgen.comparison.requirement import Requirement
from loadgen.comparison.requirement_watch import RequirementWatch
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict_fields import Verdict
from tests.support.synthetic_frames import Side, SyntheticFrames


def decided_at(*texts: str, seconds: float = 12.0) -> float | None:
    """The second of the race at which it may end."""
    timeline = Timeline()
    watch = RequirementWatch([Requirement.parse(each) for each in texts])
    slow, fast = Side(per_tick=10, spread=0.05, jitter=0.5), Side(per_tick=40, spread=0.05)
    for frame in SyntheticFrames().frames(seconds, slow, fast):
        timeline.add(frame)
        if watch.is_decided(timeline, Verdict()):
            return timeline.duration_s
    return None


@pytest.mark.parametrize(
    "texts",
    [("a.throughput > 50",), ("a.throughput > 50", "b.throughput > 200"), ("a.throughput > 900",)],
)
def test_it_ends_when_all_hold_or_one_fails(texts: tuple[str, ...]) -> None:
    at_s = decided_at(*texts)
    assert at_s is not None
    assert 2 < at_s < 12


def test_one_that_fails_ends_it_whatever_the_others_are() -> None:
    assert decided_at("a.throughput > 100", "a.throughput > 900") is not None


def test_what_is_not_decided_goes_on() -> None:
    assert decided_at("a.throughput > 100") is None
    assert decided_at("a.throughput > 50", "a.throughput > 100") is None


def test_without_requirements_nothing_is_decided() -> None:
    assert decided_at() is None
