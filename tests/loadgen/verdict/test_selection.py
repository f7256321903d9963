"""The verdict on a stretch that was selected: the same rules, and nothing of what is beside it."""

import msgspec
import pytest

from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.selection import SelectedTimeline
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.selection import judge_selection
from loadgen.verdict.verdict import Verdict, judge
from tests.support.synthetic_frames import Side, SyntheticFrames, timeline

PLAN = RacePlan.default()
SLOW = Side(per_tick=10, latency_ms=50, jitter=0.4, spread=0.02)
FAST = Side(per_tick=30, latency_ms=20, jitter=1.0, spread=0.02)
FASTER = Side(per_tick=90, latency_ms=9, jitter=2.0, spread=0.02)


def verdict_on(line: Timeline, from_s: float, to_s: float, plan: RacePlan = PLAN) -> Verdict:
    return judge_selection(SelectedTimeline(line, from_s, to_s), plan)


def changed_after_20_s() -> Timeline:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(20, SLOW, FAST):
        line.add(frame)
    for frame in fabricator.frames(20, SLOW, FASTER, mark="concurrency 64 to 128"):
        line.add(frame)
    return line


def test_each_stretch_has_its_own_ratio_with_an_interval() -> None:
    line = changed_after_20_s()
    before, after = verdict_on(line, 4, 18), verdict_on(line, 24, 38)
    for found, ratio in ((before, 3), (after, 9)):
        assert found.throughput_ratio is not None
        assert found.throughput_ratio.low is not None
        assert found.throughput_ratio.estimate == pytest.approx(ratio, rel=0.05)
        assert found.from_s is not None
        assert found.to_s is not None
    assert (before.from_s, before.to_s) == (4, 18)
    assert before.sentence.startswith("0:04 to 0:18: FastAPI answers")
    assert before.whole_headline.text == before.headline


def test_a_stretch_that_is_all_of_the_steady_race_has_the_verdict_of_the_race() -> None:
    line = timeline((30, SLOW, FAST))
    line.end()
    whole, stretch = judge(line, PLAN), line.stretch()
    assert stretch is not None
    selected = verdict_on(line, stretch.from_s, stretch.to_s)
    assert selected.throughput_ratio == whole.throughput_ratio
    assert selected.p50_ratio == whole.p50_ratio
    assert selected.memory_ratio == whole.memory_ratio


def test_settings_that_were_changed_within_it_are_not_mixed() -> None:
    found = verdict_on(changed_after_20_s(), 10, 38)
    assert found.throughput_ratio is not None
    assert found.throughput_ratio.estimate == pytest.approx(9, rel=0.05)
    assert found.from_s is not None
    assert found.from_s >= 20


def test_a_stretch_that_is_too_short_says_what_is_missing() -> None:
    found = verdict_on(timeline((30, SLOW, FAST)), 10, 13)
    assert found.kind == "too-little"
    assert found.sentence.startswith("0:10 to 0:13: Too little was measured")
    assert found.throughput_ratio is None


def test_the_evidence_does_not_call_it_the_last_seconds() -> None:
    found = verdict_on(timeline((30, SLOW, FAST)), 10, 20)
    assert found.evidence.startswith("together, 10.0 s · ")


def test_the_evidence_says_what_limited_each_lane_then() -> None:
    found = verdict_on(timeline((30, SLOW, FAST)), 10, 20)
    assert found.why
    assert found.evidence_clauses[1] == (f"limit: {found.why}",)
    assert f" · limit: {found.why} · 64 users" in found.evidence


def test_the_load_is_that_of_the_plan_at_that_time() -> None:
    then = msgspec.structs.replace(PLAN, model=ClosedModel(16))
    assert "16 users" in verdict_on(changed_after_20_s(), 4, 18, then).evidence


def test_a_lane_that_failed_later_is_compared_as_it_was() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(20, SLOW, FAST):
        line.add(frame)
    for frame in fabricator.frames(10, SLOW, Side(state="failed", text="It crashed.")):
        line.add(frame)
    found = verdict_on(line, 4, 18)
    assert found.kind == "comparison"
    assert (found.outage, found.failing) == ("", "")
    assert "crashed" not in found.sentence


def test_an_outage_within_it_is_left_out_and_named() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(15, SLOW, FAST):
        line.add(frame)
    for frame in fabricator.frames(3, SLOW, Side(state="unresponsive")):
        line.add(frame)
    for frame in fabricator.frames(20, SLOW, FAST):
        line.add(frame)
    around, after = verdict_on(line, 5, 35), verdict_on(line, 24, 35)
    assert "no answer" in around.evidence
    assert around.throughput_ratio is not None
    assert around.throughput_ratio.estimate == pytest.approx(3, rel=0.05)
    assert "no answer" not in after.evidence


def test_in_turns_whole_pairs_within_it_are_compared() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.turns(24, 2.0, SLOW, FAST):
        line.add(frame)
    whole, half = verdict_on(line, 0, line.duration_s), verdict_on(line, 0, line.duration_s / 2)
    assert whole.throughput_ratio is not None
    assert (whole.pairs, half.pairs) == (12, 6)
    assert verdict_on(line, 10, 12).kind == "too-little"


def test_it_costs_little_and_changes_nothing_of_the_race() -> None:
    line = changed_after_20_s()
    before = judge(line, PLAN)
    verdict_on(line, 4, 18)
    assert judge(line, PLAN) == before
