"""A listener for one process of a server that has several, besides the one that they share.

The system gives a connection to whichever process accepts it first: of 64 kept connections on two
processes of uvicorn the first had 29, 25, 20, 28, 27, 1 and 0 in seven starts, and a kept one stays
where it is for the whole run. Closing what is too many and connecting again need not end, where one
process wins every time. So each process has a port of its own, and who spreads connections evenly
connects to each in turn. How a process serves a connection does not depend on the listener.
"""

import socket
from collections.abc import Mapping, Sequence

from servers.catalog.common_settings import EVEN
from servers.process.loopback_socket import bind


def own_listener(settings: Mapping[str, int]) -> tuple[socket.socket, ...]:
    """One socket on a free port, where these settings want it; else none."""
    if settings.get("workers", 1) == 1 or settings["spread"] != EVEN:
        return ()
    return (bind(nodelay=bool(settings["nodelay"])),)


def port_of(listeners: Sequence[socket.socket]) -> int | None:
    """The port of the only one."""
    return listeners[0].getsockname()[1] if listeners else None
