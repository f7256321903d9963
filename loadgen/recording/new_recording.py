"""Begin and end the recording of a race in the user's folder of races."""

import secrets
from datetime import datetime

from loadgen.export.machine_info import machine
from loadgen.export.run_record import RunRecord
from loadgen.files import user_files
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_library import Limits, RaceLibrary
from loadgen.recording.recorder import RaceRecorder
from loadgen.recording.records import Start, Stop


def user_library(limits: Limits | None = None) -> RaceLibrary | None:
    """The user's races; None where the user has no home folder."""
    folder = user_files.races_folder()
    return RaceLibrary(folder, limits or Limits()) if folder else None


def record_race(
    library: RaceLibrary | None, plan: RacePlan, started_at: datetime
) -> RaceRecorder | None:
    """A recorder for a race that begins now; None where there is no folder for it."""
    if library is None:
        return None
    start = Start(id=secrets.token_hex(8), started_at=started_at, plan=plan, environment=machine())
    return RaceRecorder(library.new_path(start), start)


def stop_of(record: RunRecord) -> Stop:
    """The end of a race, as it is recorded."""
    return Stop(
        environment=dict(record.environment), verdict=record.verdict, failure=record.failure
    )
