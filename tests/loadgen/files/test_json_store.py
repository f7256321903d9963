"""Versioned JSON files: what is read, what is set aside, and what is never written over."""

from pathlib import Path
from typing import Literal

import msgspec
import pytest

from loadgen.files.atomic_write import WriteError
from loadgen.files.json_store import LARGEST_BYTES, StoredJson, read_json, write_json


class Shelf(msgspec.Struct):
    books: list[str] = []
    version: Literal[2] = 2


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "shelf.json"


def check(shelf: Shelf) -> Shelf:
    if "forbidden" in shelf.books:
        raise ValueError(shelf.books)
    return Shelf(sorted(shelf.books))


def read(path: Path) -> StoredJson[Shelf]:
    return read_json(path, Shelf, 2, check)


def put(path: Path, content: bytes) -> bytes:
    path.parent.mkdir()
    path.write_bytes(content)
    return content


def test_what_is_written_is_read_and_checked(path: Path) -> None:
    write_json(path, Shelf(["b", "a"]), 2)
    assert read(path) == StoredJson(value=Shelf(["a", "b"]))
    assert path.read_bytes().startswith(b'{\n  "books": [')


def test_a_missing_file_is_a_problem_of_its_own(path: Path) -> None:
    assert read(path) == StoredJson(problem="missing")


def test_a_file_that_cannot_be_read_stays_and_has_the_reason(path: Path) -> None:
    path.mkdir(parents=True)
    stored = read(path)
    assert (stored.problem, stored.set_aside) == ("unreadable", None)
    assert stored.reason
    assert path.is_dir()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b'{"version": 1}',
        b'{"version": "3"}',
        b'{"books": 3}',
        b'{"books": ["forbidden"]}',
        b"[" * 100_000,
        b'{"books": []}' + b" " * LARGEST_BYTES,
    ],
    ids=range(10),
)
def test_a_broken_file_is_set_aside_whole(content: bytes, path: Path) -> None:
    put(path, content)
    aside = path.with_name("shelf.json.broken")
    assert read(path) == StoredJson(problem="broken", set_aside=aside)
    assert aside.read_bytes() == content
    assert not path.exists()


def test_a_broken_file_that_cannot_be_renamed_stays(path: Path) -> None:
    content = put(path, b"{")
    path.with_name("shelf.json.broken").mkdir()
    assert read(path) == StoredJson(problem="broken")
    assert path.read_bytes() == content


def test_a_newer_file_is_neither_moved_nor_written_over(path: Path) -> None:
    content = put(path, b'{"version": 3, "books": "elsewhere"}')
    assert read(path) == StoredJson(problem="newer", version=3, content=content)
    write_json(path, Shelf(["a"]), 2)
    assert [path.read_bytes(), *path.parent.iterdir()] == [content, path]


def test_a_broken_file_is_written_over(path: Path) -> None:
    put(path, b"{")
    write_json(path, Shelf(["a"]), 2)
    assert read(path).value == Shelf(["a"])


def test_a_folder_that_cannot_be_created_is_named(path: Path) -> None:
    path.parent.write_text("", "utf-8")
    with pytest.raises(WriteError, match=r"new folder cannot be created: .+\.$"):
        write_json(path, Shelf(), 2)
