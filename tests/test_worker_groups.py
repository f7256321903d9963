"""Tests that share servers are given to one worker."""

import re
import subprocess
import sys
from collections import defaultdict
from typing import Any, cast

import pytest

from servers.process.child_process import PROJECT_ROOT
from tests.support.worker_groups import pytest_xdist_make_scheduler

FILES = ("tests/servers/process/test_cgroups.py", "tests/servers/catalog/test_parameter.py")


@pytest.mark.process
def test_each_file_of_the_servers_tests_is_run_by_one_worker() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-v", "-p", "no:cacheprovider", *FILES],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    workers = defaultdict(set)
    for worker, file in re.findall(r"^\[(gw\d)\] .* (tests/\S+?\.py)::", done.stdout, re.MULTILINE):
        workers[file].add(worker)
    assert workers.keys() == set(FILES)
    assert {len(each) for each in workers.values()} == {1}


class _Config:
    """Of a run with two workers."""

    def getvalue(self, name: str) -> list[str]:
        return {"tx": ["2*popen"]}[name]


class _Worker:
    shutting_down = False


def test_what_a_worker_has_finished_is_not_given_to_another() -> None:
    scheduler: Any = pytest_xdist_make_scheduler(cast("pytest.Config", _Config()), None)
    ended, other = _Worker(), _Worker()
    scheduler.assigned_work = {
        ended: {"finished": {"a": True, "b": True}, "begun": {"c": True, "d": False, "e": False}},
        other: {"of another": {"f": True, "g": False, "h": False, "i": False}},
    }
    assert scheduler.remove_node(ended) == "d"
    assert scheduler.workqueue == {"begun": {"c": True, "d": False, "e": False}}
    assert list(scheduler.assigned_work) == [other]
