"""The folder that a service has for itself while it runs: made, removed, swept up after a crash."""

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

_NAME = "faceoff-service-"
_TRIES_S = 2.0


def make_folder() -> Path:
    """A new one, under the system's temporary folder, that others cannot write to.

    Its name tells whose it is, so that ``sweep`` knows what nobody needs any more. Raises OSError.
    """
    sweep()
    return Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-"))


def free_mib() -> int:
    """How much fits into a new folder; raises OSError."""
    return shutil.disk_usage(tempfile.gettempdir()).free // 2**20


def remove_folder(folder: Path) -> None:
    """Remove it with all that is in it; what a dying process still holds is tried again."""
    deadline = time.monotonic() + _TRIES_S
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists() or time.monotonic() > deadline:
            return
        time.sleep(0.02)


def sweep() -> None:
    """Remove the folders of ours whose process is gone, which a crash or a power cut left."""
    import psutil  # not for a keeper, which only removes

    for folder in Path(tempfile.gettempdir()).glob(f"{_NAME}*"):
        owner = folder.name.removeprefix(_NAME).partition("-")[0]
        # A name proves nothing in a folder where everybody may write: it must be ours, too.
        with contextlib.suppress(OSError):
            ours = not hasattr(os, "geteuid") or folder.lstat().st_uid == os.geteuid()
            if ours and owner.isdecimal() and not psutil.pid_exists(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)
