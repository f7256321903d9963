"""Nothing is left when the parent is killed, at whatever moment."""

import os
import subprocess
import sys
import time
import uuid

import pytest

from servers.process.child_environment import RUN_ID
from servers.process.child_process import PROJECT_ROOT
from tests.support.processes_of_run import processes_of_run

pytestmark = pytest.mark.process


@pytest.mark.parametrize("after_s", [0.05, 0.2, 0.35, 0.5, 0.7, None])
def test_children_and_their_workers_go_with_a_parent_that_is_killed(after_s: float | None) -> None:
    mark = uuid.uuid4().hex
    with subprocess.Popen(
        [sys.executable, "-m", "tests.servers.process.children.parent"],
        cwd=PROJECT_ROOT,
        env=os.environ | {RUN_ID: mark},
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout is not None
        if after_s is None:
            count, *_ = parent.stdout.readline().split()
            assert len(processes_of_run(mark)) == 1 + int(count) >= 5
        else:
            time.sleep(after_s)  # the moment of the kill is what is tried out
        parent.kill()
    deadline = time.monotonic() + 5
    while left := processes_of_run(mark):
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.02)
