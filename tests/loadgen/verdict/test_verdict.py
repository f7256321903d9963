"""The verdict: what is said, on what evidence, and when nothing is."""

import time
from typing import Any

import msgspec
import numpy as np
import pytest

from loadgen.model.frame import MachineUse
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.model.snapshot import Requests
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.provenance import load
from loadgen.verdict.verdict import Missing, judge
from tests.support.synthetic_frames import Side, SyntheticFrames, timeline

PLAN = RacePlan.default()
SLOW = Side(per_tick=8, latency_ms=800, uss=30, busy=4, capacity=4, queued=60, generator_cpu=5)
FAST = Side(per_tick=120, latency_ms=60, uss=45)


def test_it_reads_aloud_and_carries_its_evidence() -> None:
    verdict = judge(timeline((11, SLOW, FAST)), PLAN)
    assert verdict.kind == "comparison"
    assert verdict.sentence == (
        "FastAPI answers 15.0 times as many requests (14.9 to 15.1); "
        "its p95 is 13.3 times lower (13.2 to 13.4); it holds about 50 % more memory (49 to 52 %)."
    )
    assert verdict.headline == (
        "FastAPI answers 15.0 times as many requests; its p95 is 13.3 times lower; "
        "it holds about 50 % more memory."
    )
    assert verdict.emphasis == "15.0 times"
    assert verdict.evidence == (
        "together, last 10.2 s · warm-up 0.8 s left out · 64 users, 50 ms wait · unique memory"
    )
    assert verdict.intervals == (
        "95 % intervals: 14.9 to 15.1 times as many requests · p95 13.2 to 13.4 times lower · "
        "49 to 52 % more memory · p50 13.2 to 13.4 times lower · "
        "CPU per request 93.3 to 93.4 % less"
    )
    assert verdict.why == (
        "Flask: 4 of 4 threads busy, 60 waiting · "
        "FastAPI: nothing here is the limit: each of 64 users waits 60.0 ms"
    )
    assert {id_: each.kind for id_, each in verdict.limit.items()} == {
        "a": "threads",
        "b": "nothing",
    }
    assert (verdict.leader, verdict.caution, verdict.progress) == ("b", "", None)
    assert (verdict.from_s, verdict.to_s) == pytest.approx((0.8, 11.0), abs=0.01)
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(15)
    assert (verdict.tail, verdict.p99_ratio) == (0.95, None)


def test_ratios_are_b_over_a_whoever_leads() -> None:
    verdict = judge(timeline((11, FAST, SLOW)), PLAN)
    assert verdict.leader == "a"
    assert verdict.headline.startswith(
        "Flask answers 15.0 times as many requests; its p95 is 13.3 times lower"
    )
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(1 / 15)
    assert verdict.intervals.startswith("95 % intervals: 14.9 to 15.1 times as many requests")


def test_noise_is_no_difference() -> None:
    noisy = Side(per_tick=50, jitter=5, spread=0.02)
    verdict = judge(timeline((41, noisy, noisy)), PLAN)
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.holds_one
    assert (verdict.leader, verdict.emphasis) == (None, "")
    assert verdict.sentence == (
        "No difference shown between Flask and FastAPI, neither in requests answered nor in p99; "
        "FastAPI holds about the same memory."
    )
    assert verdict.intervals.startswith("FastAPI against Flask, 95 % intervals: requests 0.9")


@pytest.mark.parametrize(
    ("parts", "kind", "sentence"),
    [
        ([], "starting", "The servers are starting."),
        ([(1.9, SLOW, FAST)], "measuring", "Measuring."),
        ([(5.5, SLOW, FAST)], "measuring", "Measuring: FastAPI is ahead so far."),
        ([(5.5, FAST, SLOW)], "measuring", "Measuring: Flask is ahead so far."),
        ([(5.5, FAST, Side(per_tick=70, jitter=5))], "measuring", "Measuring."),
        (
            [
                (4, SLOW, FAST),
                (1, Side(state="failed", text="Flask server stopped (exit 1)."), FAST),
            ],
            "outage",
            "Flask server stopped (exit 1). FastAPI goes on; there is nothing to compare it with.",
        ),
        (
            [(4, Side(per_tick=0, failed=1), Side(per_tick=60))],
            "silence",
            "Flask answered no request successfully in 4.0 s (40 failed); FastAPI answered 2,400.",
        ),
        (
            [(5, Side(per_tick=0), Side(per_tick=0))],
            "silence",
            "Neither lane answered a single request successfully in 5.0 s.",
        ),
    ],
)
def test_when_there_is_nothing_to_compare_it_says_why(
    parts: list[tuple[float, Side, Side]], kind: str, sentence: str
) -> None:
    verdict = judge(timeline(*parts), PLAN)
    assert (verdict.kind, verdict.sentence, verdict.headline) == (kind, sentence, sentence)
    assert verdict.leader is None
    assert verdict.throughput_ratio is None


def over(seconds: float, a: Side, b: Side) -> Timeline:
    """A race that has ended."""
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(seconds, a, b):
        line.add(frame)
    for frame in fabricator.frames(0.1, a, b, phase="ended"):
        line.add(frame)
    return line


@pytest.mark.parametrize(
    ("seconds", "progress", "missing"), [(1, 0.0, 6.0), (2.5, 0.25, 4.5), (6.5, 0.92, 0.5)]
)
def test_before_the_first_interval_it_says_how_near_that_is(
    seconds: float, progress: float, missing: float
) -> None:
    verdict = judge(timeline((seconds, SLOW, FAST)), PLAN)
    assert verdict.is_provisional
    assert verdict.progress == pytest.approx(progress, abs=0.01)
    assert verdict.missing == Missing(seconds=missing)
    assert not any(character in verdict.sentence for character in "0123456789×%")


@pytest.mark.parametrize(
    ("line", "sentence", "missing"),
    [
        (
            over(2.5, SLOW, FAST),
            "Too little was measured: 5 more seconds of steady racing are needed.",
            Missing(seconds=4.5),
        ),
        (
            over(12, Side(per_tick=0.08), FAST),
            "Too little was measured: 20 more answers of each lane are needed.",
            Missing(answers=20),
        ),
    ],
)
def test_after_a_race_that_was_too_short_it_says_what_is_missing(
    line: Timeline, sentence: str, missing: Missing
) -> None:
    verdict = judge(line, PLAN)
    if verdict.kind != "silence":
        assert (verdict.kind, verdict.sentence) == ("too-little", sentence)
        assert verdict.missing == missing


@pytest.mark.parametrize(
    ("a", "b", "where", "effect"),
    [
        (SLOW, Side(per_tick=120, generator_cpu=97), "97 % CPU on FastAPI's lane", "be larger"),
        (Side(per_tick=8, generator_cpu=97), FAST, "97 % CPU on Flask's lane", "be smaller"),
        (
            SLOW,
            Side(per_tick=120, send_lag_ms=25),
            "requests left up to 25 ms late (p99) on FastAPI's lane",
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
    assert judge(timeline((9, a, b)), PLAN).caution == (
        f"The load generator is the limit: {where}; the true ratio may {effect}."
    )


@pytest.mark.parametrize(
    ("b", "others", "idle", "cause"),
    [
        (Side(per_tick=120, send_lag_ms=25), 1.4, 0.1, "Other programs used 1.4 of 2 cores"),
        (Side(per_tick=120, send_lag_ms=25), 0.2, 0.1, "The load generator is the limit"),
        (Side(per_tick=120, send_lag_ms=25), 1.4, 0.3, "The load generator is the limit"),
        (Side(per_tick=120, generator_cpu=97), 1.4, 0.1, "The load generator is the limit"),
    ],
)
def test_late_requests_are_laid_to_who_fills_the_machine(
    b: Side, others: float, idle: float, cause: str
) -> None:
    line = timeline((9, SLOW, b))
    used = 2.0 - others - idle
    line.machine.add(
        MachineUse(
            seconds=9.0,
            to_s=9.0,
            processors=2.0,
            lanes={"a": used / 2, "b": used / 4},
            generators=used / 4,
            services=0.0,
            program=0.0,
            others=others,
            idle=idle,
        )
    )
    assert judge(line, PLAN).caution.startswith(f"{cause}: ")


def test_it_says_when_a_lane_is_close_to_the_generators_ceiling() -> None:
    near = Side(per_tick=120, ceiling=1_400)
    assert judge(timeline((9, SLOW, near)), PLAN).caution == (
        "FastAPI's lane is within 20 % of the generator's ceiling of 1,400/s: generator-bound."
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": OpenModel(500)}, "500 requests a second, latency from schedule"),
        ({"model": OpenModel(1)}, "1 request a second"),
        ({"model": ClosedModel(1)}, "1 user, 50 ms wait"),
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
    assert told in judge(timeline((9, SLOW, FAST)), plan).evidence


def test_what_was_lost_is_part_of_the_evidence() -> None:
    lost = Side(per_tick=8, failed=1, dropped=30)
    still = Side(per_tick=900, stood_still_s=0.1)
    line = timeline((9, lost, FAST), (0.2, lost, still), (3, lost, FAST))
    told = judge(line, PLAN)
    assert told.evidence.endswith(
        "Flask: 122 requests failed · Flask: 3,660 arrivals dropped · "
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
    verdict = judge(timeline((9, SLOW, without)), PLAN)
    assert "resident memory" in verdict.evidence
    assert verdict.memory_ratio is not None
    assert verdict.memory_ratio.estimate == pytest.approx(2.0)
    assert verdict.memory_ratio.interval == pytest.approx((1.98, 2.02), abs=0.001)


def test_the_load_is_told_without_what_is_off() -> None:
    plan = RacePlan(
        lanes={"a": LaneChoice.of("flask"), "b": LaneChoice.of("flask")},
        scenario="orders",
        parameters={"lines": 3},
        model=ClosedModel(1),
    )
    assert load(plan) == "1 user, 3 order lines"
    assert judge(timeline((9, SLOW, FAST)), plan).sentence.startswith("Flask B answers 15.0 times")


@pytest.mark.slow
def test_judging_takes_a_moment_however_long_the_race() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    wide = Side(per_tick=120, jitter=10, latency_ms=60, spread=0.3)
    spent = []
    for frame in fabricator.frames(300, wide, wide):
        line.add(frame)
        if frame.seq % 10 == 0 and frame.at_s > 200:
            began = time.process_time()
            judge(line, PLAN)
            spent.append(time.process_time() - began)
    assert np.median(spent) < 0.01


def test_requests_that_are_under_way_are_called_so_where_nothing_was_answered() -> None:
    line = timeline((5, Side(per_tick=0), Side(per_tick=0, failed=1)))
    line.lane("a").requests = Requests(sent=64, in_flight=64)
    assert judge(line, PLAN).sentence == (
        "Neither lane answered a single request successfully in 5.0 s: "
        "Flask (64 under way), FastAPI (50 failed)."
    )
