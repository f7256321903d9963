"""The cache: Valkey of our own, else fakeredis with the reason."""

from servers.services.service import Service, UnavailableError
from servers.services.valkey import start_valkey


async def start_cache() -> Service:
    """Raises UnavailableError."""
    try:
        return await start_valkey()
    except UnavailableError as error:
        from servers.services.fake_cache import start_fake

        return start_fake(str(error))
