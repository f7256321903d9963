"""Starts a Flask and a FastAPI server with workers, as the window does, and waits to be killed."""

import asyncio
import sys

from servers.launcher import start_server


async def main() -> None:
    servers = await asyncio.gather(
        start_server("flask", {}), start_server("fastapi", {"workers": 2})
    )
    sys.stdout.write("both are up\n")
    sys.stdout.flush()
    await asyncio.gather(*(server.wait() for server in servers))


asyncio.run(main())
