"""The state of a lane under load, from what was heard on the wire and from its children.

The first rule that holds gives the state:

1. No report of the generator for longer than GENERATOR_SILENCE_S: unresponsive, the generator is at
   fault.
2. No HTTP response and no report of the server for longer than SILENCE_S, while it was ready to
   run for less than BUSY_SHARE of the time; or for longer than BUSY_SILENCE_S in any case, without
   the time in which it waited for a processor that other programs had: unresponsive, the server is
   at fault.
3. Over more than SILENCE_S requests have ended, and every one of them failed: failing.
4. Requests are under way, and up to the generator's last report no response has come for longer
   than STALL_S and STALL_TIMES the longest latency before: failing, it stalls. What the server
   waits for may not answer it.
5. Otherwise: running. It responds, or its responses take as long as they did.

The generator is looked at first, because without its reports nothing is known of the server; what
has come since its last one is not known either, so that a late generator makes no server silent. A
response, of any status, outweighs a missing report: on a machine whose processors are all taken, a
server's reporting thread may be late by seconds while requests are answered; and a server that uses
a processor in silence, or waits for one that other programs have, is not stopped: a stopped one
does neither. While this program itself was late or stood still it read nothing: that silence does
not count.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from loadgen.model.frame import LaneCause, LaneState
from loadgen.model.snapshot import Snapshot

SILENCE_S = 0.8
"""A server that is silent for longer does not respond: it reports ten times a second, and with the
ticks at which this is looked at, that is known within a second.
"""

GENERATOR_SILENCE_S = 1.5
"""A generator may be late when it sends all that it can on a machine that is busy."""

BUSY_SHARE, BUSY_SILENCE_S = 0.05, 5.0
"""A server that runs or waits for a processor for so much of its silence has so long to answer."""

REPORTS_S = 0.2
"""A generator that reported within so long, two of its reports, is not late."""

STALL_S, STALL_TIMES = 2.0, 5.0
"""A server that reports has longer: on a busy machine it may not get to answer for a second."""

RECENT_S = 2.0
"""The longest latency before a stall is that of the last seconds in which responses came."""

NEVER = float("-inf")


@dataclass(slots=True)
class Responses:
    """When responses and failures of a lane were last reported, by the servers' clock in seconds.

    ``responded_at`` is of any HTTP status. ``failing_from`` and ``failing_until`` are the first and
    the last failure since the last success, ``NEVER`` where there was none. What is known of
    latencies is forgotten when another plan is followed.
    """

    responded_at: float = NEVER
    failing_from: float = NEVER
    failing_until: float = NEVER
    _revision: int = 0
    _longest: deque[tuple[float, float]] = field(default_factory=deque)

    def take(self, snapshot: Snapshot) -> None:
        """One report of any of the lane's generators."""
        if snapshot.revision != self._revision:
            self._revision = snapshot.revision
            self._longest.clear()
        if any(snapshot.statuses.values()):
            self.responded_at = max(self.responded_at, snapshot.at)
        if snapshot.latency.count:
            self.failing_from = self.failing_until = NEVER
            self._longest.append((snapshot.at, snapshot.latency.max_s))
            while self._longest[0][0] < snapshot.at - RECENT_S:
                self._longest.popleft()
        elif snapshot.failed:
            if self.failing_from == NEVER:
                self.failing_from = snapshot.at
            self.failing_until = max(self.failing_until, snapshot.at)

    @property
    def failing_s(self) -> float:
        """Over how many seconds every request that ended has failed."""
        return self.failing_until - self.failing_from if self.failing_from != NEVER else 0.0

    @property
    def longest_s(self) -> float | None:
        """The longest latency of the last successes; None before there was one under this plan."""
        return max((longest_s for _, longest_s in self._longest), default=None)

    def reset(self) -> None:
        """Another server: what the one before it did says nothing of it."""
        self._longest.clear()
        self.responded_at = self.failing_from = self.failing_until = NEVER


class Silence(NamedTuple):
    """Seconds since the generator reported, the server reported, and a response came.

    ``failing_s`` is for how long every request that ended has failed, 0 where the last succeeded.
    ``runnable_share`` is the time that its threads ran or waited for a processor since the server
    fell silent, in parts of that time, None where that is not known yet; ``waited_s`` is for how
    long of it the server was ready to run, but ran not at all; ``longest_s`` the longest latency
    before, None where no request is under way or none was answered yet.
    """

    generator_s: float = 0.0
    server_s: float = 0.0
    response_s: float = 0.0
    failing_s: float = 0.0
    runnable_share: float | None = 0.0
    waited_s: float = 0.0
    longest_s: float | None = None


class Liveness(NamedTuple):
    """A lane's state while it should answer; ``silent_s`` is for how long it has not."""

    state: LaneState = "running"
    cause: LaneCause = ""
    silent_s: float = 0.0


def liveness(silence: Silence) -> Liveness:
    """The state by the rules above."""
    if silence.generator_s > GENERATOR_SILENCE_S:
        return Liveness("unresponsive", "generator", silence.generator_s)
    unknown_s = max(0.0, silence.generator_s - REPORTS_S)
    server_s = min(silence.server_s, silence.response_s - unknown_s)
    share = silence.runnable_share
    idle = share is not None and share < BUSY_SHARE
    if server_s > (SILENCE_S if idle else BUSY_SILENCE_S + silence.waited_s):
        return Liveness("unresponsive", "server", server_s)
    if silence.failing_s > SILENCE_S:
        return Liveness("failing", "requests", silence.failing_s)
    longest_s = silence.longest_s
    stalled_s = silence.response_s - silence.generator_s
    if longest_s is not None and stalled_s > max(STALL_S, STALL_TIMES * longest_s):
        return Liveness("failing", "stall", silence.response_s)
    return Liveness()
