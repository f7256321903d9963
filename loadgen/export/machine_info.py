"""On what machine, and with which versions: what a sceptic asks first."""

import platform
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from loadgen.model.frame import LANES, ServiceFrame
from loadgen.model.version import VERSION
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.caveats import why_it_stands_in
from servers.process.byte_units import MIB
from servers.process.processors import usable_processors

_OURS = ("httpx", "numpy", "uvloop", "winloop")


def describe(timeline: Timeline) -> dict[str, Any]:
    """Python, system, processor and memory.

    Versions are those that the servers reported, and our own; and the backing services, where there
    are any.
    """
    versions = {name: found for name in _OURS if (found := _version(name))}
    for id_ in LANES:
        announced = timeline.lane(id_).announced
        versions |= announced.versions if announced else {}
    ordered = dict(sorted(versions.items(), key=lambda item: item[0].lower()))
    services = {key: _service(frame) for key, frame in timeline.services.items()}
    return machine() | {"versions": ordered} | ({"services": services} if services else {})


def _service(frame: ServiceFrame) -> dict[str, str]:
    stand_in = {"stands_in_because": why_it_stands_in(frame)} if frame.simulated else {}
    return {"title": frame.title} | stand_in


def machine() -> dict[str, Any]:
    """Faceoff, Python, system, processor and memory."""
    return {
        "faceoff": VERSION,
        "python": platform.python_version(),
        "os": f"{platform.system()} {platform.release()}",
        "cpu": _processor(),
        "cores": psutil.cpu_count() or 1,
        "usable_cores": round(usable_processors().cores, 3),
        "memory_mib": round(psutil.virtual_memory().total / MIB),
    }


class Origin(NamedTuple):
    """Where a result was measured, as ``machine`` describes it, and when it was written."""

    environment: Mapping[str, Any]
    written_at: datetime

    @classmethod
    def here(cls) -> "Origin":
        """This machine, now."""
        return cls(machine(), datetime.now(UTC).astimezone())

    @property
    def is_here(self) -> bool:
        """Whether it is this machine, with the same versions."""
        return dict(self.environment) == machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    """The processor's name as its maker writes it; where it cannot be had, its architecture."""
    try:
        if sys.platform == "linux":
            lines = Path("/proc/cpuinfo").read_text(errors="replace").splitlines()
            named = (line.partition(":")[2] for line in lines if line.startswith("model name"))
            return next(named, "").strip() or platform.machine()
        if sys.platform == "darwin":
            asked = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.check_output(asked, text=True, timeout=2).strip()
    except (OSError, subprocess.SubprocessError):
        pass
    return platform.processor() or platform.machine()
