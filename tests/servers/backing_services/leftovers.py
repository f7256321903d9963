"""What services leave on the machine: processes and folders."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from servers.backing_services.data_folders import place


def folders(pid: int) -> list[Path]:
    """The folders of the service child of that pid."""
    return list(place().glob(f"faceoff-service-{pid}-*"))


def family(pid: int) -> list[psutil.Process]:
    """That process and all below it."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def living(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended."""
    return [
        each
        for each in processes
        if each.is_running() and _status(each) not in (psutil.STATUS_ZOMBIE, None)
    ]


def _status(process: psutil.Process) -> str | None:
    try:
        return process.status()
    except psutil.NoSuchProcess:
        return None


def gone(what: Callable[[], object], within_s: float = 5.0) -> None:
    """Raises AssertionError unless ``what`` becomes empty in time."""
    deadline = time.monotonic() + within_s
    while left := what():
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.02)
