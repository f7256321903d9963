"""What a process tells of itself, and how several become one."""

import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

import msgspec
import psutil
import pytest

from servers.telemetry.columns import Column, total
from servers.telemetry.gauge import Gauge, combine_processes
from servers.telemetry.messages import BackendUse, Load, Telemetry
from tests.support.every_case import every_case

WORKER = Telemetry(
    seq=7,
    at=10.0,
    cpu_s=2.0,
    rss_mib=50.0,
    uss_mib=40.0,
    processes=1,
    threads=3,
    in_progress=5,
)


def worker(**told: Any) -> Telemetry:
    return msgspec.structs.replace(WORKER, **told)


def test_a_reading_has_what_the_server_and_its_app_tell() -> None:
    pool = BackendUse(10, 0.5, 1, in_use=3, size=10, waiting=0)
    told = Gauge(lambda: {"database": pool}).read(4, Load(in_progress=2, busy=2, capacity=4))
    assert (told.seq, told.in_progress, told.busy, told.capacity) == (4, 2, 2, 4)
    assert told.backends == {"database": pool}
    assert Gauge().read(0, Load()).backends == {}


def test_a_figure_without_a_field_is_reported_and_summed(monkeypatch: pytest.MonkeyPatch) -> None:
    column = Column(name="files", combine=total, counts_supervisor=True)
    monkeypatch.setattr("servers.telemetry.gauge.COLUMNS", (column,))
    own = worker(figures={"files": 7})
    read = msgspec.json.encode(own)
    assert msgspec.json.decode(read, type=Telemetry).figure("files") == 7
    assert own.figure("threads") == 3
    assert own.figure("unknown") is None
    assert WORKER.figure("files") is None
    assert b"figures" not in msgspec.json.encode(WORKER)
    assert combine_processes(own, [worker(figures={"files": 3}), own]).figure("files") == 17
    assert combine_processes(own, [WORKER]).figure("files") is None


def test_the_unique_memory_is_dear_and_measured_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[psutil.Process] = []
    full_info = psutil.Process.memory_full_info

    def noted(process: psutil.Process) -> object:
        measured.append(process)
        return full_info(process)

    monkeypatch.setattr(psutil.Process, "memory_full_info", noted)
    clock = (0.0, 0.1, 0.2, 0.4, 1_000.0, 1_000.1)
    gauge = Gauge()
    told = []
    for now in clock:
        monkeypatch.setattr("servers.telemetry.gauge.time.monotonic", lambda now=now: now)
        told.append(gauge.read(0, Load()).uss_mib)
    assert len(measured) == 2
    assert len(set(told[:4])) == len(set(told[4:])) == 1
    assert all(each is not None and each > 1 for each in told)


def test_context_switches_are_those_of_all_threads() -> None:
    def switch() -> None:
        for _ in range(50):
            time.sleep(0.0001)  # gives its processor away: a switch

    gauge = Gauge()
    before = gauge.read(0, Load()).context_switches
    threads = [threading.Thread(target=switch) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    after = gauge.read(1, Load()).context_switches
    assert before is not None
    assert after is not None
    assert after - before >= 4 * 50


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the two kinds apart")
def test_a_thread_that_waits_switches_voluntarily() -> None:
    gauge = Gauge()
    before = gauge.read(0, Load())
    for _ in range(400):  # on a busy machine another process may end some of them: involuntary
        time.sleep(0.0001)
    after = gauge.read(1, Load())
    assert (before.voluntary_switches, before.involuntary_switches) != (None, None)
    for told in (before, after):
        parts = (told.voluntary_switches or 0) + (told.involuntary_switches or 0)
        assert parts == told.context_switches
    assert (after.voluntary_switches or 0) - (before.voluntary_switches or 0) >= 200


@pytest.mark.skipif(sys.platform != "linux", reason="no other system tells")
def test_how_long_it_waited_for_a_processor_grows() -> None:
    first, last = (Gauge().read(n, Load()).cpu_wait_s for n in range(2))
    assert first is not None
    assert last is not None
    assert 0 <= first <= last < time.monotonic()


@every_case(
    ("told", "expected"),
    [
        ({"context_switches": 3}, {"context_switches": 9}),
        ({"context_switches": None}, {"context_switches": None}),
        ({"loop_lag_ms": 4.5}, {"loop_lag_ms": 4.5}),
        ({"cpu_wait_s": 4.5}, {"cpu_wait_s": 4.5}),
        ({"cpu_wait_s": None}, {"cpu_wait_s": None}),
        ({"loop_lag_ms": None}, {"loop_lag_ms": None}),
        ({"busy": 2, "capacity": 4}, {"busy": 4, "capacity": 8, "processes": 3}),
        ({}, {"in_progress": 10, "cpu_s": 6.0, "uss_mib": 120.0, "busy": None, "backends": {}}),
    ],
)
def test_workers_are_summed(told: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    own = worker(in_progress=0, context_switches=3)
    whole = msgspec.structs.asdict(combine_processes(own, [worker(**told), worker(**told)]))
    assert {key: whole[key] for key in expected} == expected


def test_a_supervisor_without_workers_has_nothing_in_progress() -> None:
    whole = combine_processes(worker(in_progress=0), [])
    assert (whole.in_progress, whole.busy, whole.processes) == (0, None, 1)


def test_several_workers_are_also_told_one_by_one() -> None:
    busy = worker(pid=11, at=9.9, cpu_s=3.0, connections=3, busy=1, capacity=1, queued=2)
    idle = worker(pid=12, at=9.8, cpu_s=1.0, connections=1, busy=0, capacity=1, queued=0)
    whole = combine_processes(worker(pid=10), [busy, idle])
    assert [(part.pid, part.at, part.cpu_s) for part in whole.parts] == [
        (11, 9.9, 3.0),
        (12, 9.8, 1.0),
    ]
    assert [(part.connections, part.busy, part.queued) for part in whole.parts] == [
        (3, 1, 2),
        (1, 0, 0),
    ]
    assert (whole.pid, whole.connections, whole.queued) == (10, 4, 2)
    assert combine_processes(WORKER, [busy]).parts == ()


def test_the_workers_pools_are_one_pool() -> None:
    one = {"database": BackendUse(10, 0.5, 1, 3, 10, 2), "cache": BackendUse(4, 0.1)}
    other = {"database": BackendUse(20, 1.5, 0, 10, 10, 5)}
    whole = combine_processes(WORKER, [worker(backends=one), worker(backends=other)])
    assert whole.backends == {
        "database": BackendUse(30, 2.0, 1, 13, 20, 7),
        "cache": BackendUse(4, 0.1),
    }
