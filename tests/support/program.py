"""The program as a person runs it: ``python main.py WORDS`` as a child process."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from servers.process.child_process import PROJECT_ROOT

FASTER = ("--no-calibrate", "--concurrency", "16")
"""16 users of *wait*, whose 50 ms make 80/s and 320/s: little CPU."""


def environment(**changed: str) -> dict[str, str]:
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in without} | changed


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(PROJECT_ROOT / "main.py"), *words],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=False,
    )


@contextlib.contextmanager
def running(*words: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-u", str(PROJECT_ROOT / "main.py"), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        try:
            yield process
        finally:
            process.kill()
