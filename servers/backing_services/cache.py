"""The cache: Valkey of our own, else fakeredis with the reason."""

from servers.backing_services.backing_service import Service, UnavailableError
from servers.backing_services.valkey_server import start_valkey


async def start_cache() -> Service:
    """Raises UnavailableError."""
    try:
        return await start_valkey()
    except UnavailableError as error:
        from servers.backing_services.stand_ins.fake_cache import start_fake

        return start_fake(str(error))
