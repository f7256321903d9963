"""``python -m loadgen.selfcheck.reference_client PORT RATE SECONDS``: an independent client.

It shares no code with the generator, nor asyncio: plain sockets, a selector, its own clock. One
request is due every 1/RATE s whatever the server does, its latency counts from then, and all
latencies are printed, in microseconds, in the order in which the requests were due. It sleeps by
``select``, which knows microseconds where ``epoll`` knows milliseconds, and watches the clock for
the last of them.
"""

import json
import selectors
import socket
import sys
import time

REQUEST = b"GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n"
_READY = 64
_NEAR_NS = 100_000
_LAST_NS = 50_000_000
_PATIENCE_NS = 5_000_000_000


class Reference:
    """Sends when it is time, over whatever connection is free, or a new one."""

    def __init__(self, port: int) -> None:
        self._address = ("127.0.0.1", port)
        self._selector = selectors.SelectSelector()
        self._free = [self._connect() for _ in range(_READY)]
        self._under_way: dict[socket.socket, tuple[int, int, bytes]] = {}
        self.latencies_ns: dict[int, int] = {}

    def run(self, rate: float, count: int) -> None:
        """Until all of ``count`` requests are answered, or for 5 s after the last was due."""
        begun = time.perf_counter_ns()
        due = [begun + round(number * 1e9 / rate) for number in range(count)]
        sent, end = 0, due[-1] + _PATIENCE_NS
        while len(self.latencies_ns) < count and time.perf_counter_ns() < end:
            while sent < count and due[sent] <= time.perf_counter_ns():
                self._send(sent, due[sent])
                sent += 1
            left_ns = due[sent] - time.perf_counter_ns() if sent < count else _LAST_NS
            self._receive(max(0.0, (left_ns - _NEAR_NS) / 1e9))

    def close(self) -> None:
        """Close all connections, also those with a request under way."""
        for each in [*self._free, *self._under_way]:
            each.close()
        self._selector.close()

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(self._address)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        self._selector.register(connection, selectors.EVENT_READ)
        return connection

    def _send(self, number: int, due_ns: int) -> None:
        connection = self._free.pop() if self._free else self._connect()
        self._under_way[connection] = (number, due_ns, b"")
        connection.sendall(REQUEST)

    def _receive(self, timeout_s: float) -> None:
        for key, _ in self._selector.select(timeout_s):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            data = connection.recv(65_536)
            if not data:
                sys.exit("The server closed a connection.")
            number, due_ns, before = self._under_way[connection]
            answer = before + data
            if _complete(answer):
                self.latencies_ns[number] = time.perf_counter_ns() - due_ns
                del self._under_way[connection]
                self._free.append(connection)
            else:
                self._under_way[connection] = (number, due_ns, answer)


def _complete(answer: bytes) -> bool:
    head, blank, body = answer.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
    return bool(blank) and len(body) >= length


def main(port: str, rate: str, seconds: str) -> None:
    """Send, then print."""
    client = Reference(int(port))
    client.run(float(rate), round(float(rate) * float(seconds)))
    client.close()
    microseconds = [each / 1e3 for _, each in sorted(client.latencies_ns.items())]
    sys.stdout.write(json.dumps({"latencies_us": microseconds}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
