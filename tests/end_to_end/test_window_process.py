"""The window as a process of its own: raced, closed, killed; and what it leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from servers.process.child_environment import RUN_ID
from tests.support.processes_of_run import servers_and_generators
from tests.support.window_program import RACING_WINDOW

pytestmark = pytest.mark.process

DEADLINE_S = 30.0


def until(look: Callable[[], list[int]], count: int) -> list[int]:
    """What ``look`` sees as soon as it is so many; the last it saw when it never was."""
    deadline = time.monotonic() + DEADLINE_S
    while len(seen := look()) != count and time.monotonic() < deadline:
        time.sleep(0.02)
    return seen


@pytest.fixture
def settings(tmp_path: Path) -> str:
    return str(tmp_path / "window.json")


@pytest.fixture
def window(settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """A window that has started a race, with its four children."""
    surroundings = os.environ | {"FACEOFF_SETTINGS": settings, RUN_ID: settings}
    process = subprocess.Popen([sys.executable, "-c", RACING_WINDOW], env=surroundings)
    try:
        assert len(until(lambda: servers_and_generators(settings), 4)) == 4
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_killed_window_leaves_no_child(window: subprocess.Popen[bytes], settings: str) -> None:
    window.kill()
    window.wait()
    assert until(lambda: servers_and_generators(settings), 0) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_a_window_that_is_told_to_end_closes_in_good_order(
    window: subprocess.Popen[bytes], settings: str
) -> None:
    window.send_signal(signal.SIGTERM)
    assert window.wait(DEADLINE_S) == 0
    assert servers_and_generators(settings) == []
    assert Path(settings).is_file()
