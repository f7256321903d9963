"""A file is written whole, or what was there before stays, and nothing lies about."""

import errno
import os
from pathlib import Path

import pytest

from loadgen.results.atomic import WriteError, check_writable, write_atomically


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


def test_a_folder_that_takes_no_files_is_known_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(WriteError, match="cannot be written: Permission denied"):
        check_writable(tmp_path / "race.json")
