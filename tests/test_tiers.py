"""The tier of a test, and that a unit test that starts something fails."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from servers.process.child_process import PROJECT_ROOT
from tests.support.tiers import MARKERS

CONFTEST = 'pytest_plugins = ["tests.support.tiers"]\n'
TESTS = """
import asyncio, subprocess, sys
import pytest
from PySide6.QtCore import QCoreApplication

@pytest.fixture
def services(): pass

def test_computes(): pass
def test_uses_services(services): pass
@pytest.fixture(scope="module")
def child_of_the_module():
    return subprocess.run([sys.executable, "-c", ""])
def test_uses_a_child(child_of_the_module): pass
@pytest.mark.slow
def test_computes_long(): pass
def test_starts_a_child(): subprocess.run([sys.executable, "-c", ""])
def test_starts_a_child_of_a_loop():
    async def start():
        await (await asyncio.create_subprocess_exec(sys.executable, "-c", "")).wait()
    asyncio.run(start())
@pytest.mark.process
def test_may_start_a_child(): subprocess.run([sys.executable, "-c", ""])
def test_starts_an_application(): test_starts_an_application.made = QCoreApplication([])
"""

WRONG = {"starts_a_child", "starts_a_child_of_a_loop", "starts_an_application", "uses_a_child"}
"""The unit tests of ``TESTS`` that start something."""


def run_pytest(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run pytest on ``TESTS`` with the plugin; ``folder`` must be empty."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_some.py").write_text(TESTS)
    plugins = ("-p", "no:schemathesis", "-p", "no:cacheprovider")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "--rootdir", str(folder), *words, str(folder)],
        env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.process
def test_unit_tests_are_run_alone_and_fail_where_they_start_something(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "-v", "--tb=line", "-m", "unit")
    assert set(re.findall(r"::test_(\w+) PASSED", done.stdout)) == WRONG | {"computes"}
    assert set(re.findall(r"::test_(\w+) ERROR", done.stdout)) == WRONG, done.stdout
    for message in ("started a child (subprocess.Popen", "started a QApplication"):
        assert message in done.stdout


@pytest.mark.process
def test_tests_of_processes_are_run_alone(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "-v", "-m", "process")
    assert set(re.findall(r"::test_(\w+) PASSED", done.stdout)) == {
        "uses_services",
        "may_start_a_child",
    }
    assert done.returncode == 0, done.stdout


def test_every_tier_is_said_in_the_list_of_markers(pytestconfig: pytest.Config) -> None:
    assert {line.split(":")[0] for line in pytestconfig.getini("markers")} >= MARKERS.keys()
