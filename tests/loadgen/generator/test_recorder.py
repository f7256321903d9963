"""The recorder's snapshots add up to what was tallied."""

import time
from array import array
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.recorder import Recorder, Tally
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.snapshot import Requests
from servers.process.byte_units import MIB

Event = tuple[str, int]
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("status"), st.sampled_from([200, 201, 204, 302, 404, 500])),
        st.tuples(st.sampled_from(["reset", "timeout", "cancel", "send", "snapshot"]), st.just(0)),
    )
)


def _happen(tally: Tally, event: str, status: int) -> None:
    tally.sent += 1
    tally.in_flight += 1
    if event == "cancel":
        tally.in_flight -= 1
        tally.cancelled += 1
    elif event == "status" and status == 200:
        tally.in_flight -= 1
        tally.latencies_s.append(0.001)
    elif event == "status":
        tally.answer(status, 0.002)
    elif event != "send":
        tally.fail(event)


@given(EVENTS)
def test_snapshots_add_up(events: list[Event]) -> None:
    tally = Tally()
    recorder = Recorder(tally, ConnectionRegistry())
    snapshots = []
    for event, status in events:
        if event == "snapshot":
            snapshots.append(recorder.snapshot(revision=1))
        else:
            _happen(tally, event, status)
    snapshots.append(recorder.snapshot(revision=1, final=True))
    totals = snapshots[-1].totals
    statuses = [status for event, status in events if event == "status"]
    assert [each.seq for each in snapshots] == list(range(len(snapshots)))
    assert all(each.totals.unaccounted == 0 for each in snapshots)
    assert totals.ok == sum(each.latency.count for each in snapshots)
    assert totals.ok == sum(200 <= status < 300 for status in statuses)
    assert totals.failures == sum(each.failed for each in snapshots)
    assert totals.failed.get("status", 0) == sum(status >= 300 for status in statuses)
    for status in set(statuses):
        assert sum(each.statuses.get(status, 0) for each in snapshots) == statuses.count(status)


def test_latencies_of_failures_stay_out() -> None:
    tally = Tally()
    recorder = Recorder(tally, ConnectionRegistry())
    tally.sent = tally.in_flight = 3
    tally.answer(201, 0.010)
    tally.answer(500, 9.0)
    tally.fail("timeout")
    snapshot = recorder.snapshot(revision=7, notice="x")
    assert snapshot.latency.count == 1
    assert LatencyHistogram().add(snapshot.latency).percentile(1.0) == 0.010
    assert (snapshot.failed, snapshot.revision, snapshot.notice) == (2, 7, "x")
    assert snapshot.totals.failed == {"status": 1, "timeout": 1}


def test_a_status_fails_as_the_plan_calls_it() -> None:
    tally = Tally()
    tally.status_kinds = {503: "pool exhausted", 200: "never asked for"}
    tally.sent = tally.in_flight = 5
    for status in (503, 500, 503, 200, 204):
        tally.answer(status, 0.001)
    totals = Recorder(tally, ConnectionRegistry()).snapshot(revision=1).totals
    assert totals.failed == {"pool exhausted": 2, "status": 1}
    assert (totals.ok, totals.unaccounted) == (2, 0)


def test_the_worst_lag_of_each_interval() -> None:
    recorder = Recorder(Tally(), ConnectionRegistry())
    for lag_s in (0.001, 0.02, 0.003):
        recorder.lag(lag_s)
    assert recorder.snapshot(revision=1).send_lag_ms == pytest.approx(20)
    assert recorder.snapshot(revision=1).send_lag_ms == 0


def test_in_the_open_model_what_was_dropped_was_scheduled_too() -> None:
    tally = Tally()
    recorder = Recorder(tally, ConnectionRegistry())
    tally.sent = tally.in_flight = 3
    tally.dropped = 2
    tally.lags_s = array("d", [0.001, 0.002, 0.003])
    tally.answer_due(200, 0.5, 0.1)
    tally.answer_due(201, 0.6, 0.2)
    tally.answer_due(404, 0.7, 0.3)
    snapshot = recorder.snapshot(revision=1)
    totals = snapshot.totals
    assert (totals.scheduled, totals.ok, totals.dropped, totals.unaccounted) == (5, 2, 2, 0)
    assert (snapshot.latency.count, snapshot.latency.max_s) == (2, 0.6)
    assert (snapshot.service.count, snapshot.service.max_s) == (2, 0.2)
    assert snapshot.send_lag_ms == pytest.approx(3)
    assert snapshot.send_lag_p99_ms == pytest.approx(3)
    following = recorder.snapshot(revision=1)
    assert (following.service.count, following.send_lag_p99_ms, following.send_lag_ms) == (0, 0, 0)
    assert recorder.send_lags.count == 3


def test_standing_still_voids_its_interval_and_the_one_that_finds_what_came_meanwhile() -> None:
    recorder = Recorder(Tally(), ConnectionRegistry())
    assert recorder.snapshot(revision=1).valid
    recorder.void()
    assert [recorder.snapshot(revision=1).valid for _ in range(4)] == [False, False, True, True]


def test_an_interval_holds_no_time_before_load_flowed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    recorder = Recorder(Tally(), ConnectionRegistry())
    now += 7
    recorder.restart()
    now += 0.25
    assert recorder.snapshot(revision=1).interval_s == pytest.approx(0.25)


def test_memory_is_looked_up_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    recorder = Recorder(Tally(), ConnectionRegistry())
    looked = []

    def look(_: object) -> SimpleNamespace:
        looked.append(now)
        return SimpleNamespace(rss=MIB)

    monkeypatch.setattr("psutil.Process.memory_info", look)
    for _ in range(25):
        now += 0.1
        assert recorder.snapshot(revision=1).rss_mib == 1
    assert len(looked) == 3


def test_totals_of_several_generators() -> None:
    one = Requests(sent=5, ok=2, failed={"reset": 1}, cancelled=1, in_flight=1)
    two = Requests(sent=3, ok=1, failed={"reset": 1, "status": 1})
    both = one + two
    assert both.failed == {"reset": 2, "status": 1}
    assert (both.sent, both.failures, both.unaccounted) == (8, 3, 0)
