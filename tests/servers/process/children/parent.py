"""Starts servers without and with workers, as the window does, and waits to be killed."""

import asyncio
import sys

import psutil

from servers.catalog.variants import variant
from servers.launcher import RunningServer, start_server

FURTHER = ("flask-gevent", "flask-gunicorn", "fastapi-gunicorn")


def processes(server: RunningServer) -> int:
    return 1 + len(psutil.Process(server.pid).children(recursive=True))


async def main() -> None:
    started: list[tuple[str, dict[str, int]]] = [
        *(("flask", {}), ("fastapi", {"workers": 2})),
        *((key, {}) for key in FURTHER if not variant(key).unavailable()),
    ]
    servers = await asyncio.gather(*(start_server(*each) for each in started))
    sys.stdout.write(f"{sum(processes(server) for server in servers)} are up\n")
    sys.stdout.flush()
    await asyncio.gather(*(server.wait() for server in servers))


asyncio.run(main())
