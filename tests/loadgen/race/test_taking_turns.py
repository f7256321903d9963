"""A race of fakes in turns, in virtual time: one lane under load at a time, pairs repeated."""

import asyncio
from collections.abc import Callable
from itertools import groupby

import msgspec
import pytest

from loadgen.model.frame import LANES, Frame
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan
from loadgen.race.abandoned_requests import ABANDONED_S
from loadgen.timeline.timeline import Timeline
from tests.loadgen.race.fakes import KILLED, FakeRace, Stage, plan
from tests.loadgen.race.virtual_time import play


def turns(duration_s: int | None = None, block_s: int = 1, **others: int) -> RacePlan:
    drawn = plan(duration_s=duration_s, **others)
    return msgspec.structs.replace(drawn, mode="turns", block_s=block_s).checked()


def blocks(frames: list[Frame]) -> list[tuple[int, str | None]]:
    found = [(f.block, f.turn) for f in frames if f.block is not None]
    return [each for each, _ in groupby(found)]


def spoiled(frames: list[Frame]) -> list[int]:
    return [block for frame in frames for block in frame.spoiled_blocks]


def assert_apart(frames: list[Frame]) -> None:
    """While one lane is measured, the other has nothing in flight and answers nothing."""
    for frame in frames:
        for id_ in LANES:
            if frame.turn is not None and frame.turn != id_:
                lane = frame.lanes[id_]
                assert (lane.requests.in_flight, lane.ok, lane.interval_s) == (0, 0, 0)
                assert lane.status.state in ("ready", "restarting", "starting", "failed")


def test_lanes_take_turns_in_pairs_and_never_overlap() -> None:
    async def story() -> None:
        async with FakeRace(turns(duration_s=9)) as race:
            await race.running
        assert blocks(race.frames)[:5] == [(0, "a"), (1, "b"), (2, "b"), (3, "a"), (4, "a")]
        assert_apart(race.frames)
        # Telemetry of the lane that waits goes on.
        waiting = [f.lanes["b"].server for f in race.frames if f.turn == "a"]
        assert sum(told is not None for told in waiting) > 0.8 * len(waiting)
        measured = {
            id_: sum(f.lanes[id_].interval_s for f in race.frames if f.turn == id_) for id_ in LANES
        }
        assert measured["a"] + measured["b"] == pytest.approx(7.5, abs=0.5)
        for id_ in LANES:
            assert race.lane(id_).requests.unaccounted == 0
            assert race.lane(id_).requests.in_flight == 0

    play(story())


def test_what_is_under_way_is_answered_before_the_other_begins_and_nothing_is_cancelled() -> None:
    async def story() -> None:
        # A fake drains 32 in each tick: 320 take a second.
        async with FakeRace(turns(users=320)) as race:
            await asyncio.sleep(6)
            assert len(blocks(race.frames)) == 3
            assert all(race.lane(id_).requests.cancelled == 0 for id_ in LANES)
        assert_apart(race.frames)

    play(story())


def test_fresh_servers_for_each_pair_are_no_outage_and_spoil_nothing() -> None:
    async def story() -> None:
        fresh = msgspec.structs.replace(turns(), fresh_servers=True)
        timeline = Timeline()
        async with FakeRace(fresh) as race:
            await asyncio.sleep(14)
            started = {key: len(each) for key, each in race.stage.servers.items()}
            assert started["flask"] == started["fastapi"] >= 3
        for frame in race.frames:
            timeline.add(frame)
        assert_apart(race.frames)
        raced = blocks(race.frames)
        assert len(raced) >= 6
        assert spoiled(race.frames) in ([], [raced[-1][0]], [each for each, _ in raced[-2:]])
        # Each pair has servers of its own, and both blocks of a pair the same.
        pids = {f.block: f.lanes[f.turn].status.pid for f in race.frames if f.block and f.turn}
        assert pids[3] not in (pids[4], None)
        assert {band.kind for band in timeline.bands()} == {"warm-up"}
        assert [mark for frame in race.frames for mark in frame.marks] == []

    play(story())


def test_a_server_is_waited_for_that_works_off_what_was_cancelled() -> None:
    async def story() -> None:
        async with FakeRace(turns()) as race:
            await race.until_racing()
            server = race.stage.servers["flask"][0]
            server.in_progress = 40
            await asyncio.sleep(30)
            assert blocks(race.frames) == [(0, "a")]
            server.in_progress = 0
            await asyncio.sleep(1)
            assert blocks(race.frames)[:2] == [(0, "a"), (1, "b")]
            server.in_progress = 1  # for ever
            await asyncio.sleep(2 * ABANDONED_S)
            assert len(blocks(race.frames)) > 3

    play(story())


def test_a_server_that_never_answers_is_waited_for_only_so_long() -> None:
    async def story() -> None:
        async with FakeRace(turns(users=4096)) as race:
            await asyncio.sleep(20)
            assert (1, "b") in blocks(race.frames)
            assert race.lane("a").requests.cancelled > 0
        assert_apart(race.frames)

    play(story())


def sleeps(race: FakeRace) -> None:
    race.stage.slept_s += 60


def stalls(race: FakeRace) -> None:
    generator = race.stage.generators[0]
    generator.valid = False
    asyncio.get_running_loop().call_later(0.2, setattr, generator, "valid", True)


@pytest.mark.parametrize(
    "event",
    [
        stalls,
        sleeps,
        lambda race: race.comparison.restart("b"),
        lambda race: race.comparison.change(turns(users=65)),
        lambda race: race.comparison.change(turns(threads=9)),
        lambda race: race.comparison.freeze("a", 0.5),
    ],
    ids=["stall", "sleep", "restart", "load", "setting", "freeze"],
)
def test_what_spoils_a_block_has_its_pair_repeated(event: Callable[[FakeRace], object]) -> None:
    async def story() -> None:
        async with FakeRace(turns()) as race:
            await race.until_racing()
            await asyncio.sleep(0.4)
            event(race)
            await asyncio.sleep(12)
        assert spoiled(race.frames)[0] == 0
        assert_apart(race.frames)
        counted = [(n, turn) for n, turn in blocks(race.frames) if n not in spoiled(race.frames)]
        assert len(counted) >= 4
        pairs = [
            {turn for n, turn in counted if n // 2 == pair} for pair in {n // 2 for n, _ in counted}
        ]
        assert all(pair == {"a", "b"} for pair in pairs)

    play(story())


def test_a_slow_start_of_the_servers_is_not_held_against_the_generators() -> None:
    async def story() -> None:
        stage = Stage(start_s={"flask": 3.0, "fastapi": 4.0})
        async with FakeRace(turns(duration_s=4), stage) as race:
            await race.running
        assert blocks(race.frames)[:3] == [(0, "a"), (1, "b"), (2, "b")]
        assert 0 not in spoiled(race.frames)

    play(story())


def test_a_generator_that_is_replaced_is_not_called_silent_for_what_it_was_not_told() -> None:
    async def story() -> None:
        stage = Stage()
        async with FakeRace(turns(), stage) as race:
            await race.until_racing()
            stage.generators[0].die(KILLED)
            await asyncio.sleep(1)
            stage.start_s["flask"] = 2.0
            race.comparison.restart("a")
            before = len(race.frames)
            await asyncio.sleep(8)
            states = {frame.lanes["a"].status.state for frame in race.frames[before:]}
            assert "unresponsive" not in states
            assert len(blocks(race.frames[before:])) >= 4

    play(story())


def test_a_turn_that_is_repeated_is_marked_and_what_was_measured_before_still_counts() -> None:
    async def story() -> None:
        async with FakeRace(turns()) as race:
            await race.until_racing()
            stalls(race)
            await asyncio.sleep(2)
        (mark,) = race.marks
        assert (mark.text, mark.lane) == ("turn repeated: its load generator stood still", "a")
        assert not mark.disturbs

    play(story())


def test_a_stalled_generator_of_the_lane_that_waits_spoils_nothing() -> None:
    async def story() -> None:
        async with FakeRace(turns()) as race:
            await race.until_racing()
            race.stage.generators[1].valid = False
            await asyncio.sleep(0.7)
            race.stage.generators[1].valid = True
            await asyncio.sleep(3)
            assert spoiled(race.frames) == []

    play(story())


def test_a_change_of_load_reaches_the_lane_under_load_alone() -> None:
    async def story() -> None:
        async with FakeRace(turns()) as race:
            await race.until_racing()
            race.comparison.change(turns(users=10))
            await asyncio.sleep(0.1)
            first, second = race.stage.generators
            assert first.plan.model == ClosedModel(10)
            assert second.plans == []
            await asyncio.sleep(2.5)
            assert second.plan.model == ClosedModel(10)

    play(story())


def test_when_a_lane_dies_the_other_goes_on_alone_until_it_is_restarted() -> None:
    async def story() -> None:
        async with FakeRace(turns()) as race:
            await race.until_racing()
            race.stage.servers["flask"][0].die(KILLED)
            await asyncio.sleep(5)
            assert (race.frame.turn, race.frame.block) == ("b", None)
            assert race.lane("b").ok > 0
            race.comparison.restart("a")
            before = len(race.frames)
            await asyncio.sleep(6)
            assert [turn for _, turn in blocks(race.frames[before:])][:3] == ["b", "a", "a"]
        assert_apart(race.frames)

    play(story())


def test_the_mode_may_be_changed_while_it_runs() -> None:
    async def story() -> None:
        async with FakeRace(plan()) as race:
            await race.until_racing()
            race.comparison.change(turns())
            await asyncio.sleep(6)
            in_turns = blocks(race.frames)
            assert len(in_turns) >= 3
            race.comparison.change(plan())
            await asyncio.sleep(1)
            assert [race.state(id_) for id_ in LANES] == ["running", "running"]
            assert (race.frame.turn, race.frame.block) == (None, None)
            race.comparison.change(turns())
            await asyncio.sleep(3)
            # No number is used twice.
            assert blocks(race.frames)[: len(in_turns)] == in_turns
            assert blocks(race.frames)[-1][0] > in_turns[-1][0]
        assert [mark.text for mark in race.marks][:2] == [
            "mode together → turns",
            "mode turns → together",
        ]

    play(story())


class AfterFiveSeconds:
    """A stop rule."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def add(self, frame: Frame, plan: RacePlan) -> None:
        self.at_s = frame.at_s

    def is_met(self, plan: RacePlan) -> bool:
        return self.at_s > 5


def test_it_ends_when_its_stop_rule_is_met_and_only_when_asked_to() -> None:
    async def story(until_clear: bool) -> float:
        drawn = msgspec.structs.replace(turns(duration_s=20), until_clear=until_clear)
        frames: list[Frame] = []

        async with FakeRace(drawn, stop_rule=AfterFiveSeconds()) as race:
            await race.running
        frames = [frame for frame in race.frames if frame.phase == "racing"]
        return frames[-1].at_s

    assert play(story(True)) == pytest.approx(6, abs=1.1)
    assert play(story(False)) == pytest.approx(20, abs=0.2)
