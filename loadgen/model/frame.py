"""The ``Frame``: what the whole program talks about. Ten a second, live, replayed or headless."""

from typing import Literal

import msgspec

from loadgen.model.histogram import SparseHistogram
from loadgen.model.snapshot import Requests
from servers.telemetry.messages import Ready, Telemetry

LaneId = Literal["a", "b"]
LANES: tuple[LaneId, LaneId] = ("a", "b")

LaneState = Literal[
    "idle",
    "starting",
    "ready",
    "running",
    "restarting",
    "unresponsive",
    "failing",
    "failed",
    "stopped",
]
NO_ANSWER: tuple[LaneState, ...] = ("restarting", "unresponsive", "failing", "failed")
"""The states of a lane under load in which it answers no request successfully."""

LaneCause = Literal["", "server", "generator", "requests", "stall", "service"]
Phase = Literal["starting", "racing", "stopping", "ended"]


class LaneStatus(msgspec.Struct, frozen=True):
    """The state of a lane, by the rules in ``race.liveness``.

    ``text`` is one sentence: what happened. ``names_lane`` says whether the lane's name is in it;
    ``what`` is its predicate (``stopped (exit 1)``), for places where that name stands already.
    ``advice`` is what a person can do about it in the window; a race without one, and a race that
    is over, do not show it. ``last_lines`` are the last lines on stderr of the child that failed,
    or of a server that answers every request with an error. Where the lane does not answer,
    ``cause`` is what is at fault, ``reason`` how the child ended (``SIGKILL``), and ``silent_s``
    for how many seconds it had not answered. ``frozen`` is set while the program itself holds the
    server stopped. ``planned`` is set while the server is restarted between two pairs of turns,
    which is no outage.
    """

    state: LaneState = "idle"
    text: str = ""
    pid: int | None = None
    port: int | None = None
    last_lines: tuple[str, ...] = ()
    cause: LaneCause = ""
    reason: str = ""
    silent_s: float = 0.0
    frozen: bool = False
    planned: bool = False
    advice: str = ""
    what: str = ""
    names_lane: bool = True

    @property
    def without_name(self) -> str:
        """What happened, without the lane's name and full stop: ``server stopped (exit 1)``."""
        noun = "load generator" if self.cause == "generator" else "server"
        return f"{noun} {self.what}" if self.what else ""


def sentence_about(name: str, text: str, *, names_lane: bool) -> str:
    """``text`` after the lane's name where it does not have it: ``Flask: It stopped.``."""
    return text if names_lane else f"{name}: {text}"


class GeneratorSample(msgspec.Struct, frozen=True):
    """How the lane's generator is doing; ``is_the_limit`` as ``load_summary`` says when.

    ``cpu_s`` is of all its processes since the start, at the ``time.monotonic`` of ``at``: the mean
    of the moments at which they reported.
    """

    cpu_percent: float
    cpu_s: float
    send_lag_ms: float
    is_the_limit: bool
    at: float = 0.0


class Pinned(msgspec.Struct, frozen=True):
    """On which processors a lane's children are kept, by the system's numbers."""

    server: tuple[int, ...]
    generators: tuple[int, ...]

    @property
    def apart(self) -> bool:
        """Whether the generators stay off the server's processors."""
        return not set(self.server) & set(self.generators)


class LaneFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One lane in one tick.

    ``interval_s`` is the time that ``latency`` and ``failed`` cover, by the generator's clock: 0
    when it said nothing in this tick. ``latency`` holds the successful responses of that time.
    ``requests`` are totals since the start of the race, over all generators the lane has had.
    ``server`` is its latest telemetry of this tick, None when it said nothing. ``notice`` is what
    the generator has to say to a person, such as that fewer connections are possible. ``announced``
    is set in the one frame in which a server became ready. ``service`` and ``valid`` are as in
    ``Snapshot``. ``generators`` is how many processes send, ``ceiling_per_s`` what they could send
    at most to a server that costs nothing, None where that was not calibrated. ``pinned`` is None
    where the system places the processes. ``connections_opened`` counts since the start of the
    race, 0 where the client does not tell. A lane that waits for its turn is ``ready``.
    """

    status: LaneStatus = LaneStatus()
    requests: Requests = Requests()
    interval_s: float = 0.0
    latency: SparseHistogram = SparseHistogram()
    service: SparseHistogram = SparseHistogram()
    valid: bool = True
    failed: int = 0
    server: Telemetry | None = None
    generator: GeneratorSample | None = None
    announced: Ready | None = None
    notice: str = ""
    generators: int = 1
    ceiling_per_s: float | None = None
    pinned: Pinned | None = None
    connections_opened: int = 0

    @property
    def ok(self) -> int:
        """Successful responses in this tick."""
        return self.latency.count


class ServiceFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One backing service in one tick, shared by both lanes.

    ``text`` is one sentence for its chip, ``advice`` as in ``LaneStatus``. ``title``, ``product``,
    ``version``, ``simulated`` and ``reason`` are as in ``ServiceReady``; files of earlier versions
    have no product. ``ended`` is how its process ended (``SIGKILL``),
    empty while it runs or where it never started. ``cpu_percent`` is of one core, over all its
    processes; None before two of its reports. ``cpu_s`` is what they have used since the start, at
    the ``time.monotonic`` of ``cpu_at``.
    """

    state: Literal["starting", "ready", "failed", "stopped"] = "starting"
    title: str = ""
    product: str = ""
    version: str = ""
    text: str = ""
    advice: str = ""
    simulated: bool = False
    reason: str = ""
    ended: str = ""
    cpu_percent: float | None = None
    rss_mib: float | None = None
    cpu_s: float | None = None
    cpu_at: float = 0.0

    @property
    def name(self) -> str:
        """``SQLite 3.45.1``, whether or not it stands in for another product."""
        return " ".join(filter(None, (self.product, self.version))) or self.title


class MachineUse(msgspec.Struct, frozen=True, kw_only=True):
    """Who used the machine over ``seconds``, until ``to_s`` of the race.

    Numbers of cores, of the ``processors`` that may be used. The parts and ``idle`` add up to
    ``processors``.

    ``processors`` is no whole number where a container has a quota. ``program`` is the process that
    draws or prints, ``others`` are all processes that are not of this race, the system's own work
    and, on a virtual machine, time that the host gave to others (steal).
    """

    seconds: float
    processors: float
    lanes: dict[LaneId, float]
    generators: float
    services: float
    program: float
    others: float
    idle: float
    to_s: float = 0.0


MarkKind = Literal["change", "restart", "freeze", "failed", "back", "service", "program", "note"]
"""What happened: a setting was changed; a server was restarted, frozen, failed, or answers again; a
backing service failed or came back; this program or a generator of it stood still or was added; a
person wrote a note.
"""


class Mark(msgspec.Struct, frozen=True):
    """Something that was changed or happened during the race: a line on every time axis.

    ``disturbs`` is False where what was measured before and after it may be compared all the same,
    such as where a turn has to be repeated.
    """

    at_s: float
    text: str
    lane: LaneId | None = None
    disturbs: bool = True
    kind: MarkKind = "change"


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """All lanes in one tick.

    ``at_s`` is seconds since load first flowed; 0 before. ``marks`` are this tick's. When lanes
    take turns, ``turn`` is whose turn it is, None in the pause between, and ``block`` counts the
    turns from 0; blocks 2n and 2n+1 are a pair. ``spoiled_blocks`` are those that turned out in
    this tick not to count, each said once: something disturbed them, their pair was broken off, or
    the race ended in them. A spoiled pair is raced again under new numbers. Where ``turn`` is set
    and ``block`` is not, a lane is under load outside of any block (something was just changed, or
    the other lane is not able to race): that is to be seen, and not to be compared.
    ``services`` are the backing services that the scenario needs, by key. ``machine`` is who used
    the machine since the last tick that said so, None where nothing new is known.
    """

    seq: int
    at_s: float
    phase: Phase
    lanes: dict[LaneId, LaneFrame]
    marks: tuple[Mark, ...] = ()
    turn: LaneId | None = None
    block: int | None = None
    spoiled_blocks: tuple[int, ...] = ()
    services: dict[str, ServiceFrame] = {}
    machine: MachineUse | None = None
