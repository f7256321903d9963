"""The CPU quota of the control groups that this process is in: Linux, cgroup v1 and v2.

A quota is CPU time per period; divided, it is a number of cores. Groups are nested and each may
have a quota: the smallest one holds. The CPU set of a group needs no look here, since the kernel
cuts the affinity mask of a process to it.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_V2, _V1 = "cgroup2", "cgroup"


class CpuQuota(NamedTuple):
    """``cores`` that the processes of a group may use together.

    ``usage_file`` has the CPU time that they have used: ``cpu.stat`` of cgroup v2 or
    ``cpuacct.usage`` of v1; None where the system does not show it.
    """

    cores: float
    usage_file: Path | None = None

    def used_s(self) -> float | None:
        """CPU seconds that all processes of the group have used; None where that is not known."""
        text = _read(self.usage_file) if self.usage_file else None
        if not text:
            return None
        try:
            if self.usage_file is not None and self.usage_file.name == "cpuacct.usage":
                return int(text) / 1e9
            values = dict(line.split(maxsplit=1) for line in text.splitlines())
            return int(values["usage_usec"]) / 1e6
        except (KeyError, ValueError):
            return None


class _Hierarchy(NamedTuple):
    """One mounted tree of groups.

    ``path`` is the group of this process in it; ``mount_root`` is the group that is seen at
    ``mount_point``.
    """

    version: str
    mount_point: Path
    mount_root: PurePosixPath
    path: PurePosixPath

    def groups(self) -> Iterator[Path]:
        """From the group of this process up to the mount point; what is above is not visible.

        A container without a cgroup namespace reads the path of the host: then the part below the
        mount root counts, or the mount point alone where the path is elsewhere.
        """
        below: PurePosixPath = PurePosixPath()
        if self.path.is_relative_to(self.mount_root) and ".." not in self.path.parts:
            below = self.path.relative_to(self.mount_root)
        for part in (below, *below.parents):
            yield self.mount_point / part


def cpu_quota(root: Path = Path("/")) -> CpuQuota | None:
    """The smallest quota among the groups of this process; None where there is none.

    ``root`` is where ``proc`` and ``sys`` are.
    """
    accounting = [each for each in _hierarchies(root, "cpuacct") if each.version == _V1]
    found: list[CpuQuota] = []
    for hierarchy in _hierarchies(root, "cpu"):
        for group in hierarchy.groups():
            cores = _quota_v2(group) if hierarchy.version == _V2 else _quota_v1(group)
            if cores is not None:
                found.append(CpuQuota(cores, _usage_file(group, hierarchy, accounting)))
    return min(found, key=lambda each: each.cores, default=None)


def _quota_v2(group: Path) -> float | None:
    """``cpu.max`` is ``max 100000`` or ``150000 100000``."""
    words = (_read(group / "cpu.max") or "").split()
    try:
        return None if words[0] == "max" else int(words[0]) / int(words[1])
    except (IndexError, ValueError, ZeroDivisionError):
        return None


def _quota_v1(group: Path) -> float | None:
    """``cpu.cfs_quota_us`` is -1 where there is no quota."""
    try:
        quota_us = int(_read(group / "cpu.cfs_quota_us") or "")
        period_us = int(_read(group / "cpu.cfs_period_us") or "")
        return quota_us / period_us if quota_us > 0 else None
    except (ValueError, ZeroDivisionError):
        return None


def _usage_file(group: Path, hierarchy: _Hierarchy, accounting: list[_Hierarchy]) -> Path | None:
    if hierarchy.version == _V2:
        candidates = [group / "cpu.stat"]
    else:
        below = group.relative_to(hierarchy.mount_point)
        candidates = [each.mount_point / below / "cpuacct.usage" for each in accounting]
    return next((each for each in candidates if each.is_file()), None)


def _hierarchies(root: Path, controller: str) -> Iterator[_Hierarchy]:
    """The mounted trees that may limit or count the CPU.

    That of v2, and those of v1 with the controller.
    """
    v1_path, v2_path = _own_groups(root, controller)
    for line in (_read(root / "proc/self/mountinfo") or "").splitlines():
        before, _, after = line.partition(" - ")
        mount, kind = before.split(), after.split()
        if len(mount) < 5 or not kind or kind[0] not in (_V1, _V2):
            continue
        path = v2_path if kind[0] == _V2 else v1_path
        if path is None or (kind[0] == _V1 and controller not in kind[-1].split(",")):
            continue
        point = root / _unescape(mount[4]).lstrip("/")
        yield _Hierarchy(kind[0], point, PurePosixPath(_unescape(mount[3])), path)


def _own_groups(root: Path, controller: str) -> tuple[PurePosixPath | None, PurePosixPath | None]:
    """The group of this process in v1 for the controller, and in v2.

    ``4:cpu,cpuacct:/a`` and ``0::/a``.
    """
    v1 = v2 = None
    for line in (_read(root / "proc/self/cgroup") or "").splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if number == "0" and not controllers:
            v2 = PurePosixPath(path)
        elif controller in controllers.split(","):
            v1 = PurePosixPath(path)
    return v1, v2


def _unescape(path: str) -> str:
    r"""Mount points have spaces and the like as ``\040``."""
    return path.encode("latin-1", "backslashreplace").decode("unicode_escape")


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError):
        return None
