"""The address of a database of the user's: taken wherever it stands, and never repeated."""

import subprocess
import sys

import pytest

from loadgen.cli.database_url import DatabaseUrlError, take
from servers.process.child_process import PROJECT_ROOT

URL = "postgresql://ada:secret@127.0.0.1:5432/shop"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["--database-url", URL], []),
        ([f"--database-url={URL}"], []),
        (
            ["run", "--database-url", URL, "--scenario", "database"],
            ["run", "--scenario", "database"],
        ),
    ],
)
def test_it_is_taken_wherever_it_stands(words: list[str], left: list[str]) -> None:
    environ: dict[str, str] = {}
    assert take(words, environ) == left
    assert environ == {"FACEOFF_DATABASE_URL": URL}


def test_without_it_nothing_is_changed() -> None:
    environ = {"FACEOFF_DATABASE_URL": URL}
    assert take(["run"], environ) == ["run"]
    assert environ == {"FACEOFF_DATABASE_URL": URL}


@pytest.mark.parametrize("before", [{}, {"FACEOFF_DATABASE_URL": ""}])
def test_an_empty_variable_is_one_that_is_not_set(before: dict[str, str]) -> None:
    environ = dict(before)
    assert take(["run"], environ) == ["run"]
    assert environ == {}


@pytest.mark.parametrize("word", ["-h", "--help", "--version", "check-instrument", "contract"])
def test_a_wrong_one_keeps_nobody_from_the_help(word: str) -> None:
    assert take([word], {"FACEOFF_DATABASE_URL": "nonsense"}) == [word]


def test_a_wrong_variable_is_called_by_its_name() -> None:
    with pytest.raises(DatabaseUrlError, match=r"^FACEOFF_DATABASE_URL takes the address"):
        take(["run"], {"FACEOFF_DATABASE_URL": "secret"})


@pytest.mark.parametrize("wrong", ["mysql://ada:secret@h/d", "secret", ""])
def test_anything_else_is_refused_and_not_repeated(wrong: str) -> None:
    with pytest.raises(DatabaseUrlError, match="postgresql://user") as refused:
        take(["--database-url", wrong], {})
    assert "secret" not in str(refused.value)


@pytest.mark.process
def test_the_program_leaves_with_2_and_the_sentence() -> None:
    ended = subprocess.run(
        [sys.executable, "main.py", "run", "--database-url"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("--database-url takes the address of a PostgreSQL server")
