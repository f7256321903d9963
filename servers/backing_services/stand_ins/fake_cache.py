"""fakeredis's TCP server, in this very process, in the place of Valkey."""

import asyncio
import secrets
import socket
import threading
from importlib.metadata import version

from fakeredis import TcpFakeServer

from servers.backing_services.backing_service import Ended
from servers.process.loopback_socket import HOST


class FakeCache:
    """Fulfils ``Service``."""

    product = "fakeredis"
    simulated = True

    def __init__(self, server: TcpFakeServer, url: str, reason: str) -> None:
        self._server = server
        self.url = url
        self.version = version("fakeredis")
        self.reason = reason
        self._thread = threading.Thread(target=server.serve_forever, name="fakeredis", daemon=True)
        self._thread.start()

    async def wait_ended(self) -> Ended:
        await asyncio.to_thread(self._thread.join)
        return Ended("The simulated cache ended.")

    async def stop(self) -> None:
        await asyncio.to_thread(self._server.shutdown)
        self._server.socket.close()


def start_fake(reason: str) -> FakeCache:
    """``reason`` is why it is wanted."""
    password = secrets.token_hex(16)
    server = TcpFakeServer((HOST, 0))
    server.daemon_threads = True
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server.fake_server.config[b"requirepass"] = password.encode()
    port = server.server_address[1]
    return FakeCache(server, f"redis://:{password}@{HOST}:{port}/0", reason)
