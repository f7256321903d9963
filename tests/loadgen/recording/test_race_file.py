"""A race file: written as it happens, and readable wherever it was cut off."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from loadgen.files.atomic_write import WriteError
from loadgen.files.zstd import zstd
from loadgen.recording.label import write_label
from loadgen.recording.race_reader import RaceFileError, read_race
from loadgen.recording.race_writer import RaceWriter, framed
from loadgen.recording.records import Label, Start
from servers.process.child_process import PROJECT_ROOT
from tests.loadgen.recording.recorded import STOP, frames, start, write


def test_a_race_comes_back(tmp_path: Path) -> None:
    sent = frames()
    race = read_race(write(tmp_path / "a.faceoff", sent))
    assert race.start == start()
    assert race.plan == start().plan
    assert race.stop == STOP
    assert not race.is_cut_off
    assert not race.damage
    assert [frame.seq for frame in race.frames] == [frame.seq for frame in sent]


def test_the_last_plan_and_the_last_label_count(tmp_path: Path) -> None:
    path = tmp_path / "a.faceoff"
    changed = msgspec.structs.replace(start().plan, timeout_s=7)
    writer = RaceWriter(path, start())
    writer.add(frames()[0])
    writer.change_plan(changed)
    writer.stop(STOP)
    write_label(path, Label(title="first"))
    write_label(path, Label(title="64 threads", pinned=True, tags=("talk",)))
    race = read_race(path)
    assert race.plan == changed
    assert race.start.plan == start().plan
    assert race.label == Label(title="64 threads", pinned=True, tags=("talk",))
    assert not race.damage


def test_a_label_stands_after_a_race_that_was_cut_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.faceoff", frames(), stop=None)
    before = read_race(path)
    write_label(path, Label(title="cut"))
    write_label(path, Label(title="cut off"))
    race = read_race(path)
    assert race.label.title == "cut off"
    assert race.frames == before.frames
    assert race.is_cut_off
    assert not race.damage


@pytest.mark.slow
@pytest.mark.parametrize("part", [n / 23 for n in range(1, 23)])
def test_wherever_it_is_cut_the_whole_seconds_before_come_back(part: float, tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.faceoff", frames(6.0))
    sent, data = read_race(whole).frames, whole.read_bytes()
    beginning = _size_of_start(tmp_path)
    path = tmp_path / "cut.faceoff"
    path.write_bytes(data[: beginning + round(part * (len(data) - beginning - 1))])
    race = read_race(path)
    assert race.is_cut_off
    assert race.frames == sent[: len(race.frames)]
    assert len(race.frames) % 10 == 0 or len(race.frames) == len(sent)


def _size_of_start(folder: Path) -> int:
    path = folder / "start.faceoff"
    RaceWriter(path, start()).close()
    return path.stat().st_size


@pytest.mark.parametrize("where", [0.5, 0.9])
def test_what_comes_before_damage_is_kept_and_the_damage_is_said(
    where: float, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.faceoff", frames(6.0))
    data = bytearray(path.read_bytes())
    at = round(where * len(data))
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(data)
    race = read_race(path)
    assert race.damage
    assert race.is_cut_off


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a race"),
        (b"%PDF-1.7", "is not a race"),
        (zstd.compress(b"hello"), "is not a race"),
        (zstd.compress((1 << 31).to_bytes(4, "big") + b"x" * 100), "is not a race"),
        (zstd.compress(framed(Label())), "is not a race"),
    ],
)
def test_a_file_of_another_program_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.faceoff"
    path.write_bytes(data)
    with pytest.raises(RaceFileError, match=said):
        read_race(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RaceFileError, match="cannot be read: No such file"):
        read_race(tmp_path / "none.faceoff")


def test_a_newer_file_says_what_to_do(tmp_path: Path) -> None:
    newer: Start = msgspec.structs.replace(start(), version=99)
    path = tmp_path / "a.faceoff"
    path.write_bytes(zstd.compress(framed(newer)))
    with pytest.raises(RaceFileError, match="update Faceoff"):
        read_race(path)


def test_no_race_is_written_over_another(tmp_path: Path) -> None:
    path = write(tmp_path / "a.faceoff", frames(0.5))
    with pytest.raises(WriteError, match="File exists"):
        RaceWriter(path, start())
    assert read_race(path).stop == STOP


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is of POSIX")
def test_a_full_disk_ends_the_file_at_a_whole_record(tmp_path: Path) -> None:
    """A limit on the size of files refuses a write in its middle, as a full disk does."""
    path = tmp_path / "a.faceoff"
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from loadgen.files.atomic_write import WriteError\n"
        "from tests.loadgen.recording.recorded import frames, start\n"
        "from loadgen.recording.race_writer import RaceWriter\n"
        "writer = RaceWriter(Path(sys.argv[1]), start())\n"
        "size = Path(sys.argv[1]).stat().st_size\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1500, resource.RLIM_INFINITY))\n"
        "try:\n"
        "    for frame in frames(60.0): writer.add(frame)\n"
        "except WriteError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "could not be written" in done.stdout
    race = read_race(path)
    assert race.frames
    assert race.is_cut_off
    assert not race.damage


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_a_race_that_was_killed_lacks_a_second_at_most(tmp_path: Path) -> None:
    path = tmp_path / "a.faceoff"
    code = (
        "import sys, time; from pathlib import Path\n"
        "from tests.loadgen.recording.recorded import frames, start\n"
        "from loadgen.recording.race_writer import RaceWriter\n"
        "sent = frames(30.0)\n"
        "writer = RaceWriter(Path(sys.argv[1]), start())\n"
        "for frame in sent:\n"
        "    writer.add(frame); print(frame.seq, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        sent = 0
        while sent < 157:
            sent = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
    race = read_race(path)
    assert race.is_cut_off
    assert race.frames[-1].seq >= sent - 10
