"""Execute the commands for recorded races; each function returns the exit code."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from loadgen.cli.compare_command import CompareRequest
from loadgen.cli.comparison_report import print_comparison
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.race_commands import (
    ExportRequest,
    LimitRequest,
    ListRequest,
    RaceRequest,
    ReplayRequest,
    RestoreRequest,
)
from loadgen.cli.result_files import check_files, write_files
from loadgen.comparison.comparison import Comparison, ComparisonError
from loadgen.comparison.comparison_document import encode_comparison
from loadgen.comparison.comparison_text import markdown
from loadgen.export.run_record import RunRecord
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import write_or_keep
from loadgen.model import number_format
from loadgen.recording.find_race import find_race, find_trashed, open_race, open_run
from loadgen.recording.library_limits import Limits, write_limits
from loadgen.recording.race_follower import RaceFollower, begin_following
from loadgen.recording.race_library import LibraryError
from loadgen.recording.race_lock import is_being_written
from loadgen.recording.race_reader import RaceFileError, RecordedRace
from loadgen.recording.records import SUFFIX
from loadgen.recording.user_library import user_library


def execute(request: RaceRequest, out: Console, err: Console) -> int:
    """Do what a command of recorded races was asked for."""
    match request:
        case ListRequest():
            return list_races(request, out, err)
        case RestoreRequest():
            return restore_races(request, out, err)
        case LimitRequest():
            return limit_races(request, out, err)
        case ExportRequest():
            return export_race(request, out, err)
        case CompareRequest():
            return compare_races(request, out, err)


def list_races(request: ListRequest, out: Console, err: Console) -> int:
    """Print a line for each race. Its name, or the beginning of it, is what other commands take."""
    library = user_library()
    listed = (library.trashed_entries() if request.trash else library.entries()) if library else []
    entries = [each for each in listed if each.matches(request.words)]
    if not entries:
        none = "The trash is empty." if request.trash else "None is recorded."
        said = "No recorded race has all of these words." if request.words else none
        err.print(said, style="yellow", markup=False)
        return OK
    for entry in entries:
        name = f"  {Path(entry.name).stem}"
        out.print(Text.assemble((entry.title, "bold"), (name, "dim")), soft_wrap=True)
        length = "" if entry.is_being_raced else number_format.duration(entry.duration_s)
        said = ", ".join(filter(None, (entry.load, length)))
        out.print(Text(f"  {said}. {entry.outcome}"), soft_wrap=True)
    return OK


def restore_races(request: RestoreRequest, out: Console, err: Console) -> int:
    """Bring races back from the trash; those before one that cannot be stay restored."""
    library = user_library()
    for reference in request.races:
        try:
            name = find_trashed(reference, library)
            if library is not None:
                library.restore(name)
        except (RaceFileError, LibraryError) as error:
            return _refuse(str(error), err)
        out.print(Text(f"{Path(name).stem} is restored."), soft_wrap=True)
    return OK


def limit_races(request: LimitRequest, out: Console, err: Console) -> int:
    """Set how much is kept. What is too much is deleted when the next race ends, not now."""
    library = user_library()
    if library is None:
        return _refuse("Races cannot be recorded: this user has no home folder.", err)
    before = library.limits
    races, mib = (
        old if new is None else new
        for old, new in ((before.races, request.races), (before.mib, request.mib))
    )
    try:
        write_limits(library.folder, Limits(races=races, mib=mib))
    except WriteError as error:
        return _refuse(str(error), err)
    out.print(Text(f"At most {races:,} races and {mib:,} MiB are kept, and those that are pinned."))
    return OK


@dataclass(frozen=True, slots=True)
class ReplayChoice:
    """What the window is to play; with a ``follower`` its file is read meanwhile."""

    race: RecordedRace
    speed: float
    follower: RaceFollower | None = None
    follows: bool = False


def replay_race(
    request: ReplayRequest, show: Callable[[ReplayChoice], int] | None, err: Console
) -> int:
    """Show a recorded race in the window."""
    if show is None:
        return _refuse("A recorded race is played in the window, which is not part of this.", err)
    try:
        return show(_choose_replay(request))
    except RaceFileError as error:
        return _refuse(str(error), err)


def _choose_replay(request: ReplayRequest) -> ReplayChoice:
    """Raises RaceFileError."""
    path = find_race(request.race, user_library())
    if request.follow and not is_being_written(path):
        raise RaceFileError(f"{path} is not being raced any more: replay it without --follow.")
    if path.suffix == SUFFIX:
        follower = begin_following(path)
        return ReplayChoice(follower.race, request.speed, follower, request.follow)
    race = open_race(path)
    if not race.frames:
        raise RaceFileError(f"Nothing was raced in {path}: there is nothing to play.")
    return ReplayChoice(race, request.speed)


def export_race(request: ExportRequest, out: Console, err: Console) -> int:
    """Write the files of a recorded race."""
    if problem := check_files(request.outputs):
        return _refuse(problem, err)
    try:
        run = _open(request.race)
        before = _open(request.baseline) if request.baseline else None
    except RaceFileError as error:
        return _refuse(str(error), err)
    options = replace(request.options, before=before)
    return OK if write_files(request.outputs, options, run, err) else FAILED


def compare_races(request: CompareRequest, out: Console, err: Console) -> int:
    """Print and write the comparison."""
    if problem := check_files(request.pictures):
        return _refuse(problem, err)
    try:
        for path in request.tables:
            check_writable(path)
        comparison = Comparison.of(
            [_open(each) for each in request.before], [_open(each) for each in request.after]
        )
    except (RaceFileError, ComparisonError, WriteError) as error:
        return _refuse(str(error), err)
    if comparison.refusal and not request.anyway:
        return _refuse(f"{comparison.refusal} To see them, add --anyway.", err)
    print_comparison(comparison, out)
    written = [write_or_keep(path, _encode(path, comparison), err) for path in request.tables]
    options = replace(request.options, before=comparison.before[0])
    drawn = write_files(request.pictures, options, comparison.after[0], err)
    return OK if drawn and all(written) else FAILED


def _open(reference: str) -> RunRecord:
    return open_run(find_race(reference, user_library()))


def _encode(path: Path, comparison: Comparison) -> bytes:
    if path.suffix.lower() == ".md":
        return markdown(comparison).encode()
    return encode_comparison(comparison)


def _refuse(sentence: str, err: Console) -> int:
    err.print(sentence, style="red", soft_wrap=True, markup=False)
    return USAGE
