"""A port for a server that takes a port number, and neither chooses one nor inherits a socket."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from servers.backing_services.backing_service import UnavailableError
from servers.process.loopback_socket import bind

_T = TypeVar("_T")
_TRIES = 3


class PortTakenError(Exception):
    """Somebody else was quicker."""


async def on_free_port(start: Callable[[int], Awaitable[_T]]) -> _T:
    """Start a server on a port of 127.0.0.1 that is free just now.

    On another one if ``start`` raises PortTakenError; raises UnavailableError after some tries.
    """
    for _ in range(_TRIES):
        with bind() as listener:
            port: int = listener.getsockname()[1]
        try:
            return await start(port)
        except PortTakenError:
            continue
    raise UnavailableError("No port stays free for long enough to start a server on it.")
