"""Starts database and cache, as the window does, and waits to be killed."""

import asyncio
import sys

from servers.backing_services.launcher import start_service


async def main() -> None:
    services = await asyncio.gather(start_service("database"), start_service("cache"))
    sys.stdout.write("both are up\n")
    sys.stdout.flush()
    await asyncio.gather(*(service.wait() for service in services))


asyncio.run(main())
