"""A server that is frozen on purpose is thawed, whatever happens meanwhile."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable

import psutil
import pytest

from loadgen.model.frame import LANES
from loadgen.race.process_control.process_tree import freeze
from tests.loadgen.race.fakes import KILLED, FakeRace, plan
from tests.loadgen.race.virtual_time import play


def test_a_frozen_server_is_marked_and_neither_failed_nor_called_unresponsive() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.comparison.freeze("a", 3.0)
            await asyncio.sleep(2.9)
            assert race.stage.frozen
            assert race.state("a") == "running"
            await asyncio.sleep(2)
            assert race.stage.frozen == []
            states = {frame.lanes["a"].status.state for frame in race.frames}
            assert states <= {"starting", "ready", "running"}
            assert [(m.text, m.lane) for m in race.marks] == [("Flask frozen for 3 s", "a")]

    play(story())


def test_freezing_anew_makes_it_last_longer() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.comparison.freeze("b", 1.0)
            await asyncio.sleep(0.7)
            race.comparison.freeze("b", 1.0)
            await asyncio.sleep(0.7)
            assert race.stage.frozen == [race.lane("b").status.pid]
            await asyncio.sleep(0.5)
            assert race.stage.frozen == []

    play(story())


@pytest.mark.parametrize(
    "event",
    [
        lambda race: race.comparison.stop(),
        lambda race: race.comparison.restart("a"),
        lambda race: race.comparison.change(plan(threads=9)),
        lambda race: race.stage.servers["flask"][0].die(KILLED),
    ],
    ids=["stop", "restart", "setting", "death"],
)
def test_it_is_thawed_at_once_when_it_is_to_end(event: Callable[[FakeRace], object]) -> None:
    async def story() -> None:
        async with FakeRace() as race:
            await race.until_racing()
            race.comparison.freeze("a", 3600.0)
            await asyncio.sleep(0.3)
            event(race)
            await asyncio.sleep(0.1)
            assert race.stage.frozen == []
        assert all(race.lane(id_).requests.unaccounted == 0 for id_ in LANES)

    play(story())


def test_it_is_thawed_when_the_race_is_cancelled() -> None:
    async def story() -> None:
        race = FakeRace()
        running = asyncio.create_task(race.comparison.run())
        await race.until_racing()
        race.comparison.freeze("a", 3600.0)
        running.cancel()
        await asyncio.wait([running])
        assert race.stage.frozen == []
        assert asyncio.all_tasks() == {asyncio.current_task()}

    play(story())


def test_there_is_nothing_to_freeze_before_load_flows_nor_after() -> None:
    async def story() -> None:
        async with FakeRace() as race:
            race.comparison.freeze("a")
            await race.until_racing()
            race.comparison.stop()
            await race.running
            race.comparison.freeze("a")
            assert race.stage.frozen == []
            assert race.marks == []

    play(story())


def until(condition: Callable[[], bool]) -> None:
    """A signal takes a moment to arrive."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.process
def test_the_whole_tree_stands_still_and_goes_on() -> None:
    child = (
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        tree = [psutil.Process(parent.pid), *psutil.Process(parent.pid).children()]
        assert len(tree) == 2
        thaw = freeze(parent.pid)
        try:
            until(lambda: all(each.status() == psutil.STATUS_STOPPED for each in tree))
        finally:
            thaw()
            thaw()
        until(lambda: all(each.status() != psutil.STATUS_STOPPED for each in tree))
        parent.communicate(b"\n")


@pytest.mark.process
def test_what_is_gone_cannot_be_frozen() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    freeze(gone.pid)()
