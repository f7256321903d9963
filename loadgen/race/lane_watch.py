"""Watches one lane under load: how long its children have been silent, and what that means."""

from dataclasses import dataclass

from loadgen.race.lane_load import LaneLoad
from loadgen.race.liveness import NEVER, SILENCE_S, Liveness, Responses, Silence, liveness
from loadgen.race.protocols import RunnableSeconds, Server

CATCH_UP_S = 0.3
"""After a late tick so much silence is needed before a child is said not to respond: three of its
reports.
"""

_REFERENCE_S = 0.5
"""After so long a silence it is looked up how long the server has run, to compare with later."""

_APART_S = 0.05
"""Between two looks at CPU time, which the system counts in steps of 0.01 s."""


@dataclass(frozen=True, slots=True)
class _Runnable:
    at: float
    seconds: float


class LaneWatch:
    """All times are on the servers' clock, in seconds.

    ``runnable_seconds`` is asked only while a server is silent: it costs some milliseconds.
    """

    def __init__(
        self, flow: LaneLoad, responses: Responses, runnable_seconds: RunnableSeconds
    ) -> None:
        self._flow = flow
        self._responses = responses
        self._runnable_seconds = runnable_seconds
        self._excused_until = self._without_plan_until = NEVER
        self._before: _Runnable | None = None

    def excuse(self, now: float) -> None:
        """The server is held stopped: until now it could not be heard."""
        self._excused_until = now

    def catch_up(self, now: float) -> None:
        """Forgive a silence that this program or the machine caused.

        This program was late and reads only now what the children reported meanwhile; or the whole
        machine stood still, and they go on only now.
        """
        self._excused_until = max(self._excused_until, now - SILENCE_S + CATCH_UP_S)

    def tick(self, now: float) -> None:
        """A generator without a plan has nothing to report."""
        if not self._flow.is_told:
            self._without_plan_until = now

    def look(self, now: float, server: Server, *, in_flight: int, loaded: bool) -> Liveness:
        """The state by the rules of ``liveness``.

        ``in_flight`` requests are under way, and ``loaded`` says whether load flows.
        """
        excused, responses = self._excused_until, self._responses
        server_s = now - max(server.last_heard, excused)
        response_s = now - max(responses.responded_at, excused)
        return liveness(
            Silence(
                now - max(self._flow.last_heard, self._without_plan_until, excused),
                server_s,
                response_s,
                responses.failing_s if loaded else 0.0,
                self._runnable_share(now, server.pid, min(server_s, response_s)),
                responses.longest_s if loaded and in_flight else None,
            )
        )

    def _runnable_share(self, now: float, pid: int, silent_s: float) -> float | None:
        """How long the server's threads have run or waited for a processor since it fell silent.

        As a part of that time. None before there are two readings, which after a late tick may be
        later than ``SILENCE_S``.
        """
        if silent_s < _REFERENCE_S:
            self._before = None
            return None
        spent_s = self._runnable_seconds(pid)
        if self._before is None:
            self._before = _Runnable(now, spent_s)
        passed_s = now - self._before.at
        return (spent_s - self._before.seconds) / passed_s if passed_s >= _APART_S else None
