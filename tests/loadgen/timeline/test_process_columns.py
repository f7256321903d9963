"""The processes of one server beside each other: which are full, which are spare."""

from typing import Any

import pytest

from loadgen.timeline.process_columns import ProcessColumns, TrailingRate
from servers.telemetry.messages import ProcessLoad

Load = dict[str, Any]


def rows(loads: list[Load], ticks: int = 12) -> dict[str, float]:
    """The row after some ticks in which each process does the same; ``cpu`` and ``wait`` are parts
    of a core.
    """
    columns, row = ProcessColumns(), {}
    for n in range(ticks):
        at = 100 + n / 10
        row = columns.row([_process(pid, at, load) for pid, load in enumerate(loads)])
    return row


def _process(pid: int, at: float, load: Load) -> ProcessLoad:
    told = {key: value for key, value in load.items() if key not in ("cpu", "wait")}
    wait = load.get("wait")
    return ProcessLoad(
        pid=pid,
        at=at,
        cpu_s=at * load.get("cpu", 0.02),
        in_progress=load.get("busy", 0),
        cpu_wait_s=None if wait is None else at * wait,
        **told,
    )


def threads(busy: int, capacity: int, queued: int, connections: int, **others: Any) -> Load:
    return others | {
        "busy": busy,
        "capacity": capacity,
        "queued": queued,
        "connections": connections,
    }


# loads of the processes, then how many are full, with how many connections and waiting, and spare
CASES: dict[str, tuple[list[Load], tuple[int, int, int, int]]] = {
    "four processes with a thread each, three of four connections on one": (
        [threads(1, 1, 2, 3), threads(1, 1, 0, 1), threads(0, 1, 0, 0), threads(0, 1, 0, 0)],
        (1, 3, 2, 2),
    ),
    "evenly spread": ([threads(1, 1, 0, 1)] * 4, (0, 0, 0, 0)),
    "all are full": ([threads(2, 2, 5, 7)] * 2, (2, 14, 10, 0)),
    "an event loop whose CPU is full, and one that has little to do": (
        [{"cpu": 0.97, "connections": 60}, {"cpu": 0.2, "connections": 4}],
        (1, 60, 0, 1),
    ),
    "one that wants a core and has to wait for it": (
        [{"cpu": 0.6, "wait": 0.35, "connections": 60}, {"cpu": 0.2, "wait": 0.0}],
        (1, 60, 0, 1),
    ),
    "one that only waits for a processor is not spare": (
        [{"cpu": 0.9, "connections": 60}, {"cpu": 0.2, "wait": 0.4}],
        (1, 60, 0, 0),
    ),
    "a free thread, but its CPU is busy": (
        [threads(4, 4, 3, 7), threads(1, 4, 0, 1, cpu=0.7)],
        (1, 7, 3, 0),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_which_are_full_and_which_are_spare(case: str) -> None:
    loads, expected = CASES[case]
    row = rows(loads)
    names = ("full_processes", "full_connections", "full_queued", "spare_processes")
    assert tuple(row[name] for name in names) == expected
    assert row["serving"] == len(loads)


def test_one_process_alone_has_no_columns() -> None:
    assert rows([]) == {}


def test_a_process_that_is_replaced_begins_anew() -> None:
    columns = ProcessColumns()
    for n in range(12):
        columns.row([_process(1, 100 + n / 10, {"cpu": 1.0}), _process(2, 100 + n / 10, {})])
    row = columns.row([_process(3, 101.2, {"cpu": 1.0}), _process(2, 101.2, {})])
    assert row["full_processes"] == 0


def test_a_rate_is_that_of_the_trailing_second() -> None:
    rate = TrailingRate()
    totals = [min(n, 10) * 0.1 for n in range(31)]
    told = [rate.of(n / 10, total) for n, total in enumerate(totals)]
    assert told[0] is None
    assert told[10] == pytest.approx(1.0)
    assert told[15] == pytest.approx(0.5, abs=0.06)
    assert told[-1] == pytest.approx(0.0)
    assert rate.of(4.0, 0.5) is None
