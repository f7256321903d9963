"""Evidence comes from frames alone: live, replayed, or headless."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from loadgen.bottleneck.from_timeline import evidence, flow, limits_now
from loadgen.bottleneck.inputs import BottleneckInputs
from loadgen.model.frame import (
    LANES,
    Frame,
    GeneratorSample,
    LaneFrame,
    LaneId,
    LaneStatus,
    Mark,
    Pinned,
    ServiceFrame,
)
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.model.snapshot import Requests
from loadgen.timeline.bands import Band
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from servers.telemetry.messages import BackendUse, Telemetry

PLAN = RacePlan.default()
BANDS = [
    (Band("no answer", 0.2, 2.0, "a", "no answer"), True),
    (Band("service", 0.2, None, None, "PostgreSQL is down"), True),
    (Band("disturbance", 3.5, 9.0, None, "other programs"), True),
    (Band("no answer", 0.2, 0.9, "a", "no answer"), False),
    (Band("no answer", 0.2, 2.0, "b", "no answer"), False),
    (Band("warm-up", 0.0, 2.0, None, "warm-up"), False),
]
Tell = Callable[[int], dict[str, Any]]


def telemetry(n: int, cpu: float, **told: Any) -> Telemetry:
    calm = Telemetry(
        seq=n,
        at=100 + n / 10,
        cpu_s=n * cpu / 10,
        rss_mib=50.0,
        uss_mib=40.0,
        processes=1,
        threads=5,
        in_progress=4,
    )
    return msgspec.structs.replace(calm, **told)


def lane(n: int, told: dict[str, Any], **others: Any) -> LaneFrame:
    """20 answers in 0.2 s each, of 40 users."""
    histogram = LatencyHistogram()
    histogram.record([0.2] * 20)
    frame = LaneFrame(
        status=LaneStatus("running"),
        requests=Requests(sent=20 * n + 40, ok=20 * n, in_flight=40),
        interval_s=0.1,
        latency=histogram.sparse(),
        server=telemetry(n, **({"cpu": 0.2} | told)),
        generator=GeneratorSample(10.0, n / 100, 1.0, is_the_limit=False),
    )
    return msgspec.structs.replace(frame, **others)


def timeline(
    a: Tell = lambda n: {},
    *,
    ticks: int = 40,
    services: dict[str, ServiceFrame] | None = None,
    processors: int = 2,
    **others: Any,
) -> Timeline:
    made = Timeline(processors=processors)
    for n in range(1, ticks + 1):
        lanes: dict[LaneId, LaneFrame] = {"a": lane(n, a(n), **others), "b": lane(n, {}, **others)}
        made.add(Frame(seq=n, at_s=n / 10, phase="racing", lanes=lanes, services=services or {}))
    return made


def seen(made: Timeline, plan: RacePlan = PLAN) -> BottleneckInputs:
    """Lane a's last second."""
    until = made.duration_s
    return evidence(made, plan, "a", LaneWindow(made.lane("a"), [(until - 1, until)]))


def test_figures_of_the_last_second() -> None:
    found = seen(timeline(lambda n: {"busy": 4, "capacity": 4, "queued": 36, "loop_lag_ms": n}))
    assert (found.users, found.most_in_flight, found.pooled) == (64, None, False)
    assert found.ok_per_s == pytest.approx(200)
    assert found.typical_ms == pytest.approx(200, rel=0.01)
    assert (found.busy, found.capacity, found.queued, found.in_progress) == (4, 4, 36, 4)
    assert (found.late_ms, found.latest_ms) == (35.5, 40)
    assert found.cpu_cores == pytest.approx(0.2)
    # Two servers of 0.2 cores and two generators of 0.1.
    assert found.shared_cores == pytest.approx(0.6, abs=0.03)
    assert (found.cores, found.processors, found.backends) == (1, 2, ())
    assert found.wait_ms == 50


def test_without_telemetry_nothing_is_known_of_the_server() -> None:
    found = seen(timeline(server=None))
    assert found.cpu_cores is found.busy is found.late_ms is found.shared_cores is None
    assert limits_now(timeline(server=None), PLAN, "a")[0].kind == "nothing"


@pytest.mark.parametrize(
    ("processes", "pinned", "cores"),
    [
        (1, None, 1),
        (3, None, 2),
        (5, None, 2),
        (3, Pinned(server=(1,), generators=(0,)), 1),
    ],
)
def test_a_server_can_use_a_core_for_each_process_that_serves(
    processes: int, pinned: Pinned | None, cores: int
) -> None:
    assert seen(timeline(lambda n: {"processes": processes}, pinned=pinned)).cores == cores


def test_pinned_servers_share_their_processor_with_each_other_alone() -> None:
    pinned = Pinned(server=(1,), generators=(0,))
    found = seen(timeline(lambda n: {"cpu": 0.75}, pinned=pinned))
    assert found.processors == 1
    assert found.shared_cores == pytest.approx(0.95)
    assert limits_now(timeline(lambda n: {"cpu": 0.75}, pinned=pinned), PLAN, "a")[0].sentence == (
        "its core is busy"
    )


def test_a_server_that_waits_for_a_processor() -> None:
    made = timeline(lambda n: {"cpu_wait_s": 5 + n * 0.045})
    assert seen(made).cpu_wait == pytest.approx(0.45)
    assert limits_now(made, PLAN, "a")[0].sentence == "both cores are busy"


def asks(n: int, **pool: Any) -> dict[str, Any]:
    """15 calls a tick, of 50 ms each."""
    return {"backends": {"database": BackendUse(15 * n, 0.75 * n, 0, **pool)}, "in_progress": 40}


def test_calls_of_a_backing_service_and_its_pool() -> None:
    postgres = ServiceFrame(state="ready", product="PostgreSQL", cpu_percent=60.0)
    made = timeline(
        lambda n: asks(n, in_use=10, size=10, waiting=30), services={"database": postgres}
    )
    (database,) = seen(made).backends
    assert (database.key, database.name) == ("database", "PostgreSQL")
    assert database.calls_per_s == pytest.approx(150)
    assert database.mean_ms == pytest.approx(50)
    assert (database.in_use, database.size, database.waiting) == (10, 10, 30)
    assert (database.cpu_cores, database.cores) == (0.6, 2)
    assert database.client == ""
    said = limits_now(made, PLAN, "a")[0]
    assert said.sentence == "the database pool is full: 10 of 10, 30 waiting"


def test_the_client_of_a_backing_service_is_the_limit_where_it_costs_the_core() -> None:
    """20 answers a tick, a call for each, and 9.6 ms CPU for two ticks' one."""
    made = timeline(
        lambda n: {
            "backends": {"upstream": BackendUse(20 * n, 1.0 * n, 0, client="httpx, one client")},
            "cpu": 0.96,
            "in_progress": 40,
        }
    )
    (upstream,) = seen(made).backends
    assert upstream.client == "httpx, one client"
    said = limits_now(made, PLAN, "a")[0]
    assert said.sentence == "httpx, one client: 4.80 ms CPU per call"


def test_a_server_that_was_restarted_counts_its_calls_anew() -> None:
    calls = timeline(lambda n: asks(n if n < 36 else n - 35)).lane("a").column("database_calls")
    assert set(calls) == {15.0}


def test_no_law_is_broken_where_an_outage_or_a_change_explains_it() -> None:
    def race(**others: Any) -> Timeline:
        lost = Requests(sent=900, ok=800, in_flight=100)
        return timeline(requests=lost, **others)

    assert limits_now(race(), PLAN, "a")[1]
    marked: tuple[tuple[LaneId | None, bool], ...] = ((None, True), ("a", True), ("b", False))
    for lane_of_mark, explained in marked:
        made = race()
        made.marks.append(Mark(2.0, "Flask frozen", lane_of_mark, kind="freeze"))
        assert (limits_now(made, PLAN, "a")[1] == "") is explained
    old = race()
    old.marks.append(Mark(0.5, "threads 4 → 8", "a"))
    assert limits_now(old, PLAN, "a")[1]


@pytest.mark.parametrize(("band", "explained"), BANDS)
def test_a_band_explains_it_where_it_touches_the_stretch(band: Band, explained: bool) -> None:
    made = timeline(requests=Requests(sent=900, ok=800, in_flight=100))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Timeline, "bands", lambda self: (band,))
        assert (limits_now(made, PLAN, "a")[1] == "") is explained


@pytest.mark.parametrize(("in_progress", "kind"), [(10, "backend"), (40, "nothing")])
def test_a_slow_service_is_named_where_the_time_is_spent(in_progress: int, kind: str) -> None:
    made = timeline(lambda n: asks(n) | {"in_progress": in_progress})
    assert limits_now(made, PLAN, "a")[0].kind == kind


def test_open_model() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(200, 500))
    found = seen(timeline(), plan)
    assert (found.users, found.most_in_flight) == (None, 500)
    assert limits_now(timeline(), plan, "a")[0].sentence == "all that arrives is answered"


def test_few_connections_are_the_limit_where_requests_wait_for_one() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(200, 500, connections=4))
    waiting = timeline(requests=Requests(scheduled=170, sent=160, ok=156, in_flight=4, waiting=10))
    assert limits_now(waiting, plan, "a")[0].kind == "connections"
    assert seen(timeline(), plan).waiting == 0


def test_pool_tokens_are_told_from_threads_by_the_variant() -> None:
    lanes = PLAN.lanes | {"a": LaneChoice.of("fastapi-def")}
    plan = msgspec.structs.replace(PLAN, lanes=lanes)
    made = timeline(lambda n: {"busy": 40, "capacity": 40, "queued": 24, "loop_lag_ms": 1.0})
    assert limits_now(made, plan, "a")[0].sentence == "40 of 40 pool tokens taken, 24 waiting"


def test_the_instrument_is_checked_by_littles_law() -> None:
    whole = LaneWindow(timeline().lane("a"), [(0.0, 4.0)])
    assert flow(whole).in_flight == 40
    assert flow(whole).mean_s == pytest.approx(0.2, rel=0.01)
    assert limits_now(timeline(), PLAN, "a")[1] == ""
    lost = timeline(requests=Requests(sent=900, ok=800, in_flight=100))
    assert limits_now(lost, PLAN, "a")[1].startswith("Little's law does not hold: 100 in flight")


def test_the_verdict_has_the_limits_and_what_contradicts() -> None:
    made = timeline(lambda n: {"busy": 4, "capacity": 4, "queued": 36}, ticks=60)
    verdict = judge(made, PLAN)
    assert {id_: verdict.limit[id_].kind for id_ in LANES} == {"a": "threads", "b": "nothing"}
    assert verdict.why.startswith("Flask: 4 of 4 threads busy, 36 waiting · FastAPI: nothing")
    encoded = msgspec.json.decode(msgspec.json.encode(verdict))
    assert encoded["limit"]["a"] == {
        "kind": "threads",
        "sentence": "4 of 4 threads busy, 36 waiting",
        "detail": "Its ceiling is 4 ÷ 50 ms = 80/s.",
        "figures": {},
        "brief": "",
    }
    lost = timeline(requests=Requests(sent=900, ok=800, in_flight=100), ticks=60)
    assert "Flask: Little's law does not hold" in judge(lost, PLAN).caution
    assert verdict.caution == ""
