"""The service child, where the trouble named in TEST_TROUBLE has befallen the machine."""

import errno
import os
import sys
import tempfile
from pathlib import Path

from servers.services import cluster, folders, postgres, valkey
from servers.services.__main__ import main
from servers.services.ports import PortTakenError


def nothing_installed() -> None:
    cluster._PACKAGE = valkey._PACKAGE = "no_such_package"


def disk_full() -> None:
    postgres.free_mib = lambda: 12  # type: ignore[attr-defined]


def folder_unwritable() -> None:
    real, failures = folders.make_folder, [OSError(errno.EROFS, "Read-only file system")]

    def make_folder() -> Path:
        if failures:
            raise failures.pop()
        return real()

    cluster.make_folder = valkey.make_folder = make_folder  # type: ignore[attr-defined]


def programs_fail() -> None:
    folder = Path(tempfile.mkdtemp(dir=os.environ["TEST_FOLDER"]))
    folder.chmod(0o755)
    for name in ("initdb", "postgres", "valkey-server"):
        (folder / name).write_text("#!/bin/sh\necho 'error: wrong kind of processor' >&2\nexit 3\n")
        (folder / name).chmod(0o755)
    postgres.binaries = lambda: folder  # type: ignore[attr-defined]
    valkey.binary = lambda: folder / "valkey-server"


def port_taken_once() -> None:
    taken = [PortTakenError(), PortTakenError()]
    for module in (postgres, valkey):
        module._started = _after(taken, module._started)  # type: ignore[attr-defined,no-untyped-call]


def _after(troubles, started):  # type: ignore[no-untyped-def]
    async def start(program, port):  # type: ignore[no-untyped-def]
        if troubles:
            raise troubles.pop()
        return await started(program, port)

    return start


globals()[os.environ["TEST_TROUBLE"]]()
sys.exit(main())
