"""CPU quotas of control groups, read from fake trees of files."""

from pathlib import Path

import pytest

from servers.process.cgroups import CpuQuota, cpu_quota
from servers.process.processors import Processors, usable_processors

V2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate"
V1 = "\n".join(
    (
        "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
        "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
        "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
    )
)
V1_IN_DOCKER = (
    "32 31 0:29 /docker/ab /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
    "33 31 0:30 /docker/ab /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct"
)
V2_ELSEWHERE = "30 23 0:26 / /mnt/the\\040groups rw - cgroup2 cgroup2 rw"
PERIOD = {"cpu.cfs_period_us": "100000\n"}


def _quota(us: int) -> dict[str, str]:
    return {"cpu.cfs_quota_us": f"{us}\n"} | PERIOD


# what mountinfo says, what /proc/self/cgroup says, files of groups, and the cores of the quota
CASES: dict[str, tuple[str, str, dict[str, dict[str, str]], float | None]] = {
    "v2, none": (V2, "0::/", {"sys/fs/cgroup": {"cpu.stat": "usage_usec 5\n"}}, None),
    "v2, max": (V2, "0::/a", {"sys/fs/cgroup/a": {"cpu.max": "max 100000\n"}}, None),
    "v2": (V2, "0::/a", {"sys/fs/cgroup/a": {"cpu.max": "150000 100000\n"}}, 1.5),
    "v2, the root of a namespace": (
        V2,
        "0::/",
        {"sys/fs/cgroup": {"cpu.max": "50000 100000\n"}},
        0.5,
    ),
    "v2, the smallest of nested ones": (
        V2,
        "0::/a/b/c",
        {
            "sys/fs/cgroup/a": {"cpu.max": "100000 100000"},
            "sys/fs/cgroup/a/b": {"cpu.max": "max 100000"},
            "sys/fs/cgroup/a/b/c": {"cpu.max": "400000 100000"},
        },
        1.0,
    ),
    "v2, outside of the namespace": (
        V2,
        "0::/../../b",
        {"sys/fs/cgroup": {"cpu.max": "200000 100000"}},
        2.0,
    ),
    "v2, mounted elsewhere": (
        V2_ELSEWHERE,
        "0::/a",
        {"mnt/the groups/a": {"cpu.max": "300000 100000"}},
        3.0,
    ),
    "v2, damaged": (V2, "0::/a", {"sys/fs/cgroup/a": {"cpu.max": "\n"}}, None),
    "v1, none": (V1, "4:cpu,cpuacct:/", {"sys/fs/cgroup/cpu,cpuacct": _quota(-1)}, None),
    "v1": (V1, "4:cpu,cpuacct:/a", {"sys/fs/cgroup/cpu,cpuacct/a": _quota(250_000)}, 2.5),
    "v1, the smallest of nested ones": (
        V1,
        "4:cpu,cpuacct:/a/b",
        {
            "sys/fs/cgroup/cpu,cpuacct/a": _quota(50_000),
            "sys/fs/cgroup/cpu,cpuacct/a/b": _quota(75_000),
        },
        0.5,
    ),
    "v1, no period": (
        V1,
        "4:cpu,cpuacct:/a",
        {"sys/fs/cgroup/cpu,cpuacct/a": {"cpu.cfs_quota_us": "50000"}},
        None,
    ),
    "v1, a container that reads the path of the host": (
        V1_IN_DOCKER,
        "4:cpu:/docker/ab\n3:cpuacct:/docker/ab",
        {"sys/fs/cgroup/cpu": _quota(120_000), "sys/fs/cgroup/cpuacct": {"cpuacct.usage": "7"}},
        1.2,
    ),
    "v1, of another controller": (
        V1,
        "2:memory:/a",
        {"sys/fs/cgroup/memory/a": _quota(50_000)},
        None,
    ),
    "v1 and v2": (
        V1,
        "4:cpu,cpuacct:/a\n0::/",
        {"sys/fs/cgroup/cpu,cpuacct/a": _quota(50_000), "sys/fs/cgroup/unified": {}},
        0.5,
    ),
    "no groups at all": ("", "", {}, None),
}


def _tree(root: Path, mounts: str, own: str, groups: dict[str, dict[str, str]]) -> Path:
    files = {"proc/self/mountinfo": f"23 1 8:1 / / rw - ext4 /dev/sda rw\n{mounts}\n"}
    files["proc/self/cgroup"] = own + "\n"
    files |= {f"{group}/{name}": text for group, of in groups.items() for name, text in of.items()}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.mark.parametrize("case", CASES)
def test_the_smallest_quota_on_the_path_holds(case: str, tmp_path: Path) -> None:
    mounts, own, groups, cores = CASES[case]
    found = cpu_quota(_tree(tmp_path, mounts, own, groups))
    assert (found.cores if found else None) == cores


def test_what_a_group_has_used_is_that_of_the_group_with_the_quota(tmp_path: Path) -> None:
    inner = {"cpu.max": "max 100000", "cpu.stat": "usage_usec 1\n"}
    outer = {"cpu.max": "100000 100000", "cpu.stat": "usage_usec 2500000\nuser_usec 1\n"}
    groups = {"sys/fs/cgroup/a/b": inner, "sys/fs/cgroup/a": outer}
    found = cpu_quota(_tree(tmp_path, V2, "0::/a/b", groups))
    assert found is not None
    assert found.used_s() == 2.5


def test_the_usage_of_version_1_is_in_nanoseconds_of_another_controller(tmp_path: Path) -> None:
    mounts, own, groups, _ = CASES["v1, a container that reads the path of the host"]
    groups = groups | {"sys/fs/cgroup/cpuacct": {"cpuacct.usage": "3500000000\n"}}
    found = cpu_quota(_tree(tmp_path, mounts, own, groups))
    assert found is not None
    assert found.used_s() == 3.5


@pytest.mark.parametrize("text", ["", "user_usec 5\n", "usage_usec\n", "usage_usec many\n"])
def test_a_usage_that_cannot_be_read_is_unknown(text: str, tmp_path: Path) -> None:
    stat = tmp_path / "cpu.stat"
    stat.write_text(text)
    assert CpuQuota(1.0, stat).used_s() is None
    assert CpuQuota(1.0).used_s() is None


# processors allowed, quota, then cores, whole processors, and whether the quota is the limit
USABLE = [
    ((0,), None, 1.0, 1, False),
    ((0, 1), None, 2.0, 2, False),
    ((0, 1), 8.0, 2.0, 2, False),
    ((0, 1, 2, 3), 1.5, 1.5, 2, True),
    ((0, 1, 2, 3), 2.0, 2.0, 2, True),
    ((3,), 0.5, 0.5, 1, True),
]


@pytest.mark.parametrize(("allowed", "quota", "cores", "whole", "has_quota"), USABLE)
def test_a_quota_holds_where_it_is_smaller_than_the_processors(
    allowed: tuple[int, ...], quota: float | None, cores: float, whole: int, has_quota: bool
) -> None:
    found = Processors(allowed, CpuQuota(quota) if quota else None)
    assert (found.cores, found.whole, found.has_quota) == (cores, whole, has_quota)


def test_the_quota_is_read_from_the_tree_and_the_processors_from_the_system(tmp_path: Path) -> None:
    groups = {"sys/fs/cgroup/a": {"cpu.max": "25000 100000"}}
    found = usable_processors(_tree(tmp_path, V2, "0::/a", groups))
    assert found.cores == 0.25
    assert found.allowed == usable_processors(tmp_path / "nothing").allowed
