"""What a generator is to do: the lines on its stdin. Each plan replaces the one before."""

import re
from typing import Annotated

import msgspec

from loadgen.model.load_options import LoadOptions
from loadgen.model.load_parameter import LoadParameter, parameters_of

CONCURRENCY_MAX = 16_384
RATE_MAX = 100_000

CONCURRENCY = LoadParameter(
    key="concurrency",
    title="Concurrency",
    words="{:,} users",
    singular="user",
    minimum=1,
    maximum=4096,
    default=64,
    logarithmic=True,
    hint="How many users each lane has; each waits for its answer before it asks again.",
    window_place=10,
    is_said=False,
)
RATE = LoadParameter(
    key="rate",
    title="Arrival rate",
    minimum=1,
    maximum=20_000,
    default=500,
    unit="/s",
    logarithmic=True,
    hint="How many requests are due every second on each lane, whatever the server does.",
    usual="no rate: users who wait",
    window_place=20,
    axis_noun="rate",
    is_said=False,
)
MAX_IN_FLIGHT = LoadParameter(
    key="max_in_flight",
    title="Most in flight",
    words="{:,} requests",
    singular="request",
    minimum=1,
    maximum=10_000,
    default=1_000,
    logarithmic=True,
    hint="A request that is due while so many are under way or wait is dropped, and counted.",
    usual="{}; with --rate",
    needs="--max-in-flight bounds a rate; give --rate too.",
    window_place=40,
    is_said=False,
)
CONNECTIONS = LoadParameter(
    key="connections",
    title="Connections",
    singular="connection",
    none="as many connections as needed",
    zero="as needed",
    minimum=0,
    maximum=4_096,
    default=0,
    logarithmic=True,
    hint="Over how many connections requests are sent; one that finds none free waits. "
    "With 0 there are as many as needed.",
    usual="as many as needed; with --rate",
    needs="--connections are what a rate is sent over; give --rate too. "
    "Users, of --concurrency, have one each.",
    window_place=30,
    notes=(
        "0: as many as needed.",
        "A request that finds none free waits: only “from schedule” tells.",
    ),
    is_said=False,
)

_TARGET = re.compile(r"[\x21-\x7e]*")


class ClosedModel(msgspec.Struct, frozen=True, tag="closed", tag_field="kind"):
    """``concurrency`` users, each with one connection and one request in flight; 0 is a pause."""

    concurrency: Annotated[int, CONCURRENCY]

    def __post_init__(self) -> None:
        if not 0 <= self.concurrency <= CONCURRENCY_MAX:
            raise ValueError(f"concurrency takes a whole number from 0 to {CONCURRENCY_MAX:,}")


class OpenModel(msgspec.Struct, frozen=True, tag="open", tag_field="kind"):
    """``rate`` requests a second are due, evenly, whatever the server does.

    They are sent over as many connections as it takes, or over ``connections`` where that is not
    0: then one that finds none free waits. One that is due while ``max_in_flight`` are under way or
    wait is dropped, and counted so.
    """

    rate: Annotated[float, RATE]
    max_in_flight: Annotated[int, MAX_IN_FLIGHT] = MAX_IN_FLIGHT.default
    connections: Annotated[int, CONNECTIONS] = CONNECTIONS.default

    def __post_init__(self) -> None:
        if not 0 < self.rate <= RATE_MAX:
            raise ValueError(f"the rate is above 0 and at most {RATE_MAX:,} requests a second")
        if not 1 <= self.max_in_flight <= CONCURRENCY_MAX:
            raise ValueError(f"max_in_flight takes a whole number from 1 to {CONCURRENCY_MAX:,}")
        if not 0 <= self.connections <= CONCURRENCY_MAX:
            raise ValueError(f"connections takes a whole number from 0 to {CONCURRENCY_MAX:,}")


Model = ClosedModel | OpenModel


def connections_of(model: Model) -> int:
    """How many connections it needs at most."""
    if isinstance(model, ClosedModel):
        return model.concurrency
    return min(model.max_in_flight, model.connections or model.max_in_flight)


class LoadRequest(msgspec.Struct, frozen=True):
    """One HTTP request. ``target`` is path and query, or what more there is after a plan's URL."""

    target: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def __post_init__(self) -> None:
        if not _TARGET.fullmatch(self.target):
            raise ValueError(f"{self.target[:60]!r} is no path with its query: escape what is not")


class LoadPlan(LoadOptions, frozen=True, kw_only=True):
    """What to ask for, how often at a time, and for how long each may take.

    ``requests`` are sent one after the other, over and over, shared by all users, beginning with
    number ``first`` (counted on from the start where there are not so many); ``url`` is what their
    targets are appended to. None at all are those of the plan before: a slider that is dragged
    does not carry a large body each time. ``status_kinds`` says of which kind of failure a status
    other than 2xx is; what is not there is of the kind ``status``. ``ports`` are those of the
    server's processes, of the address of ``url``: connections are spread evenly over them, and one
    that is refused there goes to ``url`` itself. None at all: the system decides which process
    accepts a connection.

    ``revision`` counts the plans; each snapshot says which one was in force. ``timeout_s`` is the
    deadline of a whole request, from its first byte sent to its last byte received. ``drain_s`` is
    how long the end, or a pause (``ClosedModel(0)``), waits for answers under way before it cancels
    them; 0 cancels at once. ``ramp_s``: in the closed
    model, when there are no users yet, they are started evenly over that time. What else there is,
    ``LoadOptions`` says.
    """

    revision: int
    url: str
    model: Model
    requests: tuple[LoadRequest, ...] = (LoadRequest(),)
    first: int = 0
    status_kinds: dict[int, str] = msgspec.field(default_factory=dict)
    ports: tuple[int, ...] = ()
    timeout_s: float = 60.0
    drain_s: float = 1.0
    ramp_s: float = 0.0

    def __post_init__(self) -> None:
        for name, parameter, _ in parameters_of(LoadOptions):
            most = parameter.generator_maximum or parameter.maximum
            if not parameter.minimum <= getattr(self, name) <= most:
                raise ValueError(
                    f"{name} takes a whole number from {parameter.minimum:,} to {most:,}"
                )
