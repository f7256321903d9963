"""One version, which all exports name."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from loadgen.export.machine_info import machine
from loadgen.model.version import VERSION

ROOT = Path(__file__).parents[1]


def test_it_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_every_run_document_has_it() -> None:
    assert machine()["faceoff"] == VERSION


@pytest.mark.process
def test_the_program_says_it() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "--version"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Faceoff {VERSION}\n", "")
