"""The folder of races: listed, searched, labelled, deleted with undo, kept within its limits."""

import gc
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, Frame
from loadgen.recording import race_library
from loadgen.recording.encode_race import stop_of
from loadgen.recording.frame_codec import FrameDecoder
from loadgen.recording.library_limits import Limits
from loadgen.recording.race_entry import RaceEntry, read_entry
from loadgen.recording.race_library import TRASH_S, LibraryError, RaceLibrary
from loadgen.recording.race_lock import is_being_written
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import read_race
from loadgen.recording.race_writer import RaceWriter
from loadgen.recording.records import Label
from loadgen.recording.small_curve import POINTS
from loadgen.timeline.timeline import Timeline
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start, write


@pytest.fixture
def library(tmp_path: Path) -> RaceLibrary:
    """Three races, one minute after the other: the last is the newest."""
    library = RaceLibrary(tmp_path / "races")
    library.folder.mkdir()
    for n in range(3):
        begin = msgspec.structs.replace(start(), started_at=STARTED_AT + timedelta(minutes=n))
        writer = RaceWriter(library.new_path(begin), begin)
        for frame in frames(1.0 + n):
            writer.add(frame)
        writer.stop(STOP)
    return library


def test_races_are_listed_newest_first_with_what_the_list_shows(library: RaceLibrary) -> None:
    entries = library.entries()
    assert [entry.duration_s for entry in entries] == [3.1, 2.1, 1.1]
    newest = entries[0]
    assert newest.title == "Wait on I/O: Flask and FastAPI"
    assert newest.load == "64 users, together"
    assert newest.sentence == "B leads."
    assert not newest.is_cut_off
    assert 1 < len(newest.curves["b"]) <= POINTS
    assert newest.curves["b"][0] == pytest.approx(7000, rel=0.1)


def test_the_end_of_a_race_says_what_the_list_shows(
    library: RaceLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_frames = library.entries()[0]
    timeline = Timeline(STARTED_AT)
    for frame in read_race(library.path(from_frames)).frames:
        timeline.add(frame)
    run = RunRecord.of(start().plan, timeline, verdict=STOP.verdict)
    path = write(library.folder / "with-curves.faceoff", frames(3.0), stop_of(run))

    def refuse(self: FrameDecoder, delta: object) -> Frame:
        raise AssertionError("a frame is decoded to list a race")

    monkeypatch.setattr(FrameDecoder, "decode", refuse)
    entry = read_entry(path)
    assert (entry.duration_s, entry.sentence) == (from_frames.duration_s, "B leads.")
    for id_ in LANES:
        assert len(entry.curves[id_]) == len(from_frames.curves[id_])
        assert entry.curves[id_] == pytest.approx(from_frames.curves[id_], rel=0.15)


def test_the_list_is_the_same_without_its_index_and_follows_the_files(library: RaceLibrary) -> None:
    with_index = library.entries()
    (library.folder / "index.json").write_text("{not json", "utf-8")
    assert library.entries() == with_index
    library.path(with_index[0]).unlink()
    assert library.entries() == with_index[1:]


def test_a_file_that_is_no_race_is_left_alone(library: RaceLibrary) -> None:
    (library.folder / "other.faceoff").write_bytes(b"not a race")
    assert len(library.entries()) == 3
    assert (library.folder / "other.faceoff").exists()


def test_a_label_is_written_and_found(library: RaceLibrary) -> None:
    entry = library.entries()[1]
    library.label(entry, Label(title="Sixty-four threads", notes="for the talk", tags=("demo",)))
    found = [each for each in library.entries() if each.matches("threads TALK demo")]
    assert [each.name for each in found] == [entry.name]
    assert found[0].title == "Sixty-four threads"
    assert not entry.matches("cache")


def test_a_deleted_race_comes_back(library: RaceLibrary) -> None:
    entry = library.entries()[0]
    library.delete(entry)
    assert entry not in library.entries()
    library.restore(entry.name)
    assert entry in library.entries()
    library.delete(entry)
    library.empty_trash()
    with pytest.raises(LibraryError, match="cannot be moved: No such file"):
        library.restore(entry.name)


def test_the_trash_is_emptied_after_a_week(library: RaceLibrary) -> None:
    old, new = library.entries()[:2]
    for entry in (old, new):
        library.delete(entry)
    trashed = library.folder / "trash" / old.name
    week_ago = time.time() - TRASH_S - 1
    os.utime(trashed, (week_ago, week_ago))
    assert library.prune() == []
    assert not trashed.exists()
    library.restore(new.name)
    assert library.entries()[0] == new


def test_races_within_the_limits_are_not_read(
    library: RaceLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: RaceLibrary) -> list[RaceEntry]:
        raise AssertionError("the list is made")

    monkeypatch.setattr(RaceLibrary, "entries", refuse)
    assert library.prune() == []
    small = RaceLibrary(library.folder, Limits(races=2))
    with pytest.raises(AssertionError, match="the list is made"):
        small.prune()


def test_a_race_that_is_on_is_neither_deleted_nor_labelled(library: RaceLibrary) -> None:
    begin = msgspec.structs.replace(start(), started_at=STARTED_AT - timedelta(days=1))
    writer = RaceWriter(library.new_path(begin), begin)
    try:
        entry = library.entries()[-1]
        assert entry.outcome == "It is being raced now."
        assert not library.has_ended(entry)
        with pytest.raises(LibraryError, match="being raced now"):
            library.delete(entry)
        with pytest.raises(LibraryError, match="being raced now"):
            library.label(entry, Label(title="x"))
        removed = RaceLibrary(library.folder, Limits(races=1)).prune()
        assert entry not in removed
        assert entry in library.entries()
    finally:
        writer.close()
    assert library.has_ended(entry)
    assert library.entries()[-1].outcome == "It was cut off before its end."


def test_the_oldest_that_are_not_pinned_make_room(library: RaceLibrary) -> None:
    oldest = library.entries()[-1]
    library.label(oldest, Label(pinned=True))
    removed = RaceLibrary(library.folder, Limits(races=2)).prune()
    assert [entry.duration_s for entry in removed] == [2.1]
    left = library.entries()
    assert [entry.duration_s for entry in left] == [3.1, 1.1]
    assert RaceLibrary(library.folder, Limits(mib=0)).prune() == left[:1]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no sign of it")
def test_a_race_that_is_open_is_not_deleted_for_room(library: RaceLibrary) -> None:
    oldest = library.entries()[-1]
    run = RaceOpening(library.path(oldest)).read()
    assert not is_being_written(library.path(oldest))
    none = RaceLibrary(library.folder, Limits(mib=0))
    assert len(none.prune()) == 2
    assert library.entries() == [oldest]
    del run
    gc.collect()
    assert none.prune() == [oldest]


def test_a_race_is_cut_off_in_the_list_too(tmp_path: Path) -> None:
    entry = read_entry(write(tmp_path / "a.faceoff", frames(), stop=None))
    assert entry.is_cut_off
    assert entry.sentence == ""


def test_names_differ_where_the_clock_was_set_back(tmp_path: Path) -> None:
    library = RaceLibrary(tmp_path)
    names = {library.new_path(start()).name for _ in range(50)}
    assert len(names) > 45
    assert all(name.startswith("2026-11-27-140322-wait-flask-fastapi-") for name in names)


def test_what_is_in_the_file_counts_not_its_name(library: RaceLibrary) -> None:
    entry = library.entries()[0]
    path = library.path(entry).rename(library.folder / "talk.faceoff")
    assert read_race(path).stop == STOP
    assert library.entries()[0].name == "talk.faceoff"


def test_a_race_that_ends_while_it_is_listed_was_not_cut_off(
    library: RaceLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = msgspec.structs.replace(start(), started_at=STARTED_AT + timedelta(hours=1))
    writer = RaceWriter(library.new_path(begin), begin)

    def read_then_end(path: Path) -> RaceEntry:
        entry = read_entry(path)
        if entry.is_cut_off:
            writer.stop(STOP)
        return entry

    monkeypatch.setattr(race_library, "read_entry", read_then_end)
    entry = library.entries()[0]
    assert entry.is_being_raced
    assert library.has_ended(entry)
    assert library.entries()[0].outcome == "B leads."
