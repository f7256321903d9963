"""``python -m loadgen.selfcheck.paced_server wide|narrow``.

A server whose latencies are known beforehand.

It answers each request after the next pause of a fixed, shuffled list, over and over, so that all
clients meet the same latencies: wide, p50 near 5 ms and p99 near 38 ms; narrow, all from 4 to 8 ms;
with no steep place at either percentile. Event loops keep time to a millisecond; ``select`` knows
microseconds, and for the last of them the clock is watched.
"""

import heapq
import os
import random
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from itertools import count, cycle

from loadgen.generator import descriptor_limit, null_server
from servers.process import parent_death

_PAUSES = 500
_CONNECTIONS = 900  # select knows 1,024 descriptors
_SEED = 3
_NEAR_S = 0.000_1


def pauses_s(spread: str) -> list[float]:
    """``wide``: nine in ten evenly from 2 to 8 ms, the others evenly from 20 to 40 ms.

    ``narrow``: all evenly from 4 to 8 ms. Shuffled.
    """
    quantiles = [(each + 0.5) / _PAUSES for each in range(_PAUSES)]
    if spread == "narrow":
        pauses = [4 + 4 * q for q in quantiles]
    else:
        pauses = [2 + 6 * q / 0.9 if q < 0.9 else 20 + 20 * (q - 0.9) / 0.1 for q in quantiles]
    random.Random(_SEED).shuffle(pauses)
    return [pause / 1e3 for pause in pauses]


class PacedServer:
    """Takes whole requests without a body, one at a time, as the clients of the check send them."""

    def __init__(self, answer: bytes, pauses: Iterator[float]) -> None:
        self._answer = answer
        self._pauses = pauses
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=_CONNECTIONS)
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._selector = selectors.SelectSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._rest: dict[socket.socket, bytes] = {}
        self._due: list[tuple[float, int, socket.socket]] = []
        self._order = count()  # sockets have none

    def run(self) -> None:
        """For ever."""
        while True:
            left_s = self._due[0][0] - time.perf_counter() if self._due else _NEAR_S
            for key, _ in self._selector.select(max(0.0, left_s - _NEAR_S) if self._due else None):
                if key.fileobj is self._listener:
                    self._accept()
                else:
                    self._take(key.fileobj)  # type: ignore[arg-type]
            while self._due and self._due[0][0] <= time.perf_counter():
                self._send(heapq.heappop(self._due)[2])

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # it left again
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        self._rest[connection] = b""
        self._selector.register(connection, selectors.EVENT_READ)

    def _take(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(65_536)
        except OSError:
            data = b""
        if not data:
            self._drop(connection)
            return
        now = time.perf_counter()
        *requests, self._rest[connection] = (self._rest[connection] + data).split(b"\r\n\r\n")
        for _ in requests:
            heapq.heappush(self._due, (now + next(self._pauses), next(self._order), connection))

    def _send(self, connection: socket.socket) -> None:
        if connection in self._rest:
            try:
                connection.sendall(self._answer)
            except OSError:
                self._drop(connection)

    def _drop(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        del self._rest[connection]
        connection.close()


def main(spread: str) -> None:
    """Serve until stdin closes."""
    parent_death.die_with_parent()
    descriptor_limit.allow_connections(_CONNECTIONS)
    server = PacedServer(null_server.answer(null_server.BODY_BYTES), cycle(pauses_s(spread)))
    parent_death.on_stdin_closed(lambda: os._exit(0))
    sys.stdout.write(f'{{"port":{server.port}}}\n')
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main(sys.argv[1])
