"""An upstream that computes for 10 ms before each answer: a hundred a second fill its core."""

import sys
import time
from typing import Any

from servers.backing_services import upstream_server
from servers.backing_services.__main__ import main

_COMPUTES_S = 0.01


class _BusyProduct(upstream_server.Product):
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        until = time.thread_time() + _COMPUTES_S
        while time.thread_time() < until:
            pass
        await super().__call__(scope, receive, send)


if __name__ == "__main__":
    upstream_server.Product = _BusyProduct  # type: ignore[misc]
    sys.exit(main())
