"""The verdict: what is said, on what evidence, and when nothing is."""

import time

import numpy as np
import pytest

from loadgen.experiments.race_plan import LaneChoice, RacePlan
from loadgen.plan import ClosedModel
from loadgen.results import sentences
from loadgen.results.intervals import block_rates, ratio_interval
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
        "last 10.0 s · 95 % interval 15.0 to 15.0 · 64 users, 50 ms wait · unique memory"
    )
    assert verdict.why == ("Flask: 4 of 4 threads busy, 60 waiting, 50 % CPU · FastAPI: 50 % CPU")
    assert (verdict.leader, verdict.caution) == ("b", "")
    assert (verdict.from_s, verdict.to_s) == pytest.approx((1.0, 11.0))
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(15)


def test_ratios_are_b_over_a_whoever_leads() -> None:
    verdict = judge(timeline((11, FAST, SLOW)), PLAN)
    assert verdict.leader == "a"
    assert verdict.sentence.startswith("Flask answers 15× as many requests; p99 is 13.3× lower")
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(1 / 15)
    assert "95 % interval 15.0 to 15.0" in verdict.evidence


def test_noise_is_no_difference() -> None:
    noisy = Side(per_tick=50, jitter=10)
    verdict = judge(timeline((21, noisy, noisy)), PLAN)
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.holds_one
    assert verdict.leader is None
    assert verdict.emphasis == ""
    assert verdict.sentence == (
        "FastAPI and Flask answer about as many requests: no difference was shown; "
        "FastAPI's p99 is about the same; it holds about the same memory."
    )


@pytest.mark.parametrize(
    ("throughput", "p99", "memory", "told"),
    [
        (36.64, 0.0303, 1.52, ("36.6× as many", "p99 is 33× lower; it holds 1.52× the memory")),
        (1.04, 0.7, 0.4, ("4 % more", "p99 is 30 % lower; it holds 0.4× the memory")),
        (1.2, 1.02, None, ("1.2× as many", "p99 is about the same")),
        (3.0, 2.5, 1.0, ("3× as many", "p99 is 2.5× higher; it holds about the same memory")),
        (2.0, 1.5, 1.0, ("2× as many", "p99 is 50 % higher; it holds about the same memory")),
        (2.0, None, 2.0, ("2× as many", "it holds 2× the memory")),
    ],
)
def test_ratios_are_told_naturally(
    throughput: float, p99: float | None, memory: float | None, told: tuple[str, str]
) -> None:
    sentence, emphasis = sentences.comparison("B", "A", throughput, p99, memory, shown=True)
    assert sentence == f"B answers {told[0]} requests; {told[1]}."
    assert emphasis == told[0].removesuffix(" as many")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], "The servers are starting."),
        ([(2, SLOW, FAST)], "Measuring: 2 s of steady racing are needed."),
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
            "Flask answered no request successfully in 3.0 s (30 failed); FastAPI answered 600/s.",
        ),
        (
            [(5, Side(per_tick=0), Side(per_tick=0))],
            "Neither lane answered a single request successfully in 4.0 s.",
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
        "Too little was measured: 2 s of steady racing are needed, there were 1.5 s "
        "after a warm-up of at least 1 s."
    )


@pytest.mark.parametrize(
    ("a", "b", "where", "effect"),
    [
        (SLOW, Side(per_tick=120, generator_cpu=97), "97 % CPU on FastAPI's lane", "be larger"),
        (Side(per_tick=8, generator_cpu=97), FAST, "97 % CPU on Flask's lane", "be smaller"),
        (
            SLOW,
            Side(per_tick=120, send_lag_ms=25),
            "requests left up to 25.0 ms late on FastAPI's lane",
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


def test_failures_are_part_of_the_evidence() -> None:
    verdict = judge(timeline((5, Side(failed=1), FAST)), PLAN)
    assert "Flask: 40 requests failed" in verdict.evidence


def test_the_load_is_told_without_what_is_off() -> None:
    plan = RacePlan(
        lanes={"a": LaneChoice.of("flask"), "b": LaneChoice.of("flask")},
        scenario="orders",
        parameters={"lines": 3},
        model=ClosedModel(1),
    )
    assert sentences.load(plan) == "1 user, order lines 3"
    assert judge(timeline((5, SLOW, FAST)), plan).sentence.startswith("Flask B answers 15×")


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(60):
        fabricator, line = Fabricator(), Timeline()
        fabricator.random = np.random.default_rng(seed)
        noisy = Side(per_tick=20, jitter=6), Side(per_tick=40, jitter=12)
        for frame in fabricator.frames(11, *noisy):
            line.add(frame)
        a, b = (block_rates(line.lane(id_), 1, 11) for id_ in ("a", "b"))
        interval = ratio_interval(b, a)
        assert interval is not None
        covered += interval[0] <= 2 <= interval[1]
    assert covered >= 51  # 95 % of 60 is 57


def test_fewer_than_five_seconds_have_no_interval() -> None:
    verdict = judge(timeline((5.5, SLOW, FAST)), PLAN)
    ratio = verdict.throughput_ratio
    assert ratio is not None
    assert ratio.estimate == pytest.approx(15)
    assert (ratio.low, ratio.high) == (None, None)
    assert "interval" not in verdict.evidence


def test_judging_an_hour_costs_as_little_as_judging_a_minute() -> None:
    line = timeline((600, SLOW, FAST))
    judge(line, PLAN)
    began = time.process_time()
    for _ in range(20):
        judge(line, PLAN)
    assert (time.process_time() - began) / 20 < 0.01
