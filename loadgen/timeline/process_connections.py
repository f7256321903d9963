"""How many connections each process of a server has."""

from collections import Counter, deque
from collections.abc import Sequence

from servers.telemetry.messages import ProcessLoad

_REPORTS = 100
"""Ten seconds of telemetry."""


class ProcessConnections:
    """Follows the processes of one server while it is under load."""

    def __init__(self) -> None:
        self._seen: deque[tuple[int, ...]] = deque(maxlen=_REPORTS)

    def note(self, parts: Sequence[ProcessLoad]) -> None:
        """Take one report; one in which no connection is open says nothing."""
        counts = tuple(part.connections or 0 for part in parts)
        if any(counts):
            self._seen.append(counts)

    @property
    def usual(self) -> tuple[int, ...]:
        """The numbers that were reported most often in the last ten seconds under load.

        In the order in which the processes were started; empty where one process is the whole
        server.
        """
        return Counter(self._seen).most_common(1)[0][0] if self._seen else ()


def connection_words(counts: Sequence[int]) -> str:
    """``connections per process 32, 32``; it says so where they are not even."""
    if not counts:
        return ""
    uneven = "; not even" if max(counts) - min(counts) > 1 else ""
    return f"connections per process {', '.join(f'{count:,}' for count in counts)}{uneven}"
