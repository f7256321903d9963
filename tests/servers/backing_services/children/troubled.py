"""The service child, where the trouble named in TEST_TROUBLE has befallen the machine."""

import errno
import os
import sys
import tempfile
from pathlib import Path

from servers.backing_services import data_folders, valkey_server
from servers.backing_services.__main__ import main
from servers.backing_services.free_port import PortTakenError
from servers.backing_services.postgres import postgres_cluster, postgres_server


def nothing_installed() -> None:
    postgres_cluster._PACKAGE = valkey_server._PACKAGE = "no_such_package"


def disk_full() -> None:
    postgres_server.free_mib = lambda: 12  # type: ignore[attr-defined]


def folder_unwritable() -> None:
    real, failures = data_folders.make_folder, [OSError(errno.EROFS, "Read-only file system")]

    def make_folder() -> Path:
        if failures:
            raise failures.pop()
        return real()

    postgres_cluster.make_folder = valkey_server.make_folder = make_folder  # type: ignore[attr-defined]


def programs_fail() -> None:
    folder = Path(tempfile.mkdtemp(dir=os.environ["TEST_FOLDER"]))
    folder.chmod(0o755)
    for name in ("initdb", "postgres", "valkey-server"):
        (folder / name).write_text("#!/bin/sh\necho 'error: wrong kind of processor' >&2\nexit 3\n")
        (folder / name).chmod(0o755)
    postgres_server.binaries = lambda: folder  # type: ignore[attr-defined]
    valkey_server.binary = lambda: folder / "valkey-server"


def port_taken_once() -> None:
    taken = [PortTakenError(), PortTakenError()]
    for module in (postgres_server, valkey_server):
        module._start = _after(taken, module._start)  # type: ignore[attr-defined,no-untyped-call]


def _after(troubles, started):  # type: ignore[no-untyped-def]
    async def start(program, port):  # type: ignore[no-untyped-def]
        if troubles:
            raise troubles.pop()
        return await started(program, port)

    return start


globals()[os.environ["TEST_TROUBLE"]]()
sys.exit(main())
