"""Tests that share servers are given to one worker."""

import re
import subprocess
import sys
from collections import defaultdict

import pytest

from servers.process.child_process import PROJECT_ROOT

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
