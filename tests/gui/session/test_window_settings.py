"""What is remembered; a broken file costs its settings, never the start."""

from pathlib import Path

import msgspec
import pytest

from gui.session.window_settings import Settings, load, save
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan

CHOSEN = Settings(
    width=1234,
    height=777,
    theme="light",
    plan=msgspec.structs.replace(
        RacePlan.default(),
        lanes={"a": LaneChoice.of("flask", threads=80), "b": LaneChoice.of("fastapi-def")},
        scenario="cpu",
        parameters={"primes_below": 500},
        model=ClosedModel(333),
        duration_s=30,
    ),
)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "folder that is not there yet" / "settings.json"
    assert save(path, CHOSEN) == ""
    assert load(path) == (CHOSEN, "")


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == (Settings(), "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b'{"version": 0}',
        b'{"width": "wide"}',
        b'{"theme": "pink"}',
        msgspec.json.encode(CHOSEN).replace(b"333", b"1000000000"),
        msgspec.json.encode(CHOSEN).replace(b'"flask"', b'"django"'),
        msgspec.json.encode(CHOSEN).replace(b'"threads"', b'"knots"'),
        msgspec.json.encode(CHOSEN).replace(b'"a":', b'"c":'),
        b"[" * 100_000,
        b" " * 1_000_001,
    ],
    ids=range(13),
)
def test_a_broken_file_is_kept_aside_and_told_of(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings, complaint = load(path)
    assert settings == Settings()
    assert "broken" in complaint
    assert not path.exists()
    assert (tmp_path / "settings.json.broken").read_bytes() == content


def test_a_file_that_cannot_be_read_or_written_is_told_of(tmp_path: Path) -> None:
    folder = tmp_path / "settings.json"
    folder.mkdir()
    assert "could not be read" in load(folder)[1] or "broken" in load(folder)[1]
    (tmp_path / "file").write_text("")
    assert "could not be saved" in save(tmp_path / "file" / "settings.json", CHOSEN)


NEWER = (
    b'{"version": 7, "width": 1234, "theme": "sepia", "latency_basis": "send", "panels": [1],'
    b' "plan": {"lanes": "three"}}'
)


def test_the_file_of_a_newer_program_stays_and_what_is_understood_is_used(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(NEWER)
    settings, notice = load(path)
    assert settings == Settings(width=1234, latency_basis="send")
    assert "newer Faceoff (version 7 of the file)" in notice
    assert save(path, CHOSEN) == ""
    assert path.read_bytes() == NEWER
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_place_there_are_defaults_and_nothing_is_saved() -> None:
    assert load(None) == (Settings(), "")
    assert save(None, CHOSEN) == ""
