"""Bind this server to one core, and say on how many it may run."""

from collections.abc import Mapping
from os import cpu_count

import psutil

from servers.catalog.common_settings import CORES
from servers.process.processors import usable_processors
from servers.telemetry.messages import Setting


def keep_to_one_core() -> None:
    """Run on the last of the processors that this process may use, and so do its children.

    To be called before there is any other thread: on Linux a thread inherits the processors of the
    one that starts it. The program that started this server may move it to another core.
    """
    process = psutil.Process()
    allowed = process.cpu_affinity()  # type: ignore[attr-defined,unused-ignore]
    process.cpu_affinity(allowed[-1:])  # type: ignore[attr-defined,unused-ignore]


def cores_setting(settings: Mapping[str, int]) -> Setting:
    """All that the system allows by default.

    Where affinity or a container's quota do not allow all of the machine's, it says how many: ``all
    allowed, 1.5 of 2``.
    """
    all_cores, value = CORES.text(CORES.default), CORES.text(settings["cores"])
    whole, usable = cpu_count() or 1, usable_processors().cores
    if value == all_cores and usable < whole:
        value = f"{all_cores} allowed, {usable:.3g} of {whole}"
    return Setting("cores", CORES.title, value, all_cores)
