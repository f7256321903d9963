"""The races that claims are tested by; several claims share some of them."""

from collections.abc import Mapping

from loadgen.model.load_plan import ClosedModel, Model
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog.server_parameters import CLIENT
from servers.catalog.variants import variant

TOGETHER_S, TURNS_S, TURN_S = 12, 24, 2
"""Both are ended before where their figures are narrow enough; turns take at least 16 s."""

WAIT_S = 0.05
WAIT: Mapping[str, int] = {"wait_ms": 50}
USERS = 64
_USERS = ClosedModel(USERS)
ENOUGH_THREADS = 80
"""More than there are users: no request queues for a thread."""


def waiting_race(
    a: LaneChoice,
    b: LaneChoice,
    *,
    wait_ms: int = 50,
    model: Model = _USERS,
    duration_s: int = TOGETHER_S,
) -> RacePlan:
    """Handlers that only wait, together: they leave the machine mostly idle."""
    return RacePlan(
        lanes={"a": a, "b": b},
        scenario="wait",
        parameters={"wait_ms": wait_ms},
        model=model,
        mode="together",
        until_clear=True,
        duration_s=duration_s,
    ).completed()


def flat_out_race(
    a: LaneChoice,
    b: LaneChoice,
    scenario: str,
    parameters: Mapping[str, int] | None = None,
    users: int = USERS,
) -> RacePlan:
    """In turns, so that neither server takes the other's core."""
    return RacePlan(
        lanes={"a": a, "b": b},
        scenario=scenario,
        parameters=dict(parameters or {}),
        model=ClosedModel(users),
        mode="turns",
        block_s=TURN_S,
        until_clear=True,
        duration_s=TURNS_S,
    ).completed()


def leanest_client(key: str) -> int:
    """The HTTP client of that variant that costs least CPU a call, of those that are installed.

    The choices are in the order of their cost, the dearest first.
    """
    (client,) = (each for each in variant(key).settings if each.key == CLIENT)
    return max(each for each in range(len(client.choices)) if each not in client.refusals)


DEFAULT_THREADS = waiting_race(LaneChoice.of("flask", threads=4), LaneChoice.of("fastapi"))
"""Flask as most comparisons run it."""
MANY_THREADS = waiting_race(
    LaneChoice.of("flask", threads=ENOUGH_THREADS), LaneChoice.of("fastapi")
)
"""Flask with a thread for each user."""

WAITING_RATE, WAITING_S = 1_250, 4
WAITING = WAITING_RATE * WAITING_S
"""So many requests wait at a time, each on its own connection. Nothing is answered in the first
seconds: that warm-up is found because they are fewer than ``TOGETHER_MIN``."""
