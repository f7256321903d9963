"""The asyncio thread: commands return at once, the last of them wins, and nothing outlives it."""

import time
from collections.abc import Callable, Iterable, Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from gui.session.race_factory import Known
from gui.session.race_thread import RaceThread
from loadgen.model.frame import Frame
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan
from loadgen.race.session_services import Services
from tests.support.best_of import best_of
from tests.support.fake_race_thread import SyntheticRace

PLAN = RacePlan.default()


def with_users(users: int) -> RacePlan:
    return msgspec.structs.replace(PLAN, model=ClosedModel(users))


class Staged:
    """A bridge with invented races, and all that was heard of it."""

    def __init__(self) -> None:
        self.races: list[SyntheticRace] = []
        self.frames: list[Frame] = []
        self.ends: list[str] = []
        self.breaks: Exception | None = None
        self.bridge = RaceThread(self._make)
        self.bridge.frame.connect(self.frames.append)
        self.bridge.ended.connect(self.ends.append)

    def _make(
        self, plan: RacePlan, on_frame: Callable[[Frame], None], known: Known
    ) -> SyntheticRace:
        self.races.append(SyntheticRace(plan, on_frame, known, self.breaks))
        return self.races[-1]


@pytest.fixture
def staged(qtbot: QtBot) -> Iterator[Staged]:
    made = Staged()
    yield made
    assert made.bridge.close()


def test_a_race_runs_from_start_to_stop(qtbot: QtBot, staged: Staged) -> None:
    staged.bridge.start(PLAN)
    qtbot.waitUntil(lambda: len(staged.frames) > 5)
    staged.bridge.stop()
    qtbot.waitUntil(lambda: staged.ends == [""])
    assert [frame.phase for frame in staged.frames][:2] == ["starting", "racing"]
    assert staged.frames[-1].phase == "ended"


def test_a_slider_that_is_shaken_brings_its_last_value(qtbot: QtBot, staged: Staged) -> None:
    staged.bridge.start(PLAN)
    qtbot.waitUntil(lambda: bool(staged.frames))

    def shake() -> float:
        began = time.monotonic()
        for users in range(1, 1001):
            staged.bridge.change(with_users(users))
        return time.monotonic() - began

    assert best_of(3, shake, 0.5) < 0.5
    qtbot.waitUntil(lambda: staged.races[0].plans[-1] == with_users(1000))
    assert len(staged.races) == 1


def test_a_lane_is_restarted(qtbot: QtBot, staged: Staged) -> None:
    staged.bridge.start(PLAN)
    qtbot.waitUntil(lambda: bool(staged.frames))
    staged.bridge.restart("b")
    qtbot.waitUntil(lambda: staged.races[0].restarts == ["b"])


def test_a_start_overtakes_the_race_that_is_on(qtbot: QtBot, staged: Staged) -> None:
    staged.bridge.start(PLAN)
    qtbot.waitUntil(lambda: bool(staged.frames))
    staged.bridge.start(with_users(7))
    staged.frames.clear()
    qtbot.waitUntil(lambda: len(staged.frames) > 3)
    assert staged.races[0].stops
    assert staged.races[1].plans == [with_users(7)]
    assert staged.frames[0].phase == "starting", "frames of the overtaken race are dropped"
    assert staged.ends == []


def test_start_and_stop_fifty_times_in_a_row(qtbot: QtBot, staged: Staged) -> None:
    for _ in range(50):
        staged.bridge.start(PLAN)
        staged.bridge.stop()
    qtbot.waitUntil(lambda: staged.ends[-1:] == [""])
    staged.bridge.start(PLAN)
    staged.frames.clear()
    qtbot.waitUntil(lambda: len(staged.frames) > 3)


def test_a_race_that_breaks_off_says_why_and_the_next_one_runs(
    qtbot: QtBot, staged: Staged, capsys: pytest.CaptureFixture[str]
) -> None:
    staged.breaks = RuntimeError("the moon is in the way")
    staged.bridge.start(PLAN)
    qtbot.waitUntil(lambda: bool(staged.ends))
    assert staged.ends == ["The race broke off: the moon is in the way."]
    assert "Traceback" in capsys.readouterr().err
    staged.breaks = None
    staged.frames.clear()
    staged.bridge.start(PLAN)
    qtbot.waitUntil(lambda: len(staged.frames) > 3)


def test_closing_during_a_race_stops_it_and_ends_the_thread(qtbot: QtBot, staged: Staged) -> None:
    staged.bridge.start(PLAN)
    qtbot.waitUntil(lambda: bool(staged.frames))
    assert staged.bridge.close()
    assert staged.races[0].stops
    told = len(staged.frames)
    staged.bridge.start(PLAN)
    staged.bridge.change(PLAN)
    staged.bridge.stop()
    qtbot.wait(20)
    assert len(staged.frames) == told, "nothing is heard after closing"


def test_frames_that_come_faster_than_they_are_seen_all_arrive(
    qtbot: QtBot, staged: Staged
) -> None:
    staged.bridge.start(PLAN)
    time.sleep(0.15)  # the GUI thread is busy with something else
    qtbot.waitUntil(lambda: len(staged.frames) > 8)
    numbers = [frame.seq for frame in staged.frames]
    assert numbers == list(range(len(numbers)))


class StagedServices(Services):
    """Takes notes, and starts nothing."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        super().__init__()
        self.noted: list[str] = []
        self._tell = on_change

    def want(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.noted.append(f"want {key}")
            self._tell()

    def restart(self, key: str) -> None:
        self.noted.append(f"restart {key}")

    async def close(self) -> None:
        self.noted.append("close")


def test_backing_services_live_as_long_as_the_bridge(qtbot: QtBot) -> None:
    made: list[StagedServices] = []
    races: list[SyntheticRace] = []
    told: list[object] = []

    def services(on_change: Callable[[], None]) -> StagedServices:
        made.append(StagedServices(on_change))
        return made[-1]

    def race(plan: RacePlan, on_frame: Callable[[Frame], None], known: Known) -> SyntheticRace:
        races.append(SyntheticRace(plan, on_frame, known))
        return races[-1]

    bridge = RaceThread(race, services=services)
    bridge.services.connect(told.append)
    bridge.want(("database",))
    qtbot.waitUntil(lambda: told == [{}])
    bridge.restart_service("database")
    qtbot.waitUntil(lambda: made[0].noted == ["want database", "restart database"])
    bridge.start(PLAN)
    qtbot.waitUntil(lambda: bool(races))
    known = races[0].known
    assert known is not None
    assert known.services is made[0]
    bridge.restart_service("database")
    qtbot.waitUntil(lambda: races[0].service_restarts == ["database"])
    assert bridge.close()
    assert made[0].noted[-1] == "close"
    assert len(made) == 1
