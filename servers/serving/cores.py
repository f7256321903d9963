"""Bind this server to one core, and say on how many it may run."""

from collections.abc import Mapping

import psutil

from servers.common_settings import CORES
from servers.messages import Setting


def keep_to_one_core() -> None:
    """Run on the last of the processors that this process may use, and so do its children.

    To be called before there is any other thread: on Linux a thread inherits the processors of the
    one that starts it. The program that started this server may move it to another core.
    """
    process = psutil.Process()
    allowed = process.cpu_affinity()  # type: ignore[attr-defined,unused-ignore]
    process.cpu_affinity(allowed[-1:])  # type: ignore[attr-defined,unused-ignore]


def cores_setting(settings: Mapping[str, int]) -> Setting:
    """All that the system allows by default."""
    return Setting("cores", CORES.title, CORES.text(settings["cores"]), CORES.text(CORES.default))
