"""The socket that a server listens on: bound here, and handed on to workers."""

import socket
import sys

BACKLOG = 4_096
"""Connections that may wait to be accepted: as many as the load can have."""

CONNECTION_LIMIT = 32_768
"""Of hosts that have such a limit, for each process: more than the load can have."""

KEEP_ALIVE_S = 120

HOST = "127.0.0.1"


def bind(*, nodelay: bool = True) -> socket.socket:
    """A socket on a free port of the loopback address; nobody else can take the port.

    ``nodelay`` sets TCP_NODELAY. Without it, a server that writes head and body as two segments
    answers a kept connection in 40 ms, the time for which the client's kernel delays its ACK.
    Accepted sockets inherit the option on Linux, BSD, macOS and Windows. asyncio sets it itself
    where the socket's protocol number is IPPROTO_TCP, and not where it is 0.
    """
    protocol = socket.IPPROTO_TCP if nodelay else 0
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, protocol)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, int(nodelay))
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    listener.bind((HOST, 0))
    return listener


def share_socket(listener: socket.socket, pid: int) -> bytes:
    """The line on its stdin by which a worker gets the socket; empty where it inherits it."""
    if sys.platform == "win32":
        import base64

        return base64.b64encode(listener.share(pid)) + b"\n"
    return b""


def receive_socket(descriptor: int) -> socket.socket:
    """In a worker: the supervisor's socket."""
    if sys.platform == "win32":
        import base64

        return socket.fromshare(base64.b64decode(sys.stdin.buffer.readline()))
    return socket.socket(fileno=descriptor)
