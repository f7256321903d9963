import msgspec

from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, SyntheticFrames, timeline

PLAN = RacePlan.default()


def test_of_a_rate_that_both_lanes_keep_only_latency_is_compared() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(500))
    kept, nearly = Side(per_tick=50, latency_ms=5), Side(per_tick=50, latency_ms=15)
    line = timeline(*[(0.9, nearly, kept), (0.1, Side(per_tick=49, latency_ms=15), kept)] * 10)
    verdict = judge(line, plan)
    assert verdict.kind == "keeping-up"
    assert verdict.headline == (
        "Both keep up with 500 requests a second; FastAPI's p99 is 2.99 times lower; "
        "FastAPI holds about the same memory."
    )
    assert verdict.intervals.startswith(
        "FastAPI against Flask, 95 % intervals: Flask 498 to 500 of 500/s · "
        "FastAPI 499 to 500 of 500/s · p99 2.97 to 3.02 times lower"
    )
    assert verdict.leader is None


def test_a_rate_that_one_lane_cannot_keep_is_the_sentence() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(200))
    behind = Side(per_tick=8, latency_ms=3_000, jitter=0.3, backlog_per_tick=12.1)
    verdict = judge(timeline((12, behind, Side(per_tick=20, latency_ms=55))), plan)
    assert verdict.kind == "overloaded"
    assert verdict.headline == (
        "Flask answers about 80 of 200/s, its queue is growing; FastAPI keeps up. "
        "More than 1,400 of Flask's requests are not answered so far."
    )
    assert verdict.intervals.startswith("95 % intervals: Flask 7")
    assert (verdict.tail_ratio, verdict.p50_ratio, verdict.p99_ratio) == (None, None, None)
    assert "p99" not in verdict.sentence + verdict.intervals
    assert (verdict.leader, verdict.emphasis) == ("b", "FastAPI keeps up")
    assert verdict.demand["a"].queue_grows
    assert not verdict.demand["b"].queue_grows


def test_a_rate_that_nobody_can_keep() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(2_000))
    behind = Side(per_tick=20, latency_ms=3_000, dropped=180)
    verdict = judge(timeline((12, behind, behind)), plan)
    assert verdict.headline.startswith(
        "Flask answers 200 of 2,000/s, its queue is full; FastAPI answers 200 of 2,000/s, "
        "its queue is full. More than 21,000 of Flask's requests and more than 21,000 of FastAPI's"
    )
    assert verdict.leader is None


def test_a_queue_that_grows_is_no_warm_up() -> None:
    """The latency grows by a second each second: it is the sentence, from the first interval on."""
    plan = msgspec.structs.replace(PLAN, model=OpenModel(200))
    line, fabricator = Timeline(), SyntheticFrames()
    for second in range(12):
        ms = 600 * (second + 0.5)
        behind = Side(per_tick=8, latency_ms=ms, service_ms=ms - 1, backlog_per_tick=12)
        kept = Side(per_tick=20, latency_ms=55, service_ms=54)
        for frame in fabricator.frames(1, behind, kept):
            line.add(frame)
    assert judge(line, plan).headline.startswith("Flask answers 80.0 of 200/s, its queue is")


def test_a_rate_that_is_hardly_known_is_no_figure_of_the_sentence() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(200))
    behind = Side(per_tick=8, jitter=4, sticky=0.9, latency_ms=900, dropped=12)
    verdict = judge(timeline((12, behind, Side(per_tick=20, latency_ms=55))), plan)
    assert verdict.headline.startswith(
        "Flask does not keep up with 200 requests a second, its queue is full; FastAPI keeps up."
    )
    assert verdict.demand["a"].high <= 200
