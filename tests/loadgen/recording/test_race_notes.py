"""Notes at moments of a race: in its file, its document, its table, its report, and read again."""

import csv
import io
from pathlib import Path

import msgspec
import pytest

from loadgen.export.exporters import ExportOptions, encode_csv
from loadgen.export.run_document import RunDocument, encode_run
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from loadgen.recording.encode_race import encode_race
from loadgen.recording.label import write_label
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_notes import write_notes
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import read_race
from loadgen.recording.race_recording import RaceRecording
from loadgen.recording.race_writer import RaceWriter
from loadgen.recording.records import Label
from loadgen.report.html_report import render_report
from loadgen.timeline.notes import marks_and_notes, note, race_second
from loadgen.timeline.timeline import Timeline
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start, write
from tests.support.synthetic_lanes import timeline as synthetic

NOTES = (note(1.0, "the cache is warm"), note(2.3, "here it begins"))


@pytest.fixture
def run(tmp_path: Path) -> RunRecord:
    path = write(tmp_path / "a.faceoff", frames())
    write_notes(path, NOTES)
    return RaceOpening(path).read()


def test_a_race_file_has_them_with_what_else_was_written_on_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.faceoff", frames())
    write_label(path, Label(title="For Tuesday"))
    write_notes(path, NOTES)
    label = read_race(path).label
    assert (label.title, label.marks) == ("For Tuesday", NOTES)
    write_label(path, msgspec.structs.replace(label, pinned=True))
    assert read_race(path).label.marks == NOTES
    write_notes(path, ())
    assert read_race(path).label == Label(title="For Tuesday", pinned=True)
    assert RaceOpening(path).timeline.notes == ()


def test_they_survive_a_program_that_is_killed_in_the_race(tmp_path: Path) -> None:
    writer = RaceWriter(tmp_path / "a.faceoff", start())
    for frame in frames():
        writer.add(frame)
    writer.label(Label(marks=NOTES))
    writer.close()
    race = read_race(writer.path)
    assert race.is_cut_off
    assert race.label.marks == NOTES
    assert len(race.frames) == len(frames())


def test_a_recording_takes_them_during_the_race_and_when_it_has_ended(tmp_path: Path) -> None:
    recording = RaceRecording(RaceLibrary(tmp_path), pytest.fail)
    recording.begin(RacePlan.default(), STARTED_AT)
    path = recording.path
    assert path is not None
    run = RunRecord.of(RacePlan.default(), synthetic(3))
    recording.write_notes(path, NOTES[:1])
    recording.end(run)
    recording.write_notes(path, NOTES)
    recording.close()
    race = read_race(path)
    assert not race.is_cut_off
    assert race.label.marks == NOTES


def test_they_come_with_the_race_and_change_nothing_that_is_compared(run: RunRecord) -> None:
    plain = Timeline()
    for frame in frames():
        plain.add(frame)
    plain.end()
    assert run.timeline.notes == NOTES
    assert [mark.text for mark in marks_and_notes(run.timeline)] == [
        "the cache is warm",
        "threads 4 to 16",
        "here it begins",
    ]
    assert run.timeline.stretch() == plain.stretch()
    assert run.verdict == STOP.verdict


def test_the_document_has_them_among_the_marks_and_gives_them_back(run: RunRecord) -> None:
    document = msgspec.json.decode(encode_run(run), type=RunDocument)
    assert [mark.text for mark in document.marks if mark.kind == "note"] == [
        each.text for each in NOTES
    ]
    assert document.record().timeline.notes == NOTES


def test_the_table_has_them_at_their_tick_of_both_lanes(run: RunRecord) -> None:
    rows = list(csv.DictReader(io.StringIO(encode_csv(run).decode())))
    noted = [(row["lane"], float(row["time_s"]), row["note"]) for row in rows if row["note"]]
    assert [(lane, text) for lane, _, text in noted] == [
        *((lane, "the cache is warm") for lane in "ab"),
        *((lane, "here it begins") for lane in "ab"),
    ]
    assert [at for _, at, _ in noted] == pytest.approx([1.0, 1.0, 2.3, 2.3], abs=0.11)


def test_the_report_shows_them_and_the_race_in_it_has_them(run: RunRecord, tmp_path: Path) -> None:
    assert b"here it begins" in render_report(run, ExportOptions())
    path = tmp_path / "b.faceoff"
    path.write_bytes(encode_race(run))
    assert read_race(path).label.marks == NOTES


def test_a_place_of_the_axis_is_a_second_of_the_race_in_turns_too() -> None:
    in_turns = synthetic(24, block_s=3)
    for x in (0.5, 4.0, 7.7):
        assert in_turns.x_of(race_second(in_turns, x)) == pytest.approx(x, abs=0.11)
    assert race_second(synthetic(10), 4.2) == 4.2


def test_a_title_that_is_written_later_brings_no_deleted_note_back(tmp_path: Path) -> None:
    path = write(tmp_path / "a.faceoff", frames())
    write_notes(path, NOTES)
    library = RaceLibrary(tmp_path)
    (entry,) = library.entries()
    write_notes(path, NOTES[:1])
    library.label(entry, msgspec.structs.replace(entry.label, title="For Tuesday"))
    assert read_race(path).label == Label(title="For Tuesday", marks=NOTES[:1])
