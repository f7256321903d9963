"""Files that were made to harm: what is sound in them opens, or a sentence refuses them."""

from pathlib import Path

import msgspec
import pytest

from loadgen.export.exporters import ExportOptions
from loadgen.files.zstd import zstd
from loadgen.model.frame import LANES
from loadgen.recording import race_opening
from loadgen.recording.find_race import open_run
from loadgen.recording.frame_codec import LaneTick
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_reader import RaceFileError, read_race
from loadgen.recording.race_ticks import read_ticks
from loadgen.recording.race_writer import RaceWriter
from loadgen.recording.records import RECORD_LIMIT
from loadgen.report.html_report import render_report
from tests.loadgen.recording.recorded import STOP, frames, start, write

SCRIPT = "<script>alert(1)</script>"


def _record(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _frames(content: bytes) -> bytes:
    """A record of frames with this MessagePack in it."""
    return _record(b"\x82\xa6record\xa6frames\xa6frames" + content)


def _file(path: Path, *records: bytes) -> Path:
    path.write_bytes(zstd.compress(_record(msgspec.msgpack.encode(start())) + b"".join(records)))
    return path


DEEP = b"\x91" * 100_000 + b"\xc0"
HUGE = b"\x91\x81\xa4at_s\xcb\x7f\xef" + b"\xff" * 6
NAN = b"\x91\x81\xa4at_s\xcb\x7f\xf8" + b"\x00" * 6


@pytest.mark.parametrize("content", [DEEP, HUGE, NAN, b"\xdd\xff\xff\xff\xff", b"\xc1"])
def test_frames_that_are_none_are_damage(content: bytes, tmp_path: Path) -> None:
    race = read_race(_file(tmp_path / "a.faceoff", _frames(content)))
    assert race.frames == []
    assert race.damage
    assert race.is_cut_off


@pytest.mark.parametrize("content", [DEEP, b"\xc1", b"\x91\xc4\x01\x04", b"\x91\xc4\x01\x00"])
def test_columns_of_frames_that_are_none_are_damage(content: bytes, tmp_path: Path) -> None:
    record = _record(b"\x82\xa6record\xa7columns\xa7columns" + content)
    race = read_race(_file(tmp_path / "a.faceoff", record))
    assert race.frames == []
    assert race.damage


def test_a_record_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    """A small file that decompresses to a large one."""
    announced = (RECORD_LIMIT + 1).to_bytes(4, "big")
    path = _file(tmp_path / "a.faceoff", announced, bytes(50_000_000))
    assert path.stat().st_size < 10_000
    race = read_race(path)
    assert race.frames == []
    assert race.damage


def test_names_with_a_script_are_text_in_a_report(tmp_path: Path) -> None:
    hostile = msgspec.structs.replace(STOP, environment={"cpu": SCRIPT, "faceoff": SCRIPT})
    path = write(tmp_path / "a.faceoff", frames(3.0), hostile)
    page = render_report(open_run(path), ExportOptions()).decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_file_that_is_deleted_while_it_is_written_leaves_the_race_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.faceoff"
    writer = RaceWriter(path, start())
    sent = frames(3.0)
    for frame in sent[:10]:
        writer.add(frame)
    path.unlink()
    for frame in sent[10:]:
        writer.add(frame)
    writer.stop(STOP)
    with pytest.raises(RaceFileError, match="cannot be read"):
        read_race(path)


def test_two_windows_on_one_folder_see_what_the_other_did(tmp_path: Path) -> None:
    one, other = RaceLibrary(tmp_path), RaceLibrary(tmp_path)
    write(tmp_path / "a.faceoff", frames(1.0))
    write(tmp_path / "b.faceoff", frames(1.0))
    listed = one.entries()
    assert len(other.entries()) == len(listed) == 2
    other.delete(listed[0])
    assert [each.name for each in one.entries()] == [listed[1].name]
    one.restore(listed[0].name)
    assert len(other.entries()) == 2


def test_a_huge_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(race_opening, "LARGEST_BYTES", 1_000)
    path = write(tmp_path / "a.faceoff", frames(3.0))
    with pytest.raises(RaceFileError, match="and a race is opened up to"):
        open_run(path)
    other = tmp_path / "zeros.faceoff"
    with other.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(RaceFileError, match="is not a race of Faceoff"):
        open_run(other)


def test_a_race_that_was_cut_off_is_listed_without_its_latencies(tmp_path: Path) -> None:
    sent = frames(6.0)
    path = write(tmp_path / "a.faceoff", sent, stop=None)
    ticks = list(read_ticks(path))
    assert [tick.at_s for tick in ticks] == [frame.at_s for frame in read_race(path).frames]
    for tick, frame in zip(ticks, sent, strict=False):
        for id_ in LANES:
            lane = frame.lanes[id_]
            assert tick.lanes[id_] == LaneTick(lane.ok, round(lane.interval_s, 6))
    damaged = path.read_bytes()[:-9]
    path.write_bytes(damaged)
    assert len(list(read_ticks(path))) == len(read_race(path).frames)
