"""How fast the shop is at each stage: a race of each one against Flask alone.

Both servers have one core, so that their rates tell what an answer costs: threads that hand the GIL
over between cores would hide it. Beside the stages stand what the mounted half costs, which is a
route that still is Flask behind FastAPI, and what a front costs before the old app and the new one.
"""

import contextlib
from asyncio import CancelledError
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from loadgen.comparison.run_figures import run_figures
from loadgen.model.frame import LaneId
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.race import Race
from loadgen.race.session_services import Services
from loadgen.recording.race_and_record import race_and_record
from loadgen.recording.race_recording import RaceRecording
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.step_rule import StepRule
from servers.catalog.common_settings import CORES, ONE_CORE
from servers.catalog.migration import MIGRATION, MIGRATION_FRONT
from servers.catalog.migration_stages import FASTAPI_ALONE, FLASK_ALONE, MOUNTED, stage_title
from servers.catalog.server_variant import SHOP
from servers.catalog.shop_scenario import NEW_SHARE, ROUTE

TURN_S, MOST_S, USERS = 1, 24, 16
"""Seconds of a turn, and of a race at most: it ends where both rates are known to ±5 %."""
_MOUNTED_ROUTE = "read"
_BINDS = not CORES.unavailable
_CORES = {CORES.key: ONE_CORE} if _BINDS else {}


@dataclass(frozen=True, slots=True)
class StageRace:
    """Lane b is what is measured, lane a what it is compared with; ``base`` names the latter."""

    key: str
    title: str
    base: str
    plan: RacePlan


@dataclass(frozen=True, slots=True)
class StageSpeed:
    """What a race came to. ``figures`` are each lane's, by the keys of ``run_figures.FIGURES``.

    ``rate_ratio`` and ``cpu_ratio``, the latter of CPU per request, are those of lane b over lane
    a. ``race`` is the name of the recorded race, ``failure`` why there are no figures.
    """

    of: StageRace
    figures: Mapping[LaneId, Mapping[str, Ratio]]
    rate_ratio: Ratio | None
    cpu_ratio: Ratio | None
    race: str = ""
    failure: str = ""


def stage_race(
    stage: int, open_traps: Sequence[str] = (), *, route: str = ROUTE.choices[0]
) -> RacePlan:
    """The stage in lane b against Flask alone in lane a, with the traffic of that route."""
    traps = dict.fromkeys(open_traps, 1)
    now = LaneChoice.of(MIGRATION.key, stage=stage, **traps, **_CORES)
    return _plan(_stage(FLASK_ALONE), now, {ROUTE.key: ROUTE.choices.index(route)})


def stage_races(stages: Sequence[int], open_traps: Sequence[str] = ()) -> list[StageRace]:
    """One of each stage; then of the mounted half, and of a front before both apps."""
    flask, fastapi = stage_title(FLASK_ALONE), stage_title(FASTAPI_ALONE)
    old, new = (_front(percent) for percent in (0, 100))
    return [
        *(
            StageRace(f"stage-{each}", stage_title(each), flask, stage_race(each, open_traps))
            for each in stages
        ),
        StageRace(
            "mounted-route",
            "One route through the mount",
            f"{flask}, the same route",
            stage_race(MOUNTED, open_traps, route=_MOUNTED_ROUTE),
        ),
        StageRace("front-old", f"{flask} behind a front", flask, old),
        StageRace("front-new", f"{fastapi} behind a front", fastapi, new),
    ]


def _stage(stage: int) -> LaneChoice:
    return LaneChoice.of(MIGRATION.key, stage=stage, **_CORES)


def _front(percent: int) -> RacePlan:
    """The front that sends so many requests to the new app, against that app alone."""
    alone = _stage(FASTAPI_ALONE if percent else FLASK_ALONE)
    return _plan(alone, LaneChoice.of(MIGRATION_FRONT.key, **_CORES), {NEW_SHARE.key: percent})


def _plan(a: LaneChoice, b: LaneChoice, parameters: Mapping[str, int]) -> RacePlan:
    return RacePlan(
        lanes={"a": a, "b": b},
        scenario=SHOP,
        parameters=dict(parameters),
        model=ClosedModel(USERS),
        mode="turns",
        block_s=TURN_S,
        until_clear=True,
        duration_s=MOST_S,
    ).completed()


def _ignore(*_: object) -> None:
    """For callers that do not listen."""


@dataclass
class StageRaceSeries:
    """Runs ``races`` in their order. ``found`` are those that are over: after ``cancel``, all.

    ``on_race`` is called before each with its number from 1 on, ``on_speed`` after it.
    """

    races: Sequence[StageRace]
    services: Services
    recording: RaceRecording
    on_race: Callable[[int, StageRace], None] = _ignore
    on_speed: Callable[[StageSpeed], None] = _ignore
    found: list[StageSpeed] = field(default_factory=list)
    _race: Race | None = None
    _cancelled: bool = False

    async def run(self) -> list[StageSpeed]:
        """What they came to. The services are closed, whatever happens."""
        try:
            for number, each in enumerate(self.races, 1):
                self.on_race(number, each)
                speed = await self._measure(each)
                if self._cancelled:
                    break
                self.found.append(speed)
                self.on_speed(speed)
        finally:
            with contextlib.suppress(CancelledError):
                await self.services.close()
        return self.found

    def cancel(self) -> None:
        """Stop the race that is on, and begin no other."""
        self._cancelled = True
        if self._race is not None:
            self._race.stop()

    async def _measure(self, each: StageRace) -> StageSpeed:
        if reason := each.plan.refusal():
            return StageSpeed(each, {"a": {}, "b": {}}, None, None, failure=reason)

        def started(race: Race) -> None:
            self._race = race

        run, name = await race_and_record(
            each.plan, self.services, self.recording, stop_rule=StepRule(), started=started
        )
        self._race = None
        ratios = run.verdict.throughput_ratio, run.verdict.cpu_ratio
        return StageSpeed(each, run_figures(run), *ratios, name, run.failure)
