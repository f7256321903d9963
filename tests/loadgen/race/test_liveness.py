"""The rules by which a lane's state follows from what was heard: the table, row by row."""

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from loadgen.model.histogram import SparseHistogram
from loadgen.model.snapshot import Requests, Snapshot
from loadgen.race.lane_watch import LaneWatch
from loadgen.race.liveness import Liveness, Responses, Silence, liveness
from loadgen.race.process_control.process_tree import RunnableTime
from tests.loadgen.race.fakes import FakeRace, now, plan
from tests.loadgen.race.virtual_time import play
from tests.support.every_case import every_case

if TYPE_CHECKING:
    from loadgen.race.lane_load import LaneLoad
    from loadgen.race.protocols import Server

RUNNING = Liveness("running")


@every_case(
    ("silence", "expected"),
    [
        (Silence(), RUNNING),
        (Silence(generator_s=1.5, server_s=0.8, response_s=0.8, failing_s=0.8), RUNNING),
        # the generator first: without it nothing is known of the server
        (Silence(generator_s=1.6), Liveness("unresponsive", "generator", 1.6)),
        (Silence(2.0, 5.0, 5.0, 5.0), Liveness("unresponsive", "generator", 2.0)),
        # a report or a response is enough
        (Silence(server_s=30.0, response_s=0.2), RUNNING),
        (Silence(server_s=0.2, response_s=30.0), RUNNING),
        (Silence(server_s=3.0, response_s=2.5), Liveness("unresponsive", "server", 2.5)),
        (Silence(0.1, 3.0, 4.0, 8.0), Liveness("unresponsive", "server", 3.0)),
        # a server that computes without a word has longer
        (Silence(server_s=3.0, response_s=3.0, runnable_share=0.05), RUNNING),
        (
            Silence(server_s=5.1, response_s=9.0, runnable_share=1.0),
            Liveness("unresponsive", "server", 5.1),
        ),
        # the time in which other programs had its processor is not its own
        (Silence(server_s=8.0, response_s=9.0, runnable_share=1.0, waited_s=3.0), RUNNING),
        (
            Silence(server_s=8.1, response_s=9.0, runnable_share=1.0, waited_s=3.0),
            Liveness("unresponsive", "server", 8.1),
        ),
        (
            Silence(server_s=1.1, response_s=9.0, runnable_share=0.04, waited_s=0.04),
            Liveness("unresponsive", "server", 1.1),
        ),
        (
            Silence(server_s=1.1, response_s=9.0, runnable_share=0.04),
            Liveness("unresponsive", "server", 1.1),
        ),
        # whether it computes is not known yet
        (Silence(server_s=1.0, response_s=1.0, runnable_share=None), RUNNING),
        # its responses may have come since the generator reported
        (Silence(generator_s=1.0, server_s=1.2, response_s=1.2), RUNNING),
        (Silence(0.2, 0.9, 0.9), Liveness("unresponsive", "server", 0.9)),
        # responses that are errors, or none before the deadline
        (Silence(failing_s=1.1), Liveness("failing", "requests", 1.1)),
        (Silence(response_s=9.0, failing_s=5.0), Liveness("failing", "requests", 5.0)),
        # requests are under way, and take far longer than they did
        (Silence(response_s=2.0, longest_s=0.05), RUNNING),
        (Silence(response_s=2.1, longest_s=0.05), Liveness("failing", "stall", 2.1)),
        (Silence(response_s=4.0, longest_s=0.8), RUNNING),
        # what came since the generator's last report is not known
        (Silence(generator_s=1.4, response_s=3.3, longest_s=0.05), RUNNING),
        (Silence(response_s=4.1, longest_s=0.8), Liveness("failing", "stall", 4.1)),
        (Silence(response_s=60.0, longest_s=None), RUNNING),
    ],
)
def test_the_first_rule_that_holds_gives_the_state(silence: Silence, expected: Liveness) -> None:
    assert liveness(silence) == expected


def report(
    at: float,
    *,
    ok: int = 0,
    failed: int = 0,
    status: int = 500,
    longest_s: float = 0.05,
    revision: int = 1,
) -> Snapshot:
    latency = SparseHistogram((2000,), (ok,), 0, longest_s) if ok else SparseHistogram()
    return Snapshot(
        seq=0,
        at=at,
        interval_s=0.1,
        revision=revision,
        totals=Requests(),
        latency=latency,
        failed=failed,
        statuses={200: ok, status: failed if status else 0},
        bytes_received=0,
        connections=0,
        cpu_s=0,
        cpu_percent=0,
        send_lag_ms=0,
        rss_mib=0,
    )


def test_a_response_of_any_status_is_one_and_a_timeout_is_none() -> None:
    responses = Responses()
    responses.take(report(1.0, failed=3, status=0))
    assert responses.responded_at == float("-inf")
    responses.take(report(2.0, failed=3, status=503))
    assert responses.responded_at == 2.0
    responses.take(report(3.0, ok=1))
    assert responses.responded_at == 3.0


def test_one_success_ends_a_run_of_failures() -> None:
    responses = Responses()
    for at in (1.0, 2.0, 3.5):
        responses.take(report(at, failed=1))
    assert responses.failing_s == 2.5
    responses.take(report(3.6, ok=1, failed=9))
    assert responses.failing_s == 0
    responses.take(report(3.7, failed=1))
    assert responses.failing_s == 0  # a single moment is no run


def test_the_longest_latency_is_that_of_the_last_responses_under_the_same_plan() -> None:
    responses = Responses()
    assert responses.longest_s is None
    responses.take(report(1.0, ok=1, longest_s=5.0))
    responses.take(report(3.5, ok=1, longest_s=0.2))
    responses.take(report(4.0, ok=1, longest_s=0.1))
    responses.take(report(9.0))  # nothing came: what was before it still stands
    assert responses.longest_s == 0.2
    responses.take(report(9.1, revision=2))
    assert responses.longest_s is None


def test_a_server_whose_reports_are_late_is_running_while_it_answers() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.stage.servers["flask"][0].starved = True
            await asyncio.sleep(5)
            states = {frame.lanes["a"].status.state for frame in race.frames}
            assert states <= {"starting", "ready", "running"}
            # The same silence, and no answer either.
            race.stage.servers["flask"][0].frozen = True
            await asyncio.sleep(1.35)
            assert race.state("a") == "unresponsive"

    play(story())


def test_a_server_that_is_silent_and_computes_is_busy_for_five_seconds() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            server = race.stage.servers["flask"][0]
            server.frozen = server.computes = True
            race.comparison.change(plan(wait_ms=5000))  # how long that takes is not known yet
            await asyncio.sleep(4.5)
            assert race.state("a") == "running"
            await asyncio.sleep(1)
            assert race.state("a") == "unresponsive"

    play(story())


@pytest.mark.parametrize("computes", [True, False])
def test_a_late_tick_does_not_call_a_server_unresponsive_before_it_is_known_to_be_idle(
    computes: bool,
) -> None:
    responses = Responses()
    responses.take(report(10.0, ok=1))
    ran_s = iter((5.0, 5.1 if computes else 5.0))
    flow = SimpleNamespace(last_heard=10.0, is_told=True)
    watch = LaneWatch(cast("LaneLoad", flow), responses, lambda pid: RunnableTime(next(ran_s)))
    server = cast("Server", SimpleNamespace(last_heard=10.0, pid=1))
    for at, expected in ((10.45, True), (10.9, True), (11.0, computes)):
        flow.last_heard = at
        found = watch.look(at, server, in_flight=1, loaded=True)
        assert (found.state == "running") is expected


@pytest.mark.parametrize(
    ("ran_s", "waited_s", "silent_until"),
    [
        (1.0, 0.0, 5.1),  # it has a processor for itself
        (0.25, 0.75, 18.6),  # others have it three quarters of the time, from the first reading on
        (2.0, 38.0, 5.1),  # forty threads wait for each other's processors, not for others'
    ],
)
def test_a_server_that_computes_has_five_seconds_beside_those_that_it_waits_for_a_processor(
    ran_s: float, waited_s: float, silent_until: float
) -> None:
    """``ran_s`` and ``waited_s`` are of all its threads, in a second."""
    responses, at = Responses(), 0.0
    responses.take(report(0.0, ok=1))
    flow = SimpleNamespace(last_heard=0.0, is_told=True)

    def read(pid: int) -> RunnableTime:
        return RunnableTime(ran_s * at, waited_s * at)

    watch = LaneWatch(cast("LaneLoad", flow), responses, read)
    server = cast("Server", SimpleNamespace(last_heard=0.0, pid=1))
    state = "running"
    while state == "running":
        at = flow.last_heard = at + 0.1
        state = watch.look(at, server, in_flight=0, loaded=True).state
    assert at == pytest.approx(silent_until, abs=0.11)


def test_a_server_that_is_alive_and_waits_for_what_never_comes_stalls() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            server = race.stage.servers["flask"][0]
            server.waits = True
            await asyncio.sleep(2.6)
            assert (race.state("a"), race.lane("a").status.cause) == ("failing", "stall")
            # Another plan may take as long as it likes, until it has answered once.
            race.comparison.change(plan(wait_ms=5000))
            await asyncio.sleep(4)
            assert race.state("a") == "running"
            server.waits = False
            await asyncio.sleep(0.3)
            server.waits = True
            await asyncio.sleep(2.6)
            assert race.state("a") == "failing"

    play(story())


def test_a_server_that_answers_nothing_but_errors_is_failing_and_shows_its_last_lines() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.stage.servers["fastapi"][0].failing = True
            await asyncio.sleep(1.5)
            status = race.lane("b").status
            assert (status.state, status.cause) == ("failing", "requests")
            assert status.text.startswith(
                "FastAPI server has answered no request successfully for 1."
            )
            assert status.last_lines == ("its last words",)
            assert race.state("a") == "running"
            race.stage.servers["fastapi"][0].failing = False
            await asyncio.sleep(0.3)
            assert race.state("b") == "running"
            assert [(mark.text, mark.kind) for mark in race.marks] == [
                ("FastAPI answers again", "back")
            ]

    play(story())


def test_what_arrived_while_this_program_was_late_is_read_before_anybody_is_judged() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            server = race.stage.servers["flask"][0]
            server.frozen = True
            await asyncio.sleep(0.45)
            loop = asyncio.get_running_loop()
            loop._jumping.now += 0.45  # type: ignore[attr-defined]

            def read() -> None:
                server.frozen, server.last_heard = False, now()

            loop.call_later(0.01, read)
            await asyncio.sleep(1)
            states = {frame.lanes["a"].status.state for frame in race.frames}
            assert "unresponsive" not in states

    play(story())


@pytest.mark.parametrize("stood_s", [0.8, 1.5, 3.0, 60.0])
def test_after_this_program_stood_still_nobody_is_called_unresponsive(stood_s: float) -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            # Whatever the children said meanwhile is read only after the first late tick.
            for server in (race.stage.servers[key][0] for key in ("flask", "fastapi")):
                server.frozen = True
            for generator in race.stage.generators:
                generator.frozen = True
            await asyncio.sleep(0.05)
            loop = asyncio.get_running_loop()
            loop._jumping.now += stood_s  # type: ignore[attr-defined]
            await asyncio.sleep(0.15)
            for server in (race.stage.servers[key][0] for key in ("flask", "fastapi")):
                server.frozen = False
            for generator in race.stage.generators:
                generator.frozen = False
            await asyncio.sleep(2)
            states = {frame.lanes[id_].status.state for frame in race.frames for id_ in ("a", "b")}
            assert states <= {"starting", "ready", "running"}

    play(story())
