"""The log has what one needs to know later, and nothing that is secret."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from loadgen.files import program_log
from loadgen.files.program_log import redact
from loadgen.model.version import VERSION
from servers.process.child_process import PROJECT_ROOT, Child

URL = "postgresql://ada:s3cret%21@db.example:5432/shop"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("FACEOFF_DATABASE_URL", URL)
    path = program_log.open_log(["run", "--scenario", "database"])
    assert path == tmp_path / "faceoff.log"
    yield path
    program_log.close_log()


def test_it_begins_with_what_was_started(log: Path) -> None:
    (line,) = log.read_text().splitlines()
    assert f"Faceoff {VERSION}, Python 3." in line
    assert line.endswith("run --scenario database")


@pytest.mark.process
def test_children_are_logged_with_their_end_and_last_words(log: Path) -> None:
    async def start() -> tuple[int, int]:
        silent = await Child.start("tests.servers.process.children.silent")
        failing = await Child.start("tests.servers.process.children.exits_at_once")
        await failing.wait()
        await silent.stop()
        return silent.pid, failing.pid

    silent, failing = asyncio.run(start())
    text = log.read_text()
    for line in (
        f"{silent} started: tests.servers.process.children.silent",
        f"{silent} ended: exited, exit 0",
        f"{failing} ended: crashed, exit 1",
        f"{failing} said: no such thing",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        (URL, "postgresql://***@db.example:5432/shop"),
        ("postgres://ada:a@b@c@host/d is away", "postgres://***@host/d is away"),
        ("redis://:secret@127.0.0.1:1", "redis://***@127.0.0.1:1"),
        ("host=h password=secret user=u", "host=h password=*** user=u"),
        ("PGPASSWORD=secret", "PGPASSWORD=***"),
        ("http://127.0.0.1:80/a b@c", "http://127.0.0.1:80/a b@c"),
        ("token: abc", "token: ***"),
    ],
)
def test_passwords_are_left_out(text: str, logged: str) -> None:
    assert redact(text) == logged


@pytest.mark.parametrize("password", ["s3cret%21", "s3cret!"])
def test_the_databases_password_is_left_out_wherever_it_stands(log: Path, password: str) -> None:
    try:
        raise ValueError(f"auth failed for {password}")
    except ValueError as error:
        program_log.log_uncaught(error)
    logging.getLogger("faceoff.x").warning("tried %s", password)
    text = log.read_text()
    assert "s3cret" not in text
    assert "Traceback" in text
    assert "tried ***" in text


def test_it_is_rotated(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_log, "LARGEST_BYTES", 500)
    program_log.close_log()
    program_log.open_log(["first"])
    for n in range(100):
        logging.getLogger("faceoff.x").info("line %d", n)
    files = sorted(each.name for each in log.parent.glob("faceoff.log*"))
    assert files == ["faceoff.log", "faceoff.log.1", "faceoff.log.2", "faceoff.log.3"]
    assert "line 99" in log.read_text()


def test_a_place_that_takes_no_file_is_no_reason_not_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "file" / "settings.json"))
    assert program_log.open_log([]) is None
    assert program_log.where() == ""
    assert program_log.log_file() is None


@pytest.mark.process
def test_without_a_log_nothing_is_printed_instead() -> None:
    logs = (
        "from loadgen.files import program_log as log;"
        " log.log_refusal('x'); log.log_uncaught(OSError())"
    )
    done = subprocess.run([sys.executable, "-c", logs], cwd=PROJECT_ROOT, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
