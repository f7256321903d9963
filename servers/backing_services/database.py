"""The database: the given one, else PostgreSQL of our own, else SQLite with the reason."""

from servers.backing_services.backing_service import Service, UnavailableError
from servers.backing_services.postgres.postgres_server import start_postgres


async def start_database(given_url: str) -> Service:
    """``given_url`` is that of the user's server, empty without one; raises UnavailableError."""
    if given_url:
        try:
            from servers.backing_services.postgres.external_database import start_given
        except ImportError as error:
            sentence = "The given database cannot be used here: psycopg does not load."
            raise UnavailableError(sentence) from error
        return await start_given(given_url)
    try:
        return await start_postgres()
    except UnavailableError as error:
        from servers.backing_services.stand_ins.sqlite_database import start_sqlite

        return await start_sqlite(str(error))
