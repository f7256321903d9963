"""A plain client for tests: one request, or many that are left hanging."""

import contextlib
import http.client
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from servers.catalog.scenario_requests import RequestSpec


@dataclass(frozen=True)
class Answer:
    """``kind`` is its content type."""

    status: int
    body: bytes
    kind: str


def ask(port: int, request: RequestSpec) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        with contextlib.suppress(BrokenPipeError):  # refused before it was sent as a whole
            connection.request(
                request.method, request.target, request.body or None, dict(request.headers)
            )
        response = connection.getresponse()
        return Answer(response.status, response.read(), response.headers["content-type"])


@contextlib.contextmanager
def hanging(port: int, target: str, count: int) -> Iterator[None]:
    """So many requests under way, each on a connection of its own, whose answers nobody reads."""
    request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with contextlib.ExitStack() as sockets:
        for _ in range(count):
            sockets.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(request)
        yield
