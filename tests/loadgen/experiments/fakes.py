"""Servers and generators that open no sockets, and a race that is driven with them."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from loadgen.experiments.comparison import Comparison
from loadgen.experiments.growth import Growth
from loadgen.experiments.means import Means
from loadgen.experiments.pinning import Core
from loadgen.experiments.race_plan import LaneChoice, RacePlan
from loadgen.frame import Frame, LaneFrame, LaneId, Mark
from loadgen.histogram import SparseHistogram
from loadgen.plan import ClosedModel, LoadPlan, OpenModel
from loadgen.snapshot import Requests, Snapshot
from servers.launcher import LaunchError
from servers.messages import Ready, Telemetry
from servers.outcome import Outcome

EXITED = Outcome("exited", 0)
KILLED = Outcome("crashed", -9)
PER_TICK = 5
DRAINED_PER_TICK = 32


def now() -> float:
    return asyncio.get_running_loop().time()


def users(plan: LoadPlan) -> int:
    """How many requests a fake keeps in flight under a plan."""
    model = plan.model
    return min(10, model.max_in_flight) if isinstance(model, OpenModel) else model.concurrency


def plan(
    *, threads: int = 4, users: int = 64, wait_ms: int = 50, duration_s: int | None = None
) -> RacePlan:
    return RacePlan(
        lanes={"a": LaneChoice.of("flask", threads=threads), "b": LaneChoice.of("fastapi")},
        scenario="wait",
        parameters={"wait_ms": wait_ms},
        model=ClosedModel(users),
        duration_s=duration_s,
    ).checked()


class FakeServer:
    """Reports ten times a second until it is frozen or gone."""

    last_lines: tuple[str, ...] = ("its last words",)

    def __init__(
        self,
        variant: str,
        settings: Mapping[str, int],
        port: int,
        on_telemetry: Callable[[Telemetry], None] | None,
    ) -> None:
        self.variant, self.settings = variant, dict(settings)
        self.ready = Ready(variant, 1000 + port, port, "nonce", (), {variant: "1"})
        self.url, self.pid = f"http://127.0.0.1:{port}", 1000 + port
        self.last_heard = now()
        self.frozen = False
        self.ended: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._on_telemetry = on_telemetry
        self._reporting = asyncio.create_task(self._report())

    def die(self, outcome: Outcome) -> None:
        if not self.ended.done():
            self.ended.set_result(outcome)
        self._reporting.cancel()

    async def wait(self) -> Outcome:
        return await asyncio.shield(self.ended)

    async def stop(self, grace_s: float = 5.0) -> Outcome:
        try:
            if not self.ended.done():
                await asyncio.sleep(grace_s if self.frozen else 0.05)
        finally:  # cancelled, it is killed at once
            self.die(EXITED)
        return self.ended.result()

    async def _report(self) -> None:
        seq = 0
        while True:
            await asyncio.sleep(0.1)
            if self.frozen:
                continue
            seq += 1
            self.last_heard = now()
            if self._on_telemetry:
                self._on_telemetry(
                    Telemetry(
                        seq=seq,
                        at=now(),
                        cpu_s=now() / 10,
                        rss_mib=40,
                        uss_mib=30,
                        processes=1,
                        threads=8,
                        in_progress=1,
                    )
                )


class FakeGenerator:
    """Keeps its books as a real one does: each tick it answers a few requests and sends as many."""

    last_lines: tuple[str, ...] = ("generator's last words",)

    def __init__(
        self, on_snapshot: Callable[[Snapshot], None], pid: int, cpu_percent: float
    ) -> None:
        self.pid = pid
        self.cpu_percent = cpu_percent
        self.valid = True
        self.plans: list[tuple[float, LoadPlan]] = []
        self.last_heard = now()
        self.frozen = False
        self.totals = Requests()
        self.stopped = False
        self.ended: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._on_snapshot = on_snapshot
        self._reporting = asyncio.create_task(self._report())
        self._seq = 0

    @property
    def plan(self) -> LoadPlan:
        return self.plans[-1][1]

    def send(self, plan: LoadPlan) -> None:
        assert not self.stopped
        self.plans.append((now(), plan))
        if plan.model == ClosedModel(0) and plan.drain_s > 0:
            self._drain(plan.drain_s)
        else:
            self._hold(users(plan))

    def die(self, outcome: Outcome) -> None:
        if not self.ended.done():
            self.ended.set_result(outcome)
        self._reporting.cancel()

    async def wait(self) -> Outcome:
        return await asyncio.shield(self.ended)

    async def stop(self, grace_s: float = 5.0) -> Outcome:
        self.stopped = True
        try:
            if not self.ended.done():
                await asyncio.sleep(0.3)
                self._hold(0)
                self._say(ok=0, final=True)
        finally:
            self.die(EXITED)
        return self.ended.result()

    def _hold(self, concurrency: int) -> None:
        totals = self.totals
        more = concurrency - totals.in_flight
        self.totals = msgspec.structs.replace(
            totals,
            sent=totals.sent + max(0, more),
            cancelled=totals.cancelled + max(0, -more),
            in_flight=concurrency,
        )

    def _drain(self, drain_s: float) -> None:
        """Nothing more is sent; what is in flight is answered ``PER_TICK`` at a time."""
        asyncio.get_running_loop().call_later(drain_s, self._cancel_rest, self.plan.revision)

    def _cancel_rest(self, revision: int) -> None:
        if self.plan.revision == revision:
            self._hold(0)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            if self.frozen or not self.plans:
                continue
            if users(self.plan):
                ok = min(PER_TICK, self.totals.in_flight)
                self.totals += Requests(sent=ok, ok=ok)
            else:
                ok = min(DRAINED_PER_TICK, self.totals.in_flight)
                self.totals += Requests(ok=ok, in_flight=-ok)
            self._say(ok=ok)

    def _say(self, *, ok: int, final: bool = False) -> None:
        self._seq += 1
        self.last_heard = now()
        latency = SparseHistogram((2000,), (ok,), 0, 0.05) if ok else SparseHistogram()
        self._on_snapshot(
            Snapshot(
                seq=self._seq,
                at=now(),
                interval_s=0.1,
                revision=self.plan.revision if self.plans else 0,
                totals=self.totals,
                latency=latency,
                failed=0,
                statuses={200: ok},
                bytes_received=0,
                connections=0,
                cpu_s=self._seq / 100,
                cpu_percent=self.cpu_percent,
                valid=self.valid,
                send_lag_ms=0.1,
                rss_mib=30,
                final=final,
            )
        )


@dataclass
class Stage:
    """Starts fakes and keeps all of them, the newest last."""

    servers: dict[str, list[FakeServer]] = field(default_factory=dict)
    generators: list[FakeGenerator] = field(default_factory=list)
    start_s: dict[str, float] = field(default_factory=dict)
    refuse: dict[str, str] = field(default_factory=dict)
    started: int = 0
    cancelled: int = 0
    frozen: list[int] = field(default_factory=list)
    kept: dict[int, tuple[int, ...]] = field(default_factory=dict)
    cores: list[Core] = field(default_factory=lambda: [(0,), (1,)])
    idle_s: Callable[[], float] = lambda: 0.0
    most_generators: int = 1
    cpu_percent: float = 10.0
    generator_start_s: float = 0.0
    no_more_generators: bool = False

    async def start_server(
        self,
        variant_key: str,
        settings: Mapping[str, int],
        *,
        on_telemetry: Callable[[Telemetry], None] | None = None,
    ) -> FakeServer:
        self.started += 1
        port = 5000 + self.started
        try:
            await asyncio.sleep(self.start_s.get(variant_key, 0.5))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if variant_key in self.refuse:
            raise LaunchError(self.refuse[variant_key], ("why it did not start",))
        server = FakeServer(variant_key, settings, port, on_telemetry)
        self.servers.setdefault(variant_key, []).append(server)
        return server

    async def start_generator(self, on_snapshot: Callable[[Snapshot], None]) -> FakeGenerator:
        if self.no_more_generators:
            raise OSError("no process to be had")
        await asyncio.sleep(self.generator_start_s)
        generator = FakeGenerator(on_snapshot, 100 + len(self.generators), self.cpu_percent)
        self.generators.append(generator)
        return generator

    def freeze(self, pid: int) -> Callable[[], None]:
        """Until the returned is called, that server says nothing."""
        server = next(each for all_ in self.servers.values() for each in all_ if each.pid == pid)
        server.frozen = True
        self.frozen.append(pid)

        def thaw() -> None:
            server.frozen = False
            self.frozen.remove(pid)

        return thaw

    def keep_to(self, pid: int, processors: Iterable[int]) -> bool:
        self.kept[pid] = tuple(processors)
        return True

    @property
    def means(self) -> Means:
        return Means(
            start_server=self.start_server,
            start_generator=self.start_generator,
            freeze=self.freeze,
            keep_to=self.keep_to,
            cores=lambda: self.cores,
            growth=lambda: Growth(self.most_generators, self.idle_s),
        )

    @property
    def alive(self) -> list[FakeServer | FakeGenerator]:
        everyone: list[FakeServer | FakeGenerator] = [
            *self.generators,
            *(each for all_ in self.servers.values() for each in all_),
        ]
        return [each for each in everyone if not each.ended.done()]


class Race:
    """A comparison of fakes as a context: it runs in the background and is stopped at the end."""

    def __init__(
        self, plan: RacePlan | None = None, stage: Stage | None = None, **others: Any
    ) -> None:
        self.stage = stage or Stage()
        self.frames: list[Frame] = []
        self.reached = asyncio.Event()
        self.comparison = Comparison(
            plan or RacePlan.default(),
            self._take,
            means=self.stage.means,
            clock=now,
            **others,
        )

    async def __aenter__(self) -> "Race":
        self.running = asyncio.create_task(self.comparison.run())
        return self

    async def __aexit__(self, *failure: object) -> None:
        self.comparison.stop()
        if not self.running.cancelled():
            await self.running
        assert self.stage.alive == []
        assert self.stage.frozen == []

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame.at_s > 0.15:
            self.reached.set()

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    def lane(self, id_: LaneId) -> LaneFrame:
        return self.frame.lanes[id_]

    def state(self, id_: LaneId) -> str:
        return self.lane(id_).status.state

    @property
    def marks(self) -> list[Mark]:
        return [mark for frame in self.frames for mark in frame.marks]

    async def until_racing(self) -> None:
        """Load has flowed for a tick or two."""
        await self.reached.wait()
