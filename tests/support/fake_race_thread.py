"""Fakes of what is behind the window: the thread of the race, its ceilings, a race."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from gui.session.race_factory import Known, RaceFactory
from gui.session.race_thread import RaceThread
from loadgen.model.frame import Frame, LaneFrame, LaneId, LaneState, LaneStatus, Mark, Phase
from loadgen.model.histogram import SparseHistogram
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import TICK_S, Requests
from loadgen.race.calibration import Ceiling
from servers.telemetry.messages import Ready, Telemetry


class FakeCeilings:
    """``known`` is the one of all plans; measuring finds ``found``, or is in ``trouble``, or takes
    ``endless``ly long.
    """

    def __init__(self, found: float = 95_000.0, trouble: str = "") -> None:
        self.known: Ceiling | None = None
        self.found, self.trouble = found, trouble
        self.measured = 0
        self.endless = False

    def known_ceiling(self, plan: RacePlan) -> Ceiling | None:
        return self.known

    async def measure(self, plan: RacePlan) -> str:
        self.measured += 1
        if self.endless:
            await asyncio.Event().wait()
        if not self.trouble:
            self.known = ceiling(self.found)
        return self.trouble


def ceiling(per_s: float) -> Ceiling:
    now = datetime.now(UTC)
    return Ceiling(machine="", client="faceoff", users=64, per_s=per_s, measured_at=now)


class FakeRaceThread(RaceThread):
    """Starts no thread: it records the commands, and the test sends the frames."""

    def __init__(self) -> None:
        super().__init__(ceilings=FakeCeilings())
        self.commands: list[tuple[str, object]] = []

    def start(self, plan: RacePlan, factory: RaceFactory | None = None) -> None:
        self.commands.append(("start", plan))

    def change(self, plan: RacePlan) -> None:
        self.commands.append(("change", plan))

    def restart(self, lane: LaneId) -> None:
        self.commands.append(("restart", lane))

    def freeze(self, lane: LaneId, seconds: float) -> None:
        self.commands.append(("freeze", lane))

    def want(self, services: tuple[str, ...]) -> None:
        if services:
            self.commands.append(("want", services))

    def restart_service(self, key: str) -> None:
        self.commands.append(("restart_service", key))

    def calibrate(self, plan: RacePlan) -> None:
        self.commands.append(("calibrate", plan))

    def stop(self) -> None:
        self.commands.append(("stop", None))

    @property
    def verbs(self) -> list[str]:
        return [verb for verb, _ in self.commands]

    def play(self, seconds: float, first_s: float = 0.0, a: LaneFrame | None = None) -> None:
        """So many seconds of racing, at once."""
        for n in range(1, round(seconds / TICK_S) + 1):
            self.frame.emit(frame(first_s + n * TICK_S, a=a))


def status(state: LaneState, text: str = "", last_lines: tuple[str, ...] = ()) -> LaneStatus:
    up = state in ("ready", "running", "unresponsive")
    return LaneStatus(state, text, 4242 if up else None, 40123 if up else None, last_lines)


def running(lane: LaneId, at_s: float) -> LaneFrame:
    """Lane a answers 80 requests a second in 0.8 s, lane b 1,200 in 50 ms."""
    ok, bucket = (8, 2510) if lane == "a" else (120, 1998)
    seen = ok * round(at_s / TICK_S)
    threads = {"busy": 4, "capacity": 4, "queued": 60} if lane == "a" else {"loop_lag_ms": 0.4}
    telemetry = Telemetry(
        seq=round(at_s / TICK_S),
        at=at_s,
        cpu_s=at_s / 5,
        rss_mib=40.0,
        uss_mib=30.0,
        processes=1,
        threads=6,
        in_progress=64,
        **threads,
    )
    versions = {"Flask": "3.1.3"} if lane == "a" else {"FastAPI": "0.125.0"}
    return LaneFrame(
        status=status("running"),
        requests=Requests(scheduled=seen + 64, sent=seen + 64, ok=seen, in_flight=64),
        interval_s=TICK_S,
        latency=SparseHistogram((bucket,), (ok,), 0, 1.0),
        server=telemetry,
        announced=Ready("x", 4242, 40123, "n", (), versions) if at_s <= TICK_S else None,
    )


def frame(
    at_s: float,
    phase: Phase = "racing",
    marks: tuple[Mark, ...] = (),
    a: LaneFrame | None = None,
    b: LaneFrame | None = None,
) -> Frame:
    """Both lanes race, but for those that are given."""
    both: dict[LaneId, LaneFrame] = {"a": a or running("a", at_s), "b": b or running("b", at_s)}
    return Frame(seq=round(at_s / TICK_S), at_s=at_s, phase=phase, lanes=both, marks=marks)


class SyntheticRace:
    """Races in no time, until it is stopped. ``breaks`` makes it raise; ``heard`` are its
    commands.
    """

    def __init__(
        self,
        plan: RacePlan,
        on_frame: Callable[[Frame], None],
        known: Known | None = None,
        breaks: Exception | None = None,
    ) -> None:
        self.plans = [plan]
        self.known = known
        self.restarts: list[LaneId] = []
        self.freezes: list[LaneId] = []
        self.service_restarts: list[str] = []
        self.stops = 0
        self._on_frame, self._breaks = on_frame, breaks
        self._over = asyncio.Event()

    async def run(self) -> None:
        starting = LaneFrame(status=status("starting"))
        self._on_frame(frame(0.0, "starting", a=starting, b=starting))
        if self._breaks is not None:
            raise self._breaks
        at_s = 0.0
        while not self._over.is_set():
            at_s += TICK_S
            self._on_frame(frame(at_s))
            await asyncio.sleep(0.005)
        stopped = LaneFrame(status=status("stopped"))
        self._on_frame(frame(at_s + TICK_S, "ended", a=stopped, b=stopped))

    def change(self, plan: RacePlan) -> None:
        self.plans.append(plan)

    def restart(self, lane: LaneId) -> None:
        self.restarts.append(lane)

    def freeze(self, lane: LaneId, seconds: float) -> None:
        self.freezes.append(lane)

    def restart_service(self, key: str) -> None:
        self.service_restarts.append(key)

    def stop(self) -> None:
        self.stops += 1
        self._over.set()
