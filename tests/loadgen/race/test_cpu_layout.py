"""Which processors the children of a lane are kept to, and that they are."""

import asyncio
import os
import subprocess
import sys
from typing import Literal

import msgspec
import pytest

from loadgen.model.frame import LANES, Pinned
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.process_control.cpu_layout import Core, cores, layout, one_of, problem
from loadgen.race.process_control.process_tree import keep_to
from servers.catalog.common_settings import ONE_CORE
from tests.loadgen.race.fakes import FakeRace, Stage, plan
from tests.loadgen.race.virtual_time import play

TWO: list[Core] = [(0,), (1,)]
FOUR: list[Core] = [(0, 4), (1, 5), (2, 6), (3, 7)]


@pytest.mark.parametrize(
    ("known", "mode", "a", "b"),
    [
        (TWO, "turns", Pinned((1,), (0,)), Pinned((1,), (0,))),
        (TWO, "together", Pinned((1,), (0,)), Pinned((1,), (0,))),
        ([(0,), (1,), (2,)], "together", Pinned((1,), (0,)), Pinned((2,), (0,))),
        ([(0,), (1,), (2,)], "turns", Pinned((1, 2), (0,)), Pinned((1, 2), (0,))),
        (FOUR, "together", Pinned((2, 6), (0, 4)), Pinned((3, 7), (1, 5))),
        (FOUR, "turns", Pinned((2, 3, 6, 7), (0, 1, 4, 5)), Pinned((2, 3, 6, 7), (0, 1, 4, 5))),
    ],
)
def test_servers_and_generators_are_on_different_cores(
    known: list[Core], mode: str, a: Pinned, b: Pinned
) -> None:
    assert layout(known, mode) == {"a": a, "b": b}  # type: ignore[arg-type]


def test_where_it_cannot_be_done_it_says_why() -> None:
    assert problem(TWO) == ""
    assert "takes two cores" in problem([(0, 1)])
    assert "does not let a program" in problem([])


def pinned(threads: int = 4, *, on: bool = True) -> RacePlan:
    return msgspec.structs.replace(plan(threads=threads), pinned=on)


def test_all_children_are_kept_and_frames_say_where() -> None:
    async def story() -> None:
        async with FakeRace(pinned(), Stage(cores=FOUR)) as race:
            await race.until_racing()
            assert race.lane("a").pinned == Pinned((2, 6), (0, 4))
            servers = {race.lane(id_).status.pid for id_ in LANES}
            assert set(race.stage.kept) == servers | {100, 101}
            race.comparison.change(pinned(threads=9))
            await asyncio.sleep(2)
            assert race.stage.kept[race.lane("a").status.pid or 0] == (2, 6)
            race.comparison.change(pinned(threads=9, on=False))
            await asyncio.sleep(0.3)
            assert race.lane("a").pinned is None
            assert set(race.stage.kept[100]) == set(range(8))

    play(story())


def test_a_lane_may_be_kept_to_one_core_alone() -> None:
    async def story() -> None:
        one = msgspec.structs.replace(
            plan(),
            lanes={"a": LaneChoice.of("flask", cores=ONE_CORE), "b": LaneChoice.of("fastapi")},
        )
        async with FakeRace(one, Stage(cores=FOUR)) as race:
            await race.until_racing()
            kept = race.lane("a").pinned
            assert kept == Pinned((7,), (0, 4, 1, 5, 2, 6, 3, 7))
            assert not kept.apart
            assert race.lane("b").pinned is None
            assert race.stage.kept[race.lane("a").status.pid or 0] == (7,)

    play(story())


@pytest.mark.parametrize(
    ("processors", "mode", "a", "b"),
    [
        ((0, 1), "together", 1, 0),
        ((0, 1), "turns", 1, 1),
        ((1,), "together", 1, 1),
        ((2, 6, 3, 7), "together", 7, 3),
    ],
)
def test_lanes_on_one_core_have_different_ones_where_they_race_together(
    processors: tuple[int, ...], mode: Literal["together", "turns"], a: int, b: int
) -> None:
    assert [one_of(processors, lane, mode) for lane in LANES] == [(a,), (b,)]


def test_what_cannot_be_pinned_is_not_called_pinned() -> None:
    async def story() -> None:
        async with FakeRace(pinned(), Stage(cores=[(0,)])) as race:
            await race.until_racing()
            assert race.lane("a").pinned is None

    play(story())


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux" or len(cores()) < 2, reason="processors to choose from")
def test_every_thread_of_a_process_is_kept() -> None:
    child = (
        "import threading, sys\n"
        "done = threading.Event()\n"
        "threading.Thread(target=done.wait).start()\n"
        "print(1, flush=True); input(); done.set()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        wanted = cores()[-1]
        assert keep_to(process.pid, wanted)
        threads = [int(name) for name in os.listdir(f"/proc/{process.pid}/task")]
        assert len(threads) == 2
        assert all(os.sched_getaffinity(thread) == set(wanted) for thread in threads)
        process.communicate(b"\n")
    assert keep_to(process.pid, wanted)  # gone: nothing is left to be kept
