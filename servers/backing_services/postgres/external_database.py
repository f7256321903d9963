"""A PostgreSQL server of the user's: it gets a schema of its own, and loses it in the end.

No message here has a word of the URL or of psycopg's: either may hold the password.
"""

import asyncio
import contextlib

import psycopg
from psycopg import errors

from servers.backing_services.backing_service import Ended, UnavailableError
from servers.backing_services.postgres.postgres_schema import drop, fill, rows, url_with_schema

_ANSWERS_WITHIN_S = 2.0
_ASK = "check --database-url"


class ExternalDatabase:
    """Fulfils ``Service``."""

    product = "PostgreSQL"
    simulated = False
    reason = ""

    def __init__(self, url: str, version: str) -> None:
        self._given = url
        self.url = url_with_schema(url)
        self.version = version

    async def wait_ended(self) -> Ended:
        # It is not ours to watch: when it goes, the servers' failures tell.
        await asyncio.Event().wait()
        return Ended("")

    async def stop(self) -> None:
        with contextlib.suppress(psycopg.Error, TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(self._drop), _ANSWERS_WITHIN_S)

    def _drop(self) -> None:
        with _connect(self._given) as connection:
            connection.execute("SET lock_timeout = '1s'")
            drop(connection)


async def start_given(url: str) -> ExternalDatabase:
    """Connect and make our tables; raises UnavailableError, within 3 s when nobody answers."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise UnavailableError(
            "--database-url takes postgresql://user:password@host:port/database."
        )
    try:
        connecting = asyncio.to_thread(_connect, url)
        connection = await asyncio.wait_for(connecting, _ANSWERS_WITHIN_S)
        with connection:
            return ExternalDatabase(url, await asyncio.to_thread(_fill, connection))
    except UnavailableError:
        raise
    except Exception as error:  # whatever it says, it may say it with the password
        raise UnavailableError(_sentence(error)) from None


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url, autocommit=True, connect_timeout=2)


def _fill(connection: psycopg.Connection) -> str:
    return fill(connection, rows())


def _sentence(error: Exception) -> str:
    match error:
        case TimeoutError() | errors.ConnectionTimeout():
            return f"The given database does not answer within {_ANSWERS_WITHIN_S:g} s; {_ASK}."
        case errors.InsufficientPrivilege():
            return "The given database lets this user create no schema; grant it CREATE."
        case errors.ReadOnlySqlTransaction():
            return "The given database is read-only; give one that may be written to."
        case errors.LockNotAvailable():
            return "The given database's schema “faceoff” is in use; end what uses it."
        case psycopg.OperationalError():
            return _connection_refusal(str(error))
        case psycopg.ProgrammingError() | UnicodeError() | ValueError():
            return (
                "--database-url cannot be understood; write postgresql://user:password@host/name."
            )
    return f"The given database could not be used ({type(error).__name__}); {_ASK}."


def _connection_refusal(text: str) -> str:
    # libpq has no codes for these; a server's own refusal has none either before the login.
    if "password" in text or "authentication" in text or "pg_hba" in text or "role" in text:
        return f"The given database does not let this user in; {_ASK}."
    if "does not exist" in text:
        return f"The given server has no such database; {_ASK}."
    if "refused" in text:
        return f"Nothing listens at the address of the given database; {_ASK}."
    if "resolve" in text or "translate" in text or "Name or service" in text or "getaddr" in text:
        return f"The host of the given database is unknown; {_ASK}."
    if "too many" in text:
        return "The given database has no free connection; close some."
    return f"The given database cannot be connected to; {_ASK}."
