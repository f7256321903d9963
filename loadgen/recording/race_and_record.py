"""Race a plan to its end, and record it: for commands that race more than once."""

from collections.abc import Callable

from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.race.race import Race
from loadgen.race.schedule import StopRule
from loadgen.race.session_services import Services
from loadgen.recording.race_recording import RaceRecording
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge


async def race_and_record(
    plan: RacePlan,
    services: Services,
    recording: RaceRecording,
    *,
    stop_rule: StopRule,
    started: Callable[[Race], None],
) -> tuple[RunRecord, str]:
    """The race, and its name among the recorded ones: "" where it is not recorded.

    ``started`` gets the race before it runs, so that it can be stopped.
    """
    timeline = Timeline()
    recording.begin(plan, timeline.started_at)
    name = recording.name

    def take(frame: Frame) -> None:
        timeline.add(frame)
        recording.add(frame)

    race = Race(plan, take, stop_rule=stop_rule, services=services)
    started(race)
    try:
        await race.run()
    finally:
        timeline.end()
        run = RunRecord.of(plan, timeline, verdict=judge(timeline, plan))
        recording.end(run)
    return run, name
