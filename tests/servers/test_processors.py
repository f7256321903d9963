"""Which processors a real process may use."""

import os
import subprocess
import sys

import pytest

from servers.child import PROJECT_ROOT
from servers.processors import usable_processors

_ONE = """
import os
from servers.processors import usable_processors
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(*usable_processors().allowed, usable_processors().whole)
"""


def test_there_is_at_least_one() -> None:
    found = usable_processors()
    assert 0 < found.cores <= len(found.allowed)
    assert found.whole >= 1


@pytest.mark.skipif(sys.platform != "linux", reason="the affinity mask of Linux")
def test_a_process_that_is_bound_to_one_processor_has_one() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _ONE], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [str(min(os.sched_getaffinity(0))), "1"]
