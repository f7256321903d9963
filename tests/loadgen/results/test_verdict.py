"""The verdict: what is said, on what evidence, and when nothing is."""

import time
from typing import Any

import msgspec
import numpy as np
import pytest

from loadgen.experiments.race_plan import LaneChoice, RacePlan
from loadgen.plan import ClosedModel, OpenModel
from loadgen.results import sentences
from loadgen.results.evidence import load
from loadgen.results.timeline import Timeline
from loadgen.results.verdict import Ratio, judge
from tests.loadgen.results.fabricated import Fabricator, Side, timeline

PLAN = RacePlan.default()
SLOW = Side(per_tick=8, latency_ms=800, uss=30, busy=4, capacity=4, queued=60, generator_cpu=5)
FAST = Side(per_tick=120, latency_ms=60, uss=45)


def test_it_reads_aloud_and_carries_its_evidence() -> None:
    verdict = judge(timeline((11, SLOW, FAST)), PLAN)
    assert verdict.sentence == (
        "FastAPI answers 15× as many requests; p99 is 13.3× lower; it holds 1.5× the memory."
    )
    assert verdict.emphasis == "15×"
    assert verdict.evidence == (
        "together, last 10.2 s · warm-up 0.8 s left out · 95 % interval 14.9 to 15.1 · "
        "64 users, 50 ms wait · unique memory"
    )
    assert verdict.intervals == (
        "FastAPI over Flask, 95 % intervals: requests 14.9 to 15.1 · p50 0.0744 to 0.0756 · "
        "p99 0.0744 to 0.0755 · CPU per request 0.0663 to 0.0670"
    )
    assert verdict.why == (
        "Flask: 4 of 4 threads busy, 60 waiting · "
        "FastAPI: nothing here is the limit: each of 64 users waits 60.0 ms"
    )
    assert {id_: each.kind for id_, each in verdict.limit.items()} == {
        "a": "threads",
        "b": "nothing",
    }
    assert (verdict.leader, verdict.caution) == ("b", "")
    assert (verdict.from_s, verdict.to_s) == pytest.approx((0.8, 11.0), abs=0.01)
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(15)


def test_ratios_are_b_over_a_whoever_leads() -> None:
    verdict = judge(timeline((11, FAST, SLOW)), PLAN)
    assert verdict.leader == "a"
    assert verdict.sentence.startswith("Flask answers 15× as many requests; p99 is 13.3× lower")
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(1 / 15)
    assert "95 % interval 14.9 to 15.1" in verdict.evidence


def test_noise_is_no_difference() -> None:
    noisy = Side(per_tick=50, jitter=10, spread=0.1)
    verdict = judge(timeline((21, noisy, noisy)), PLAN)
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.holds_one
    assert not verdict.is_clear
    assert verdict.leader is None
    assert verdict.emphasis == ""
    assert verdict.sentence == (
        "No difference shown between FastAPI and Flask, neither in requests answered nor in p99; "
        "FastAPI holds about the same memory."
    )
    assert "requests 0.9" in verdict.intervals
    assert verdict.intervals.count("(no difference shown)") == 4


def exactly(ratio: float) -> Ratio:
    return Ratio(ratio, ratio * 0.99, ratio * 1.01)


UNSURE = Ratio(1.2, 0.8, 1.8)


@pytest.mark.parametrize(
    ("throughput", "p99", "memory", "told"),
    [
        (
            36.64,
            0.0303,
            1.52,
            "36.6× as many requests; p99 is 33× lower; it holds 1.52× the memory",
        ),
        (1.04, 0.7, 0.4, "4 % more requests; p99 is 30 % lower; it holds 0.4× the memory"),
        (1.2, 1.02, None, "1.2× as many requests; p99 is about the same"),
        (3, 2.5, 1, "3× as many requests; p99 is 2.5× higher; it holds about the same memory"),
        (2, 1.5, 1, "2× as many requests; p99 is 50 % higher; it holds about the same memory"),
        (2, None, 2, "2× as many requests; it holds 2× the memory"),
        (2, UNSURE, 2, "2× as many requests; no difference shown in p99; B holds 2× the memory"),
    ],
)
def test_ratios_are_told_naturally(
    throughput: float, p99: float | Ratio | None, memory: float | None, told: str
) -> None:
    tail = exactly(p99) if isinstance(p99, float) else p99
    kept = Ratio(memory) if memory is not None else None
    sentence, emphasis = sentences.comparison("B", "A", exactly(throughput), tail, kept)
    assert sentence == f"B answers {told}."
    assert emphasis == told.partition(" requests")[0].removesuffix(" as many")


@pytest.mark.parametrize(
    ("throughput", "p99", "told"),
    [
        (
            UNSURE,
            exactly(0.5),
            "B and A answer about as many requests: no difference shown; B's p99 is 2× lower",
        ),
        (
            UNSURE,
            UNSURE,
            "No difference shown between B and A, neither in requests answered nor in p99",
        ),
        (UNSURE, None, "B and A answer about as many requests: no difference shown"),
        # before there is an interval, a small difference is not believed
        (Ratio(1.02), None, "B and A answer about as many requests: no difference shown"),
        (Ratio(1.5), None, "B answers 1.5× as many requests"),
    ],
)
def test_what_is_not_shown_is_not_claimed(throughput: Ratio, p99: Ratio | None, told: str) -> None:
    assert sentences.comparison("B", "A", throughput, p99, None)[0] == f"{told}."


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], "The servers are starting."),
        ([(1.9, SLOW, FAST)], "Measuring: 2 s of steady racing are needed."),
        (
            [
                (4, SLOW, FAST),
                (1, Side(state="failed", text="Flask server stopped (exit 1)."), FAST),
            ],
            "Flask server stopped (exit 1). FastAPI goes on; there is nothing to compare it with.",
        ),
        (
            [(4, SLOW, FAST), (4, SLOW, Side(state="failed", text="It stopped."))],
            "FastAPI: It stopped. Flask goes on; there is nothing to compare it with.",
        ),
        (
            [(4, Side(per_tick=0, failed=1), Side(per_tick=60))],
            "Flask answered no request successfully in 4.0 s (40 failed); FastAPI answered 600/s.",
        ),
        (
            [(5, Side(per_tick=0), Side(per_tick=0))],
            "Neither lane answered a single request successfully in 5.0 s.",
        ),
    ],
)
def test_when_there_is_nothing_to_compare_it_says_why(
    parts: list[tuple[float, Side, Side]], sentence: str
) -> None:
    verdict = judge(timeline(*parts), PLAN)
    assert verdict.sentence == sentence
    assert verdict.leader is None
    assert verdict.throughput_ratio is None


def test_after_a_race_that_was_too_short_it_says_what_is_missing() -> None:
    line, fabricator = Timeline(), Fabricator()
    for frame in fabricator.frames(2.5, SLOW, FAST):
        line.add(frame)
    for frame in fabricator.frames(0.1, SLOW, FAST, phase="ended"):
        line.add(frame)
    assert judge(line, PLAN).sentence == (
        "Too little was measured: 2 s of steady racing are needed, "
        "there were 1.7 s after the warm-up."
    )


@pytest.mark.parametrize(
    ("a", "b", "where", "effect"),
    [
        (SLOW, Side(per_tick=120, generator_cpu=97), "97 % CPU on FastAPI's lane", "be larger"),
        (Side(per_tick=8, generator_cpu=97), FAST, "97 % CPU on Flask's lane", "be smaller"),
        (
            SLOW,
            Side(per_tick=120, send_lag_ms=25),
            "requests left p99 25 ms late on FastAPI's lane",
            "be larger",
        ),
        (
            Side(generator_cpu=90),
            Side(generator_cpu=97),
            "90 % CPU on Flask's lane and 97 % CPU on FastAPI's lane",
            "differ",
        ),
    ],
)
def test_it_says_when_the_load_generator_is_the_limit(
    a: Side, b: Side, where: str, effect: str
) -> None:
    assert judge(timeline((5, a, b)), PLAN).caution == (
        f"The load generator is the limit: {where}; the true ratio may {effect}."
    )


def test_it_says_when_a_lane_is_close_to_the_generators_ceiling() -> None:
    near = Side(per_tick=120, ceiling=1_400)
    assert judge(timeline((5, SLOW, near)), PLAN).caution == (
        "FastAPI's lane is within 20 % of the generator's ceiling of 1,400/s: generator-bound."
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": OpenModel(500)}, "500 requests/s open, latency from schedule, 50 ms wait"),
        ({"model": OpenModel(1)}, "1 request/s open"),
        ({"model": ClosedModel(1)}, "1 user, 50 ms wait"),
        ({"until_clear": True}, "together, last 4.2 s · until clear · warm-up 0.8 s left out"),
        (
            {"client": "httpx-shared"},
            "64 users, 50 ms wait · sent by stock httpx, one client: this measures the client",
        ),
        (
            {"client": "httpx-per-user"},
            "sent by stock httpx, one client per user: this measures the client",
        ),
    ],
)
def test_the_evidence_says_how_the_load_was_made(changes: dict[str, Any], told: str) -> None:
    plan = msgspec.structs.replace(PLAN, **changes)
    assert told in judge(timeline((5, SLOW, FAST)), plan).evidence


def test_a_rate_that_both_lanes_keep_is_no_difference() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(500))
    kept, nearly = Side(per_tick=50, latency_ms=5), Side(per_tick=50, latency_ms=15)
    line = timeline(*[(0.9, nearly, kept), (0.1, Side(per_tick=49, latency_ms=15), kept)] * 10)
    assert judge(line, plan).sentence == (
        "FastAPI and Flask answer about as many requests: no difference shown; "
        "FastAPI's p99 is 2.99× lower; it holds about the same memory."
    )


def test_what_was_lost_is_part_of_the_evidence() -> None:
    lost = Side(per_tick=8, failed=1, dropped=30)
    still = Side(per_tick=900, stood_still_s=0.1)
    line = timeline((5, lost, FAST), (0.2, lost, still), (3, lost, FAST))
    told = judge(line, PLAN)
    assert told.evidence.endswith(
        "Flask: 82 requests failed · Flask: 2,460 arrivals dropped · "
        "FastAPI: 0.2 s left out, the generator stood still"
    )
    assert told.throughput_ratio is not None
    assert told.throughput_ratio.estimate == pytest.approx(15)


@pytest.mark.parametrize("seconds", [1, 5])
def test_fewer_connections_than_asked_for_are_told_however_little_was_measured(
    seconds: int,
) -> None:
    seen = timeline((seconds, SLOW, FAST))
    seen.lane("a").notice = "This system allows the load generator 36 of 64 connections."
    assert judge(seen, PLAN).caution == seen.lane("a").notice


def test_memory_is_compared_in_kind() -> None:
    without = Side(per_tick=120, uss=None, rss=80)
    verdict = judge(timeline((5, SLOW, without)), PLAN)
    assert "resident memory" in verdict.evidence
    assert verdict.memory_ratio == Ratio(2.0)


def test_the_load_is_told_without_what_is_off() -> None:
    plan = RacePlan(
        lanes={"a": LaneChoice.of("flask"), "b": LaneChoice.of("flask")},
        scenario="orders",
        parameters={"lines": 3},
        model=ClosedModel(1),
    )
    assert load(plan) == "1 user, 3 order lines"
    assert judge(timeline((5, SLOW, FAST)), plan).sentence.startswith("Flask B answers 15×")


def test_fewer_than_five_seconds_have_no_interval() -> None:
    verdict = judge(timeline((4.9, SLOW, FAST)), PLAN)
    ratio = verdict.throughput_ratio
    assert ratio is not None
    assert ratio.estimate == pytest.approx(15)
    assert (ratio.low, ratio.high) == (None, None)
    assert "interval" not in verdict.evidence


def test_judging_takes_a_moment_however_long_the_race() -> None:
    line, fabricator = Timeline(), Fabricator()
    wide = Side(per_tick=120, jitter=10, latency_ms=60, spread=0.3)
    spent = []
    for frame in fabricator.frames(300, wide, wide):
        line.add(frame)
        if frame.seq % 10 == 0 and frame.at_s > 200:
            began = time.process_time()
            judge(line, PLAN)
            spent.append(time.process_time() - began)
    assert np.median(spent) < 0.01
