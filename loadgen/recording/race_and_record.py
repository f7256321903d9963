"""Race a plan to its end, and record it: for commands that race more than once."""

import asyncio
from collections.abc import Callable

from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.race.race import Race
from loadgen.race.schedule import StopRule
from loadgen.race.session_services import Services
from loadgen.recording.new_recording import record_race, stop_of
from loadgen.recording.race_library import RaceLibrary
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge


async def race_and_record(
    plan: RacePlan,
    services: Services,
    library: RaceLibrary | None,
    *,
    stop_rule: StopRule,
    started: Callable[[Race], None],
) -> tuple[RunRecord, str]:
    """The race, and its name among the recorded ones: "" where ``library`` is None.

    ``started`` gets the race before it runs, so that it can be stopped.
    """
    timeline = Timeline()
    recorder = record_race(library, plan, timeline.started_at)

    def take(frame: Frame) -> None:
        timeline.add(frame)
        if recorder:
            recorder.add(frame)

    race = Race(plan, take, stop_rule=stop_rule, services=services)
    started(race)
    try:
        await race.run()
    finally:
        timeline.end()
        run = RunRecord.of(plan, timeline, verdict=judge(timeline, plan))
        if recorder:
            recorder.stop(stop_of(run))
            await asyncio.to_thread(recorder.wait)
    return run, recorder.path.stem if recorder else ""
