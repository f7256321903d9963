"""The status of a lane that answers, does not answer, or failed, in the words of its chip."""

from msgspec.structs import replace

from loadgen.model.frame import LaneCause, LaneStatus
from loadgen.race.liveness import Liveness
from servers.process.exit_outcome import Outcome
from servers.process.reporting_child import LaunchError

RESTART = "Restart it to go on."
_LAST_LINES = 3
_LINE_LENGTH = 300
"""So much of the stderr of a server that answers nothing but errors is shown: the end of a
traceback, or the same complaint three times.
"""


def status_under_load(
    status: LaneStatus, found: Liveness, name: str, last_lines: tuple[str, ...] = ()
) -> LaneStatus:
    """``status`` with what is heard of the lane; ``last_lines`` are of its server's stderr."""
    if found.state == "running":
        return status
    shown = last_lines[-_LAST_LINES:] if found.state == "failing" else ()
    return replace(
        status,
        state=found.state,
        text=_sentence(found.cause, _predicate(found), name),
        what=_predicate(found),
        names_lane=True,
        cause=found.cause,
        silent_s=round(found.silent_s, 3),
        last_lines=tuple(line[:_LINE_LENGTH] for line in shown),
    )


def _predicate(found: Liveness) -> str:
    seconds = f"{found.silent_s:.1f} s"
    if found.cause == "generator":
        return f"has not reported for {seconds}"
    if found.cause in ("requests", "stall"):
        return f"has answered no request successfully for {seconds}"
    return f"not responding for {seconds}"


def _sentence(cause: LaneCause, what: str, name: str) -> str:
    if cause == "generator":
        return f"The load generator of {name}'s lane {what}."
    return f"{name} server {what}."


def not_started(error: LaunchError, name: str) -> LaneStatus:
    """The server was started and did not become ready."""
    what = f"did not start: {str(error).rstrip('.')}"
    return _failure("server", name, what, error.last_lines, "did not start")


def without_service(error: Exception, name: str) -> LaneStatus:
    """The server was not started, since a backing service is not there."""
    return _failure("service", name, f"was not started. {str(error).rstrip('.')}")


def without_generator(error: Exception, name: str) -> LaneStatus:
    """The load generator could not be started."""
    return _failure("generator", name, f"could not be started: {error}")


def server_ended(outcome: Outcome, name: str, last_lines: tuple[str, ...]) -> LaneStatus:
    """The server's process ended by itself."""
    what = f"stopped ({outcome.describe()})"
    return _failure("server", name, what, last_lines, outcome.brief(), RESTART)


def generator_ended(outcome: Outcome, name: str, last_lines: tuple[str, ...]) -> LaneStatus:
    """A load generator's process ended by itself."""
    what = f"stopped ({outcome.describe()}); what was measured stays"
    advice = "Restart the lane to go on."
    return _failure("generator", name, what, last_lines, outcome.brief(), advice)


def _failure(
    cause: LaneCause,
    name: str,
    what: str,
    last_lines: tuple[str, ...] = (),
    reason: str = "",
    advice: str = "",
) -> LaneStatus:
    return LaneStatus(
        "failed",
        _sentence(cause, what, name),
        last_lines=last_lines,
        cause=cause,
        reason=reason,
        advice=advice,
        what=what,
    )
