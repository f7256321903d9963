"""Several generators send as one: nothing of the plan and nothing of the books is lost."""

import asyncio
from collections import Counter
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from loadgen.model.frame import LANES
from loadgen.model.load_plan import ClosedModel, LoadPlan, OpenModel
from loadgen.race.generator_group import first_of, split
from loadgen.race.generator_scaling import GeneratorScaling
from servers.telemetry.messages import ProcessLoad
from tests.loadgen.race.fakes import KILLED, FakeRace, Stage, now, plan
from tests.loadgen.race.virtual_time import play


@given(st.integers(0, 16_384), st.integers(1, 64))
def test_users_are_split_without_loss(users: int, parts: int) -> None:
    parts_of = cast("tuple[ClosedModel, ...]", split(ClosedModel(users), parts))
    shares = [share.concurrency for share in parts_of]
    assert sum(shares) == users
    assert max(shares) - min(shares) <= 1
    assert len(shares) <= parts


@given(st.floats(0.001, 100_000), st.integers(1, 16_384), st.integers(1, 64))
def test_a_rate_is_split_without_loss(rate: float, most: int, parts: int) -> None:
    shares = [
        share for share in split(OpenModel(rate, most), parts) if isinstance(share, OpenModel)
    ]
    assert sum(share.rate for share in shares) == rate
    assert sum(share.max_in_flight for share in shares) == most
    assert len(shares) == min(parts, most)


@given(st.floats(0.001, 100_000), st.integers(1, 16_384), st.integers(1, 4_096), st.integers(1, 64))
def test_connections_are_split_and_the_rate_with_them(
    rate: float, most: int, connections: int, parts: int
) -> None:
    shares = [
        share
        for share in split(OpenModel(rate, most, connections), parts)
        if isinstance(share, OpenModel)
    ]
    assert len(shares) == min(parts, most, connections)
    assert sum(share.connections for share in shares) == connections
    assert sum(share.max_in_flight for share in shares) == most
    assert sum(share.rate for share in shares) == pytest.approx(rate)
    each = rate / connections
    assert all(share.rate / share.connections == pytest.approx(each) for share in shares)


def test_each_begins_at_another_of_the_requests() -> None:
    for requests, processes in ((10, 5), (100, 8), (1_000, 64)):
        begins = [first_of(number, requests) for number in range(processes)]
        assert begins[0] == 0
        assert len(set(begins)) == processes
        assert all(0 <= each < requests for each in begins)
    assert [first_of(number, 1) for number in range(4)] == [0] * 4


def test_processes_go_on_with_the_ports_where_the_one_before_ends() -> None:
    async def story() -> None:
        async with FakeRace(plan(users=5), limited(3)) as race:
            await race.until_racing()
            server = race.stage.servers["fastapi"][0]
            server.parts = tuple(
                ProcessLoad(pid=n, at=now(), cpu_s=0.0, port=10 + n) for n in range(3)
            )
            await asyncio.sleep(8)
            plans = [g.plan for g in race.stage.generators if g.plan.url == server.url]
            ports = [
                each.ports[n % len(each.ports)] for each in plans for n in range(users_of(each))
            ]
            assert len(plans) == 3
            assert sorted(Counter(ports).values()) == [1, 2, 2]

    play(story())


def users_of(plan: LoadPlan) -> int:
    assert isinstance(plan.model, ClosedModel)
    return plan.model.concurrency


class Machine:
    """So many cores have been idle, all the time."""

    def __init__(self, free_cores: float) -> None:
        self.free_cores = free_cores
        self.now_s = 0.0

    def idle_s(self) -> float:
        return self.free_cores * self.now_s


def grows_at(
    free_cores: float, cpu_percent: float, count: int = 1, users: int = 64
) -> float | None:
    """After how many seconds one more generator is wanted, within ten."""
    machine = Machine(free_cores)
    growth = GeneratorScaling(4, machine.idle_s)
    for tick in range(100):
        machine.now_s = tick / 10
        if growth.wants_more(machine.now_s, cpu_percent, count, ClosedModel(users)):
            return machine.now_s
    return None


def test_one_more_is_wanted_when_one_is_the_limit_for_two_seconds_and_a_core_is_free() -> None:
    assert grows_at(1.0, 86) == pytest.approx(2.0)
    assert grows_at(0.9, 86) is None
    assert grows_at(8.0, 85) is None
    assert grows_at(8.0, 99, count=4) is None
    assert grows_at(8.0, 99, count=2, users=2) is None
    machine = Machine(8.0)
    few, more = OpenModel(9_000, 1_000, 2), OpenModel(9_000, 1_000, 3)
    for model, wanted in ((few, False), (more, True)):
        growth, machine.now_s = GeneratorScaling(4, machine.idle_s), 0.0
        growth.wants_more(0.0, 99, 2, model)
        machine.now_s = 3.0
        assert growth.wants_more(3.0, 99, 2, model) is wanted


def test_a_moment_of_rest_begins_the_two_seconds_anew() -> None:
    machine = Machine(2.0)
    growth = GeneratorScaling(4, machine.idle_s)
    for tick in range(100):
        machine.now_s = tick / 10
        cpu_percent = 50 if tick % 15 == 0 else 99
        assert not growth.wants_more(machine.now_s, cpu_percent, 1, ClosedModel(64))


def limited(most: int = 2) -> Stage:
    """Generators that need all of a core, on a machine with many free ones."""
    stage = Stage(most_generators=most)
    stage.idle_s = lambda: 16 * asyncio.get_running_loop().time()
    stage.cpu_percent = 99.0
    return stage


def test_a_second_generator_takes_its_share_and_the_books_go_on() -> None:
    async def story() -> None:
        reads = replace(plan(users=65), scenario="database", parameters={}).checked()
        async with FakeRace(reads, limited()) as race:
            await race.until_racing()
            assert race.lane("a").generators == 1
            await asyncio.sleep(3)
            before = race.lane("a").requests.ok
            assert len(race.stage.generators) == 4
            assert sorted(g.totals.in_flight for g in race.stage.generators) == [32, 32, 33, 33]
            assert {len(g.plan.requests) for g in race.stage.generators} == {10}
            assert sorted(g.plan.first for g in race.stage.generators) == [0, 0, 6, 6]
            assert [race.lane(id_).generators for id_ in LANES] == [2, 2]
            await asyncio.sleep(1)
            assert race.lane("a").requests.ok > before
            measured_s = sum(frame.lanes["a"].interval_s for frame in race.frames)
            assert measured_s == pytest.approx(race.frame.at_s, abs=0.25)
        for frame in race.frames:
            assert all(frame.lanes[id_].requests.unaccounted == 0 for id_ in LANES)
        assert all(race.lane(id_).requests.in_flight == 0 for id_ in LANES)
        assert {mark.text for mark in race.marks} == {
            "Flask: 2 load generators",
            "FastAPI: 2 load generators",
        }

    play(story())


def test_when_one_of_two_dies_the_lane_fails_and_the_books_of_both_are_closed() -> None:
    async def story() -> None:
        async with FakeRace(plan(), limited()) as race:
            await race.until_racing()
            await asyncio.sleep(3)
            race.stage.generators[-1].die(KILLED)
            await asyncio.sleep(1)
            failed = [id_ for id_ in LANES if race.state(id_) == "failed"]
            assert len(failed) == 1
            requests = race.lane(failed[0]).requests
            assert requests.in_flight == requests.unaccounted == 0
            assert requests.failed == {"generator": 32}
            race.comparison.restart(failed[0])
            await asyncio.sleep(1.5)
            assert race.state(failed[0]) == "running"

    play(story())


def test_a_generator_that_cannot_be_started_leaves_the_others_to_it() -> None:
    async def story() -> None:
        stage = limited(most=8)
        async with FakeRace(plan(), stage) as race:
            await race.until_racing()
            stage.no_more_generators = True
            await asyncio.sleep(8)
            assert [race.state(id_) for id_ in LANES] == ["running", "running"]
        assert {mark.text for mark in race.marks} == {
            "Flask: one more load generator could not be started: no process to be had",
            "FastAPI: one more load generator could not be started: no process to be had",
        }

    play(story())


@pytest.mark.parametrize("after_s", [2.0, 2.15, 2.2, 2.25, 2.4])
@pytest.mark.parametrize("how", ["stop", "cancel", "restart"])
def test_it_ends_cleanly_while_one_more_is_being_started(after_s: float, how: str) -> None:
    async def story() -> None:
        stage = limited()
        stage.generator_start_s = 0.1
        race = FakeRace(plan(), stage)
        running = asyncio.create_task(race.comparison.run())
        await race.until_racing()
        await asyncio.sleep(after_s)
        if how == "cancel":
            running.cancel()
        else:
            race.comparison.restart("a") if how == "restart" else race.comparison.stop()
            await asyncio.sleep(0.01)
            race.comparison.stop()
        await asyncio.wait([running])
        assert stage.alive == []
        assert asyncio.all_tasks() == {asyncio.current_task()}

    play(story())
