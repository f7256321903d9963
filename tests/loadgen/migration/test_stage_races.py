"""What is raced to know what a stage, the mounted half and a front cost, and how that is said."""

import asyncio
from typing import TYPE_CHECKING, cast

import msgspec
import pytest

from loadgen.export.run_record import RunRecord
from loadgen.migration import stage_races
from loadgen.migration.migration_document import MigrationDocument, encode_migration
from loadgen.migration.migration_run import MigrationRun
from loadgen.migration.migration_text import markdown
from loadgen.migration.speed_text import speed_failures, speed_rows
from loadgen.migration.stage_races import StageRace, StageRaceSeries, StageSpeed
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from servers.catalog.common_settings import ONE_CORE
from servers.catalog.migration_stages import FASTAPI_ALONE, FLASK_ALONE, MOUNTED, TRAPS

if TYPE_CHECKING:
    from loadgen.model.frame import LaneId
    from loadgen.race.session_services import Services
    from loadgen.recording.race_recording import RaceRecording

RACES = stage_races.stage_races((1, 9), ["pool"])


def plan_of(key: str) -> RacePlan:
    return next(each.plan for each in RACES if each.key == key)


def test_each_stage_the_mounted_half_and_both_sides_of_a_front_are_raced() -> None:
    assert [each.key for each in RACES] == [
        "stage-1",
        "stage-9",
        "mounted-route",
        "front-old",
        "front-new",
    ]
    for each in RACES:
        assert each.plan.checked() == each.plan
        cores = {choice.settings["cores"] for choice in each.plan.lanes.values()}
        assert cores == {ONE_CORE} or not stage_races._BINDS


@pytest.mark.parametrize(
    ("key", "a", "b", "route", "new_percent"),
    [
        ("stage-9", ("migration", FLASK_ALONE), ("migration", FASTAPI_ALONE), 0, 0),
        ("mounted-route", ("migration", FLASK_ALONE), ("migration", MOUNTED), 1, 0),
        ("front-old", ("migration", FLASK_ALONE), ("migration-front", FASTAPI_ALONE), 0, 0),
        ("front-new", ("migration", FASTAPI_ALONE), ("migration-front", FASTAPI_ALONE), 0, 100),
    ],
)
def test_a_race_differs_in_what_it_is_about(
    key: str, a: tuple[str, int], b: tuple[str, int], route: int, new_percent: int
) -> None:
    plan = plan_of(key)
    lanes = [(each.variant, each.settings["stage"]) for each in plan.lanes.values()]
    assert lanes == [a, b]
    assert (plan.parameters["route"], plan.parameters["new_percent"]) == (route, new_percent)


def test_open_traps_are_those_of_the_stage_and_not_of_flask() -> None:
    lanes = plan_of("stage-9").lanes
    assert (lanes["a"].settings["pool"], lanes["b"].settings["pool"]) == (0, 1)


def speed(race: StageRace, *, failure: str = "") -> StageSpeed:
    a = {
        "throughput_per_second": Ratio(1_000.0, 980.0, 1_020.0),
        "cpu_s_per_request": Ratio(0.0005, 0.00049, 0.00051),
    }
    b = {**a, "memory_mib": Ratio(50.0, 49.5, 50.5)}
    both: dict[LaneId, dict[str, Ratio]] = {"a": a, "b": b}
    return StageSpeed(race, both, Ratio(1.5, 1.45, 1.55), None, "a race", failure)


def test_each_figure_has_its_interval_and_none_is_shown_without() -> None:
    rows = list(speed_rows([speed(RACES[0])]))
    assert [row[0] for row in rows] == ["Flask alone", "Flask mounted in FastAPI"]
    assert (rows[0][1], rows[0][3]) == ("1,000 (980 to 1,020)", "–")
    assert rows[1][-1] == "Flask alone"
    assert rows[1][-2] == "–"
    for row in rows:
        for cell in row[1:-1]:
            assert cell == "–" or " to " in cell


def test_document_and_markdown_hold_the_speeds() -> None:
    raced = [speed(RACES[0], failure="It broke off.")]
    run = MigrationRun((), (), speeds=raced, raced_traps=TRAPS[:1])
    document = msgspec.json.decode(encode_migration(run), type=MigrationDocument)
    (found,) = document.speeds
    assert (found.key, found.compared_with) == ("stage-1", "Flask alone")
    assert found.cpu_ms_per_request is not None
    assert found.cpu_ms_per_request.estimate == pytest.approx(0.5)
    assert found.base_memory_mib is None
    assert document.raced_traps == (TRAPS[0].key,)
    assert "## Speed" in markdown(run)
    assert f"Open traps: {TRAPS[0].title}." in markdown(run)
    assert "| Route |" not in markdown(run)  # no stage was compared
    assert "Flask mounted in FastAPI: It broke off." in markdown(run)
    assert list(speed_failures(run.speeds)) == ["Flask mounted in FastAPI: It broke off."]
    assert "## Speed" not in markdown(MigrationRun((), ()))


class NoServices:
    def __init__(self) -> None:
        self.closed = False

    async def close(self) -> None:
        self.closed = True


def test_cancelled_the_races_that_are_over_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    services = NoServices()

    async def race_at_once(plan: RacePlan, *_: object, **__: object) -> tuple[RunRecord, str]:
        timeline = Timeline()
        return RunRecord.of(plan, timeline, verdict=judge(timeline, plan)), "name"

    monkeypatch.setattr(stage_races, "race_and_record", race_at_once)
    begun: list[int] = []

    def on_race(number: int, race: StageRace) -> None:
        begun.append(number)
        if number == 3:
            series.cancel()

    series = StageRaceSeries(
        RACES,
        cast("Services", services),
        cast("RaceRecording", None),
        on_race=on_race,
    )
    found = asyncio.run(series.run())
    assert begun == [1, 2, 3]
    assert [each.of.key for each in found] == ["stage-1", "stage-9"]
    assert [each.race for each in found] == ["name", "name"]
    assert services.closed
