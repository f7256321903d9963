"""A file is written whole, or what was there before stays, and nothing lies about."""

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from loadgen.files.atomic_write import WriteError, check_writable, keep_elsewhere, write_atomically

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("before", [None, b"the old one"])
def test_it_writes_and_replaces(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "race.json"
    if before is not None:
        path.write_bytes(before)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "race.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(WriteError, match="No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_what_cannot_be_written_is_known_before(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="is a folder"):
        check_writable(tmp_path)
    with pytest.raises(WriteError, match="does not exist"):
        check_writable(tmp_path / "missing" / "race.json")
    check_writable(tmp_path / "race.json")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_or_cannot_be_entered_is_known_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(WriteError, match="cannot be written"):
        check_writable(Path("race.json"))

    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(WriteError, match="cannot be written: Permission denied"):
        check_writable(tmp_path / "race.json")


def test_a_folder_that_takes_no_files_is_known_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(WriteError, match="cannot be written: Permission denied"):
        check_writable(tmp_path / "race.json")


REFUSALS = (errno.EBUSY, errno.EACCES, errno.EPERM, errno.EROFS)


def refuse_to_replace(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*args: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.parametrize("number", REFUSALS)
@pytest.mark.parametrize("before", [b"", b"old", b"x" * 100_000])
def test_where_a_file_cannot_be_replaced_it_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, before: bytes
) -> None:
    path = tmp_path / "race.json"
    path.write_bytes(before)
    refuse_to_replace(monkeypatch, number)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_bytes_come_back_when_writing_over_them_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "race.json"
    path.write_bytes(b"the old one")
    refuse_to_replace(monkeypatch, errno.EBUSY)
    fsync, calls = os.fsync, []

    def full_once(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:  # the first is of the file beside it
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full_once)
    with pytest.raises(WriteError, match="No space left on device"):
        write_atomically(path, b"new, and longer than the old")
    assert path.read_bytes() == b"the old one"


@pytest.mark.parametrize("number", REFUSALS)
def test_a_file_in_a_folder_that_takes_none_is_fine_if_it_may_be_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "race.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "touch", refuse)
    check_writable(path)
    path.unlink()
    with pytest.raises(WriteError, match="cannot be written"):
        check_writable(path)


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_mounted_into_a_container(tmp_path: Path, read_only: bool) -> None:
    """Within a mount namespace of its own; skipped where the system does not give one."""
    source, target = tmp_path / "host.json", tmp_path / "inside" / "race.json"
    target.parent.mkdir()
    source.write_bytes(b"old")
    target.touch()
    writes = (
        "import sys; from pathlib import Path\n"
        "from loadgen.files.atomic_write import WriteError, check_writable, write_atomically\n"
        "path = Path(sys.argv[1])\n"
        "try: check_writable(path)\n"
        "except WriteError as error: sys.exit(str(error))\n"
        "write_atomically(path, b'new')\n"
    )
    remount = f"mount -o remount,bind,ro {target} && " if read_only else ""
    mounted = f'mount --bind {source} {target} && {remount} exec "$@"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mounted, "sh", sys.executable, "-c", writes, str(target)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(done.stderr)
    assert (done.returncode, "cannot be written" in done.stderr) == (
        (1, True) if read_only else (0, False)
    )
    assert source.read_bytes() == (b"old" if read_only else b"new")


def test_what_cannot_be_written_is_kept_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = keep_elsewhere("race.json", b"data", (None, tmp_path / "file", tmp_path / "new"))
    assert kept is not None
    assert kept.parent.parent == tmp_path / "new"
    assert kept.read_bytes() == b"data"


def test_where_nothing_takes_it_nothing_lies_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert keep_elsewhere("race.json", b"data", (tmp_path,)) is None
    assert list(tmp_path.iterdir()) == []
