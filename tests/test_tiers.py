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
def test_a_unit_test_that_starts_something_fails(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "-v", "--tb=line")
    assert set(re.findall(r"::(test_\w+) ERROR", done.stdout)) == {
        "test_starts_a_child",
        "test_starts_a_child_of_a_loop",
        "test_starts_an_application",
    }, done.stdout
    assert "7 passed, 3 errors" in done.stdout
    for message in ("started a child (subprocess.Popen", "started a QApplication"):
        assert message in done.stdout


@pytest.mark.process
@pytest.mark.parametrize(
    ("tier", "selected"),
    [
        (
            "unit",
            {"computes", "starts_a_child", "starts_a_child_of_a_loop", "starts_an_application"},
        ),
        ("process", {"uses_services", "may_start_a_child"}),
        ("slow", {"computes_long"}),
    ],
)
def test_a_tier_can_be_run_by_itself(tier: str, selected: set[str], tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "--collect-only", "-q", "-m", tier)
    assert set(re.findall(r"::test_(\w+)", done.stdout)) == selected


def test_every_tier_is_said_in_the_list_of_markers(pytestconfig: pytest.Config) -> None:
    assert {line.split(":")[0] for line in pytestconfig.getini("markers")} >= MARKERS.keys()
