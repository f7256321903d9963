"""Spread connections evenly over the processes of a server, each of which has a port of its own."""

from collections.abc import Sequence


class ConnectionSpread:
    """How many connections go by each port. Without any port all go where their requests say."""

    def __init__(self, ports: Sequence[int] = ()) -> None:
        self.ports = tuple(ports)
        self._taken = dict.fromkeys(self.ports, 0)

    def take(self, before: int | None = None) -> int | None:
        """The port with the fewest connections, for one more; None where there are no ports.

        ``before`` is where the connection goes already: it stays there where that is as good.
        """
        if not self._taken:
            return None
        fewest = min(self._taken.values())
        if before is not None and self._taken.get(before) == fewest:
            port = before
        else:
            port = next(port for port, count in self._taken.items() if count == fewest)
        self._taken[port] += 1
        return port

    def give_back(self, port: int | None) -> None:
        """A connection by that port is gone."""
        if port in self._taken:
            self._taken[port] -= 1
