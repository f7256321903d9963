"""The state of a lane under load, from what was heard on the wire and from its children.

The first rule that holds gives the state. Times are seconds of silence; ``SILENCE_S`` is 1 s, ten
of the reports that generator and server make.

1. No report of the generator for longer than SILENCE_S: unresponsive, the generator is at fault.
2. No HTTP response and no report of the server for longer than SILENCE_S, while it used less than
   BUSY_SHARE of a core; or for longer than BUSY_SILENCE_S, whatever it used: unresponsive, the
   server is at fault.
3. Over more than SILENCE_S requests have ended, and every one of them failed: failing.
4. Otherwise: running. It responds, or its reports come and its responses take longer.

The generator is looked at first, because without its reports nothing is known of the server. A
response, of any status, outweighs a missing report: on a machine whose processors are all taken, a
server's reporting thread may be late by seconds while requests are answered; and a server that uses
a processor in silence is busy, where a stopped one uses none. Silence counts from when this program
last ran on time: while it stood still it read nothing.
"""

from dataclasses import dataclass
from typing import NamedTuple

from loadgen.frame import LaneCause, LaneState
from loadgen.snapshot import Snapshot

SILENCE_S = 1.0
"""A child that reports ten times a second and has not done so for this long does not respond."""

BUSY_SHARE, BUSY_SILENCE_S = 0.05, 5.0
"""A server that uses so much of a core while it is silent computes; it has so long to answer."""

NEVER = float("-inf")


@dataclass(slots=True)
class Responses:
    """When responses and failures of a lane were last reported, by the servers' clock in seconds.

    ``responded_at`` is of any HTTP status. ``failing_from`` and ``failing_until`` are the first and
    the last failure since the last success, ``NEVER`` where there was none.
    """

    responded_at: float = NEVER
    failing_from: float = NEVER
    failing_until: float = NEVER

    def take(self, snapshot: Snapshot) -> None:
        """One report of any of the lane's generators."""
        if any(snapshot.statuses.values()):
            self.responded_at = max(self.responded_at, snapshot.at)
        if snapshot.latency.count:
            self.failing_from = self.failing_until = NEVER
        elif snapshot.failed:
            if self.failing_from == NEVER:
                self.failing_from = snapshot.at
            self.failing_until = max(self.failing_until, snapshot.at)

    @property
    def failing_s(self) -> float:
        """Over how many seconds every request that ended has failed."""
        return self.failing_until - self.failing_from if self.failing_from != NEVER else 0.0

    def reset(self) -> None:
        """Another server: what the one before it did says nothing of it."""
        self.responded_at = self.failing_from = self.failing_until = NEVER


class Silence(NamedTuple):
    """Seconds since the generator reported, the server reported, and a response came.

    ``failing_s`` is for how long every request that ended has failed, 0 where the last succeeded.
    ``cpu_share`` is the part of a core that the server used since it fell silent.
    """

    generator_s: float = 0.0
    server_s: float = 0.0
    response_s: float = 0.0
    failing_s: float = 0.0
    cpu_share: float = 0.0


class Liveness(NamedTuple):
    """A lane's state while it should answer; ``silent_s`` is for how long it has not."""

    state: LaneState = "running"
    cause: LaneCause = ""
    silent_s: float = 0.0


def liveness(silence: Silence) -> Liveness:
    """The state by the rules above."""
    if silence.generator_s > SILENCE_S:
        return Liveness("unresponsive", "generator", silence.generator_s)
    server_s = min(silence.server_s, silence.response_s)
    if server_s > (SILENCE_S if silence.cpu_share < BUSY_SHARE else BUSY_SILENCE_S):
        return Liveness("unresponsive", "server", server_s)
    if silence.failing_s > SILENCE_S:
        return Liveness("failing", "requests", silence.failing_s)
    return Liveness()
