"""The race that a person means: a file, ``last``, ``last~2``, or the beginning of a name.

Of a report with several races ``report.html#2`` is the second.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from loadgen.export.run_document import RunFileError, load_run
from loadgen.export.run_record import RunRecord
from loadgen.recording.embedded_race import extract
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import RaceFileError, RecordedRace, read_race
from loadgen.recording.records import SUFFIX, Start, Stop

REPORT_SUFFIX = ".html"

_IN_REPORT = re.compile(r"(.+\.html)#([1-9]\d{0,3})")
_LAST = re.compile(r"last(?:~(\d{1,6}))?")


def find_race(reference: str, library: RaceLibrary | None) -> Path:
    """The file of a race; raises RaceFileError with a sentence that says what there is."""
    if (path := Path(reference)).suffix in (SUFFIX, REPORT_SUFFIX, ".json") and path.is_file():
        return path
    if (found := _IN_REPORT.fullmatch(reference)) and Path(found[1]).is_file():
        return path
    names = sorted((each.name for each in library.files()), reverse=True) if library else []
    if library is None or not names:
        raise RaceFileError(f"There is no file “{reference}”, and no race has been recorded.")
    name = _choose(reference, names, "recorded", "runs")
    return library.folder / name


def find_trashed(reference: str, library: RaceLibrary | None) -> str:
    """The name of a deleted race, ``last`` for what was deleted last; raises RaceFileError."""
    names = library.trashed() if library else []
    if not names:
        raise RaceFileError("No deleted race is in the trash: there is nothing to restore.")
    return _choose(reference, names, "in the trash", "runs --trash")


def _choose(reference: str, names: Sequence[str], where: str, command: str) -> str:
    """The one that is meant of the names, which are in the order of ``last~N``."""
    if found := _LAST.fullmatch(reference):
        back = int(found[1] or 0)
        if back >= len(names):
            raise RaceFileError(f"“{reference}” is too far back: {len(names):,} are {where}.")
        return names[back]
    meant = [name for name in names if name.startswith(reference)]
    if len(meant) != 1:
        what = "Several races begin" if meant else "No race begins"
        raise RaceFileError(f"{what} with “{reference}”; “{command}” lists all of them.")
    return meant[0]


def open_race(path: Path) -> RecordedRace:
    """The race in a race file, a report or a run document with frames; raises RaceFileError."""
    if path.suffix != ".json":
        return read_race(path, _race_of_report(path) if _is_report(path) else None)
    try:
        document = load_run(path)
        frames = list(document.replay())
    except RunFileError as error:
        raise RaceFileError(str(error)) from error
    plans = document.plan_log
    first = plans.followed[0].plan if plans.followed else document.plan
    start = Start(
        id="", started_at=document.started_at, plan=first, environment=document.environment
    )
    stop = Stop(
        environment=document.environment, verdict=document.verdict, failure=document.failure
    )
    return RecordedRace(start, plans, frames, stop)


def open_run(path: Path) -> RunRecord:
    """The run in a race file, a report or a run document with frames; raises RaceFileError."""
    if path.suffix == SUFFIX:
        return RaceOpening(path).read()
    if _is_report(path):
        return RaceOpening(path, _race_of_report(path)).read()
    try:
        document = load_run(path)
        run = document.record()
    except RunFileError as error:
        raise RaceFileError(str(error)) from error
    if not len(run.timeline.lane("a")):
        raise RaceFileError(f"{path} has no time line: write it without --summary.")
    return run


def races_in_report(path: Path) -> list[Path]:
    """References to all races in a report, as ``open_run`` takes them; raises RaceFileError."""
    return [Path(f"{path}#{number}") for number in range(1, len(_races_of_report(path)) + 1)]


def _is_report(path: Path) -> bool:
    return path.suffix == REPORT_SUFFIX or _IN_REPORT.fullmatch(str(path)) is not None


def _race_of_report(path: Path) -> bytes:
    found = _IN_REPORT.fullmatch(str(path))
    page, number = (Path(found[1]), int(found[2])) if found else (path, 1)
    races = _races_of_report(page)
    if number > len(races):
        raise RaceFileError(f"There is no race {number:,} in {page}: it has {len(races):,}.")
    return races[number - 1]


def _races_of_report(path: Path) -> list[bytes]:
    try:
        races = extract(path.read_bytes())
    except OSError as error:
        raise RaceFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not races:
        raise RaceFileError(f"{path} has no race in it: it is no report, or one with --summary.")
    return races
