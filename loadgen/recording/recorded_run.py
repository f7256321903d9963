"""A recorded race as the run that every exporter, page and command takes."""

import math

import msgspec

from loadgen.export.machine_info import describe
from loadgen.export.run_record import RunRecord
from loadgen.recording.race_reader import RecordedRace
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline


def recorded_run(race: RecordedRace) -> RunRecord:
    """The run again, by the same code that followed it live.

    What was said at the end of the race is kept; a race that was cut off is judged by what there
    is. The machine is the one that it ran on.
    """
    cores = race.start.environment.get("usable_cores") or race.start.environment.get("cores")
    timeline = Timeline(race.start.started_at, math.ceil(cores) if cores else None)
    for frame in race.frames:
        timeline.add(frame)
    timeline.end()
    if race.stop is not None:
        verdict, environment = race.stop.verdict, race.stop.environment
    else:
        verdict = Headline().update(timeline, race.plan)
        environment = describe(timeline) | race.start.environment
    encode = msgspec.json.Encoder().encode
    return RunRecord(
        plan=race.plan,
        timeline=timeline,
        verdict=verdict,
        started_at=race.start.started_at,
        environment=environment,
        frames=tuple(msgspec.Raw(encode(frame)) for frame in race.frames),
    )
