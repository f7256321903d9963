"""What a lane's children report between two ticks becomes one LaneFrame."""

import msgspec
import pytest

from loadgen.model.frame import GeneratorSample, LaneStatus
from loadgen.model.histogram import SparseHistogram
from loadgen.model.snapshot import Requests, Snapshot
from loadgen.race.lane_metrics import LaneMetrics

RUNNING = LaneStatus("running")


def snapshot(
    seq: int, totals: Requests, *, ok: int = 0, failed: int = 0, revision: int = 1, **told: float
) -> Snapshot:
    return Snapshot(
        seq=seq,
        at=seq / 10,
        interval_s=0.1,
        revision=revision,
        totals=totals,
        latency=SparseHistogram((100,), (ok,), 0, 0.01) if ok else SparseHistogram(),
        failed=failed,
        statuses={},
        bytes_received=0,
        connections=0,
        cpu_s=told.get("cpu_s", 0.5),
        cpu_percent=told.get("cpu_percent", 10),
        send_lag_ms=told.get("send_lag_ms", 1),
        rss_mib=30,
    )


def measuring() -> LaneMetrics:
    meter = LaneMetrics()
    meter.measure_from(1)
    return meter


def test_two_snapshots_in_one_tick_are_added_up() -> None:
    meter = measuring()
    meter.take(0, snapshot(1, Requests(sent=5, ok=3, in_flight=2), ok=3))
    meter.take(
        0, snapshot(2, Requests(sent=9, ok=7, failed={"reset": 1}, in_flight=1), ok=4, failed=1)
    )
    frame = meter.tick(RUNNING)
    assert (frame.ok, frame.failed, frame.requests.sent) == (7, 1, 9)
    assert frame.interval_s == pytest.approx(0.2)


def test_a_tick_without_news_keeps_the_totals_and_says_nothing_else() -> None:
    meter = LaneMetrics()
    meter.take(0, snapshot(1, Requests(sent=3, ok=3), ok=3))
    meter.tick(RUNNING)
    frame = meter.tick(RUNNING)
    assert (frame.requests.ok, frame.ok, frame.interval_s) == (3, 0, 0)
    assert frame.generator is None
    assert frame.server is None


def test_totals_run_on_over_generators_and_nothing_is_lost_with_one() -> None:
    meter = LaneMetrics()
    meter.take(0, snapshot(1, Requests(sent=10, ok=6, failed={"reset": 1}, in_flight=3), cpu_s=2.0))
    meter.generators_gone()
    meter.take(0, snapshot(1, Requests(sent=4, ok=4), ok=4, cpu_s=0.5))
    frame = meter.tick(RUNNING)
    assert frame.requests == Requests(sent=14, ok=10, failed={"generator": 3, "reset": 1})
    assert frame.requests.unaccounted == 0
    assert frame.failed == 3
    assert frame.generator is not None
    assert frame.generator.cpu_s == pytest.approx(2.5)


def test_what_waited_for_a_connection_when_a_generator_died_is_dropped() -> None:
    meter = LaneMetrics()
    meter.take(0, snapshot(1, Requests(scheduled=9, sent=4, ok=3, in_flight=1, waiting=5)))
    meter.generators_gone()
    lost = meter.tick(RUNNING).requests
    assert (lost.dropped, lost.waiting, lost.failed) == (5, 0, {"generator": 1})
    assert lost.scheduled == lost.sent + lost.dropped


def test_time_before_load_flowed_is_not_measured() -> None:
    meter = LaneMetrics()
    meter.measure_from(2)
    meter.take(0, snapshot(1, Requests(), revision=1))
    meter.take(0, snapshot(2, Requests(), revision=2))
    assert meter.tick(RUNNING).interval_s == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("cpu_percent", "send_lag_ms", "is_the_limit"),
    [(10, 1, False), (86, 1, True), (10, 10.5, True), (85, 10, False)],
)
def test_when_the_generator_is_the_limit(
    cpu_percent: float, send_lag_ms: float, is_the_limit: bool
) -> None:
    meter = LaneMetrics()
    meter.take(0, snapshot(1, Requests(), cpu_percent=cpu_percent, send_lag_ms=send_lag_ms))
    sample = meter.tick(RUNNING).generator
    assert sample is not None
    assert sample.is_the_limit is is_the_limit


def test_generators_that_send_at_the_same_time_are_added_up_but_not_their_time() -> None:
    meter = measuring()
    first = Requests(scheduled=9, sent=9, ok=7, failed={"reset": 1}, in_flight=1, dropped=2)
    second = Requests(scheduled=5, sent=5, ok=3, in_flight=2)
    meter.take(0, snapshot(1, first, ok=7, failed=1, cpu_s=1.0, cpu_percent=90))
    meter.take(1, snapshot(1, second, ok=3, cpu_s=0.5, cpu_percent=20, send_lag_ms=3))
    frame = meter.tick(RUNNING)
    assert frame.requests == first + second
    assert frame.requests.unaccounted == 0
    assert (frame.ok, frame.failed, frame.generators) == (10, 1, 2)
    assert frame.interval_s == pytest.approx(0.1)
    assert frame.generator == GeneratorSample(90, 1.5, 3, is_the_limit=True, at=0.1)


def test_generators_that_tick_by_themselves_measure_the_time_that_has_passed() -> None:
    meter = measuring()
    for number in (0, 1):
        meter.take(number, snapshot(1, Requests()))
    meter.tick(RUNNING)
    meter.take(0, snapshot(2, Requests()))
    one = meter.tick(RUNNING).interval_s
    for number, seq in ((0, 3), (1, 2), (1, 3)):
        meter.take(number, snapshot(seq, Requests()))
    assert one + meter.tick(RUNNING).interval_s == pytest.approx(0.2)


def test_a_rest_is_not_measured_but_for_the_moment_in_which_it_began() -> None:
    meter = measuring()
    meter.take(0, snapshot(1, Requests(in_flight=2, sent=2)))
    meter.measure_until(2)
    meter.take(0, snapshot(2, Requests(ok=1, in_flight=1, sent=2), ok=1, revision=2))
    assert meter.tick(RUNNING).interval_s == pytest.approx(0.2)
    assert not meter.quiet(2)
    meter.take(0, snapshot(2, Requests(ok=2, sent=2, waiting=1), revision=2))
    meter.tick(RUNNING)
    assert not meter.quiet(2)
    meter.take(0, snapshot(3, Requests(ok=2, sent=2), ok=1, revision=2))
    assert meter.tick(RUNNING).interval_s == 0
    assert meter.quiet(2)
    assert not meter.quiet(3)


def test_an_interval_is_void_when_it_is_for_one_of_the_generators() -> None:
    meter = measuring()
    meter.take(0, snapshot(1, Requests()))
    meter.take(1, msgspec.structs.replace(snapshot(1, Requests()), valid=False))
    assert not meter.tick(RUNNING).valid
    assert meter.tick(RUNNING).valid
