"""Watches one lane under load: how long its children have been silent, and what that means."""

from dataclasses import dataclass

from loadgen.race.lane_load import LaneLoad
from loadgen.race.liveness import NEVER, SILENCE_S, Liveness, Responses, Silence, liveness
from loadgen.race.process_control.process_tree import RunnableTime
from loadgen.race.protocols import ReadRunnableTime, Server

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
    time: RunnableTime


class LaneWatch:
    """All times are on the servers' clock, in seconds.

    ``read_runnable_time`` is asked only while a server is silent: it costs some milliseconds.
    """

    def __init__(
        self, flow: LaneLoad, responses: Responses, read_runnable_time: ReadRunnableTime
    ) -> None:
        self._flow = flow
        self._responses = responses
        self._read_runnable_time = read_runnable_time
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
                *self._runnable(now, server.pid, min(server_s, response_s)),
                responses.longest_s if loaded and in_flight else None,
            )
        )

    def _runnable(self, now: float, pid: int, silent_s: float) -> tuple[float | None, float]:
        """The share of its silence in which the server was ready to run, and what it waited of it.

        The share is None before there are two readings, which after a late tick may be later than
        ``SILENCE_S``. It has not waited while it ran: those of its threads that wait for others of
        its own do not count.
        """
        if silent_s < _REFERENCE_S:
            self._before = None
            return None, 0.0
        time = self._read_runnable_time(pid)
        if self._before is None:
            self._before = _Runnable(now, time)
        passed_s = now - self._before.at
        if passed_s < _APART_S:
            return None, 0.0
        ran_s = time.ran_s - self._before.time.ran_s
        waited_s = time.waited_s - self._before.time.waited_s
        return (ran_s + waited_s) / passed_s, max(0.0, min(waited_s, passed_s - ran_s))
