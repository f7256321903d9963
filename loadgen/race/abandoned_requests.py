"""Requests that were cancelled when a turn ended, and that the server works off all the same."""

from servers.telemetry.messages import Telemetry

ABANDONED_S = 60.0
"""How long a server is waited for that does not come to the end of them."""


class AbandonedRequests:
    """What one lane's server still has in progress once nothing is in flight any more."""

    def __init__(self) -> None:
        self._in_progress = 0
        self._in_flight_until = float("-inf")

    def hear(self, telemetry: Telemetry) -> None:
        """The server's latest report."""
        self._in_progress = telemetry.in_progress

    def forget(self) -> None:
        """Another server has nothing in progress."""
        self._in_progress = 0

    def are_done(self, now: float, *, quiet: bool) -> bool:
        """Whether the server is idle, too, or has had ``ABANDONED_S``.

        ``quiet``: nothing is in flight.
        """
        if not quiet:
            self._in_flight_until = now
        waited_s = now - self._in_flight_until
        return quiet and (not self._in_progress or waited_s > ABANDONED_S)
