"""What a person types for a race."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from loadgen.export.run_document import encode_run
from loadgen.export.run_record import RunRecord
from loadgen.recording.encode_race import encode_race
from loadgen.recording.find_race import find_race, open_race, open_run
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import RaceFileError
from loadgen.recording.race_writer import RaceWriter
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start, write


@pytest.fixture
def library(tmp_path: Path) -> RaceLibrary:
    library = RaceLibrary(tmp_path / "races")
    library.folder.mkdir()
    for n in range(3):
        begin = msgspec.structs.replace(start(), started_at=STARTED_AT + timedelta(minutes=n))
        RaceWriter(library.new_path(begin), begin).stop(STOP)
    return library


@pytest.mark.parametrize(
    ("typed", "minute"), [("last", 5), ("last~1", 4), ("last~2", 3), ("2026-11-27-1404", 4)]
)
def test_a_race_is_found(typed: str, minute: int, library: RaceLibrary) -> None:
    assert find_race(typed, library).name.startswith(f"2026-11-27-140{minute}22-wait")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("last~3", "“last~3” is too far back: 3 are recorded."),
        ("2026-11", "Several races begin with “2026-11”"),
        ("2025", "No race begins with “2025”"),
        ("none.json", "No race begins with “none.json”"),
    ],
)
def test_what_is_meant_must_be_clear(typed: str, said: str, library: RaceLibrary) -> None:
    with pytest.raises(RaceFileError, match=said):
        find_race(typed, library)


def test_without_any_race_it_says_so(tmp_path: Path) -> None:
    for library in (None, RaceLibrary(tmp_path / "none")):
        with pytest.raises(RaceFileError, match="no race has been recorded"):
            find_race("last", library)


def test_a_file_and_a_run_document_are_races_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.faceoff", frames(4.0))
    run = RaceOpening(path).read()
    document = tmp_path / "a.json"
    document.write_bytes(encode_run(run))
    assert find_race(str(path), None) == path
    again = open_run(find_race(str(document), None))
    assert again.verdict == open_run(path).verdict == run.verdict
    assert again.timeline.lane("b").requests == run.timeline.lane("b").requests


@pytest.fixture
def changed(tmp_path: Path) -> RunRecord:
    """A race of 4 s whose timeout was changed to 7 s after half of it."""
    sent, path = frames(4.0), tmp_path / "changed.faceoff"
    writer = RaceWriter(path, start())
    for frame in sent[:20]:
        writer.add(frame)
    writer.change_plan(msgspec.structs.replace(start().plan, timeout_s=7))
    for frame in sent[20:]:
        writer.add(frame)
    writer.stop(STOP)
    return RaceOpening(path).read()


@pytest.mark.parametrize(
    ("suffix", "encode"), [(".json", encode_run), (".faceoff", encode_race)], ids=["JSON", "race"]
)
def test_a_copy_of_a_race_knows_all_plans(
    suffix: str, encode: Callable[[RunRecord], bytes], changed: RunRecord, tmp_path: Path
) -> None:
    (path := tmp_path / f"copy{suffix}").write_bytes(encode(changed))
    again, played = open_run(path), open_race(path)
    assert [each.plan.timeout_s for each in changed.plans] == [start().plan.timeout_s, 7]
    assert again.plans == changed.plans == played.plans.followed
    assert (played.start.plan, played.plan) == (start().plan, changed.plan)


def test_of_a_document_without_plans_only_the_last_one_is_known(
    changed: RunRecord, tmp_path: Path
) -> None:
    document = json.loads(encode_run(changed))
    del document["plans"]
    (path := tmp_path / "old.json").write_text(json.dumps(document))
    plans = open_race(path).plans
    (mark,) = document["marks"]
    assert plans.plan_at(mark["at_s"]) is None
    assert plans.plan_at(mark["at_s"] + 0.1) == changed.plan
    assert open_run(path).plans == ()


def test_a_document_without_its_time_line_cannot_be_compared(tmp_path: Path) -> None:
    run = RaceOpening(write(tmp_path / "a.faceoff", frames(4.0))).read()
    document = tmp_path / "a.json"
    document.write_bytes(encode_run(run, summary=True))
    with pytest.raises(RaceFileError, match="has no time line"):
        open_run(document)
