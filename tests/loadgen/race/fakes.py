"""A stage on which children are fakes, and a race that is driven on it."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loadgen.model.frame import Frame, LaneFrame, LaneId, Mark
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.model.snapshot import Snapshot
from loadgen.race.dependencies import Dependencies
from loadgen.race.generator_scaling import GeneratorScaling
from loadgen.race.process_control.cpu_layout import Core
from loadgen.race.process_control.process_tree import RunnableTime
from loadgen.race.process_control.processor_times import ProcessorTimes
from loadgen.race.race import Race
from servers.process.child_process import NOTHING
from servers.process.exit_outcome import Outcome
from servers.process.processors import Processors
from servers.process.reporting_child import LaunchError
from servers.telemetry.messages import ServiceReady, ServiceTelemetry, Telemetry
from tests.loadgen.race.fake_children import FakeGenerator, FakeServer, FakeService, now

__all__ = ["KILLED", "FakeGenerator", "FakeRace", "FakeServer", "Stage", "now", "plan"]

KILLED = Outcome("crashed", -9)


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
    slept_s: float = 0.0
    told: list[tuple[str, tuple[str, ...], dict[str, str]]] = field(default_factory=list)
    services: list[FakeService] = field(default_factory=list)
    service_start_s: float = 0.3
    refuse_service: str = ""

    async def start_server(
        self,
        variant_key: str,
        settings: Mapping[str, int],
        *,
        modules: Collection[str] = (),
        environment: Mapping[str, str] = NOTHING,
        on_telemetry: Callable[[Telemetry], None] | None = None,
    ) -> FakeServer:
        self.started += 1
        self.told.append((variant_key, tuple(modules), dict(environment)))
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

    async def start_service(
        self,
        key: str,
        *,
        on_telemetry: Callable[[ServiceTelemetry], None] | None = None,
        database_url: str = "",
    ) -> FakeService:
        await asyncio.sleep(self.service_start_s)
        if self.refuse_service:
            raise LaunchError(self.refuse_service)
        url = database_url or f"fake://{key}/{len(self.services)}"
        service = FakeService(ServiceReady(key, 70, url, "Fake", key), on_telemetry)
        self.services.append(service)
        return service

    async def start_generator(self, on_snapshot: Callable[[Snapshot], None]) -> FakeGenerator:
        if self.no_more_generators:
            raise OSError("no process to be had")
        await asyncio.sleep(self.generator_start_s)
        pid = 100 + len(self.generators)
        generator = FakeGenerator(on_snapshot, pid, self.cpu_percent, self.server_at)
        self.generators.append(generator)
        return generator

    def server_at(self, url: str) -> FakeServer | None:
        """The one that has that address."""
        every = (each for all_ in self.servers.values() for each in all_)
        return next((each for each in every if each.url == url), None)

    def freeze(self, pid: int) -> Callable[[], None]:
        """Until the returned is called, that server says nothing."""
        server = next(each for all_ in self.servers.values() for each in all_ if each.pid == pid)
        server.frozen = True
        self.frozen.append(pid)

        def thaw() -> None:
            server.frozen = False
            self.frozen.remove(pid)

        return thaw

    def runnable_time(self, pid: int) -> RunnableTime:
        """A frozen server uses none, unless it is said to compute."""
        server = next(each for all_ in self.servers.values() for each in all_ if each.pid == pid)
        return RunnableTime(now()) if server.computes else RunnableTime()

    def keep_to(self, pid: int, processors: Iterable[int]) -> bool:
        self.kept[pid] = tuple(processors)
        return True

    def processor_times(self, processors: Processors) -> ProcessorTimes:
        """Half of the machine is always idle; this program uses 0.05 cores."""
        idle_s = processors.cores * now() / 2
        return ProcessorTimes(at=now(), idle_s=idle_s, program_s=now() / 20)

    @property
    def means(self) -> Dependencies:
        return Dependencies(
            start_server=self.start_server,
            start_generator=self.start_generator,
            start_service=self.start_service,
            freeze=self.freeze,
            keep_to=self.keep_to,
            runnable_time=self.runnable_time,
            cores=lambda: self.cores,
            growth=lambda: GeneratorScaling(self.most_generators, self.idle_s),
            suspend_aware_clock=lambda: now() + self.slept_s,
            processor_times=self.processor_times,
        )

    @property
    def alive(self) -> list[FakeServer | FakeGenerator | FakeService]:
        everyone: list[FakeServer | FakeGenerator | FakeService] = [
            *self.generators,
            *self.services,
            *(each for all_ in self.servers.values() for each in all_),
        ]
        return [each for each in everyone if not each.ended.done()]


class FakeRace:
    """A comparison of fakes as a context: it runs in the background and is stopped at the end."""

    def __init__(
        self, plan: RacePlan | None = None, stage: Stage | None = None, **others: Any
    ) -> None:
        self.stage = stage or Stage()
        self.frames: list[Frame] = []
        self.reached = asyncio.Event()
        self.comparison = Race(
            plan or RacePlan.default(),
            self._take,
            means=self.stage.means,
            clock=now,
            **others,
        )

    async def __aenter__(self) -> "FakeRace":
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
