"""What one generator can send at most: measured for real, and kept for the next start."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import Snapshot
from loadgen.race.calibration import CalibrationError, Calibrations, measure, users_for
from tests.loadgen.race.fakes import FakeGenerator, FakeRace, plan
from tests.loadgen.race.virtual_time import play

MACHINE = {"cpu": "a processor", "python": "3.11.7"}
PLAN = RacePlan.default()


def with_(**changed: object) -> RacePlan:
    return msgspec.structs.replace(PLAN, **changed)


def test_what_is_kept_is_known_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "calibration.json"
    assert Calibrations(path, MACHINE).ceiling(PLAN) is None
    assert Calibrations(path, MACHINE).keep(PLAN, 45_000.04) == ""
    assert Calibrations(path, MACHINE).ceiling(PLAN) == 45_000.0


def test_it_holds_for_its_own_machine_client_and_about_so_many_users(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    known = Calibrations(path, MACHINE)
    known.keep(PLAN, 45_000)
    known.keep(with_(client="httpx-shared"), 100)
    assert known.ceiling(with_(model=ClosedModel(33))) == 45_000
    assert known.ceiling(with_(model=ClosedModel(65))) is None
    assert known.ceiling(with_(client="httpx-shared")) == 100
    assert known.ceiling(with_(client="httpx-per-user")) is None
    assert known.ceiling(with_(requests_per_connection=1)) is None
    assert Calibrations(path, MACHINE | {"cpu": "another"}).ceiling(PLAN) is None


def test_measured_anew_it_replaces_what_was_known_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    one, another = Calibrations(path, MACHINE), Calibrations(path, MACHINE)
    one.keep(with_(client="httpx-shared"), 100)
    another.keep(PLAN, 1)
    another.keep(PLAN, 2)
    after = Calibrations(path, MACHINE)
    assert (after.ceiling(PLAN), after.ceiling(with_(client="httpx-shared"))) == (2, 100)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"ceilings": 3}', b"\xff" * 9])
def test_a_broken_file_is_set_aside_and_as_good_as_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(content)
    known = Calibrations(path, MACHINE)
    assert known.ceiling(PLAN) is None
    assert path.with_name("calibration.json.broken").read_bytes() == content
    assert known.keep(PLAN, 7) == ""
    assert Calibrations(path, MACHINE).ceiling(PLAN) == 7


def test_where_nothing_can_be_written_it_says_so_and_knows_it_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    known = Calibrations(tmp_path / "file" / "calibration.json", MACHINE)
    assert known.keep(PLAN, 7).startswith("The ceiling could not be kept: ")
    assert known.ceiling(PLAN) == 7


def test_the_file_of_a_newer_program_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(b'{"version": 2, "ceilings": "elsewhere"}')
    known = Calibrations(path, MACHINE)
    assert known.keep(PLAN, 7) == ""
    assert known.ceiling(PLAN) == 7
    assert path.read_bytes() == b'{"version": 2, "ceilings": "elsewhere"}'


def test_without_a_file_it_is_known_until_the_end() -> None:
    known = Calibrations(None, MACHINE)
    assert known.keep(PLAN, 7) == ""
    assert known.ceiling(PLAN) == 7


@pytest.mark.parametrize(
    ("model", "users"),
    [(ClosedModel(1), 1), (ClosedModel(64), 64), (ClosedModel(65), 128), (OpenModel(9.0), 64)],
)
def test_ceilings_are_taken_with_the_next_power_of_two_of_users(
    model: ClosedModel | OpenModel, users: int
) -> None:
    assert users_for(with_(model=model)) == users


@pytest.mark.process
def test_a_generator_is_measured_and_nothing_is_left_behind() -> None:
    ceiling = asyncio.run(measure(PLAN, seconds=0.5))
    # A laptop does 20,000 and more; a machine that is shared with others, less.
    assert ceiling > 1_000


@pytest.mark.process
def test_cancelled_it_leaves_nothing_behind() -> None:
    async def story() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(measure(PLAN, seconds=60), 0.4)

    asyncio.run(story())


@pytest.mark.process
def test_a_generator_that_is_not_answered_has_no_ceiling() -> None:
    async def silent(on_snapshot: Callable[[Snapshot], None]) -> FakeGenerator:
        return FakeGenerator(lambda snapshot: None, 1, 0)

    with pytest.raises(CalibrationError, match="no steady sending"):
        asyncio.run(measure(PLAN, start_generator=silent, seconds=0.1))


def test_frames_carry_the_ceiling_of_all_generators_of_a_lane() -> None:
    async def story() -> None:
        ceilings = {64: 1_000.0}
        async with FakeRace(
            plan(users=64), ceiling=lambda plan: ceilings.get(plan.model.concurrency)
        ) as race:
            await race.until_racing()
            assert race.lane("a").ceiling_per_s == 1_000
            race.comparison.change(plan(users=65))
            await asyncio.sleep(0.3)
            assert race.lane("a").ceiling_per_s is None

    play(story())
