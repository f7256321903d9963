"""Which processors a real process may use."""

import os
import subprocess
import sys

import pytest

from servers.catalog.common_settings import CORES, ONE_CORE
from servers.hosts import single_core
from servers.process.cgroups import CpuQuota
from servers.process.child_process import PROJECT_ROOT
from servers.process.processors import Processors, usable_processors

_ONE = """
import os
from servers.process.cgroups import CpuQuota
from servers.catalog.common_settings import CORES, ONE_CORE
from servers.process.processors import Processors, usable_processors
from servers.hosts import single_core as cores
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(*usable_processors().allowed, usable_processors().whole)
"""


def test_there_is_at_least_one() -> None:
    found = usable_processors()
    assert 0 < found.cores <= len(found.allowed)
    assert found.whole >= 1


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="the affinity mask of Linux")
def test_a_process_that_is_bound_to_one_processor_has_one() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _ONE], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [str(min(os.sched_getaffinity(0))), "1"]


RESTRICTED = [
    (Processors((0, 1)), "all", False),
    (Processors((1,)), "all allowed, 1 of 2", True),
    (Processors((0, 1), CpuQuota(1.5)), "all allowed, 1.5 of 2", True),
]


@pytest.mark.parametrize(("processors", "value", "differs"), RESTRICTED)
def test_a_server_says_how_many_cores_it_may_use(
    processors: Processors, value: str, differs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_core, "usable_processors", lambda: processors)
    monkeypatch.setattr(single_core, "cpu_count", lambda: 2)
    row = single_core.cores_setting({"cores": CORES.default})
    assert (row.value, row.default, row.differs) == (value, "all", differs)
    one = single_core.cores_setting({"cores": ONE_CORE})
    assert one.value == CORES.text(ONE_CORE)
