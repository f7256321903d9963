"""The processors that may be used: those of the affinity mask, within the quota of the container.

The count of the machine's processors says nothing to a program that was started by ``taskset -c 0``
or in a container with 1.5 CPUs; all that depends on a number of processors asks here.
"""

import os
from pathlib import Path
from typing import NamedTuple

import psutil

from servers.process.cgroups import CpuQuota, cpu_quota


class Processors(NamedTuple):
    """``allowed`` are the system's numbers of the processors that this process may run on."""

    allowed: tuple[int, ...]
    quota: CpuQuota | None = None

    @property
    def cores(self) -> float:
        """How many processors' time may be used; with a quota, that may be no whole number."""
        return min(float(len(self.allowed)), self.quota.cores if self.quota else float("inf"))

    @property
    def whole(self) -> int:
        """How many processes can compute at a time: ``cores``, rounded up."""
        return max(1, -int(-self.cores // 1))

    @property
    def has_quota(self) -> bool:
        """Whether a quota, and not the number of processors, is the limit."""
        return self.cores < len(self.allowed)


def usable_processors(root: Path = Path("/")) -> Processors:
    """Those that this process, and what it starts, may use now.

    Linux and Windows say on which processors a process may run; elsewhere all are allowed. A quota
    is known on Linux alone; ``root`` is where its ``proc`` and ``sys`` are.
    """
    return Processors(_allowed(), cpu_quota(root))


def _allowed() -> tuple[int, ...]:
    try:
        # Of this thread on Linux; children inherit that of the thread that starts them.
        found = psutil.Process().cpu_affinity()  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, psutil.Error):
        found = list(range(os.cpu_count() or 1))
    return tuple(sorted(found)) or (0,)
