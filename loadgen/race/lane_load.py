"""The load of one lane: the plans sent to its generators, and what they have reported."""

import asyncio
from collections.abc import Callable

from loadgen.model.load_plan import ClosedModel, LoadPlan, LoadRequest, Model
from loadgen.model.race_plan import RacePlan
from loadgen.race.dependencies import Dependencies
from loadgen.race.generator_group import GeneratorGroup
from loadgen.race.generator_scaling import GeneratorScaling
from loadgen.race.lane_metrics import LaneMetrics
from servers.process.exit_outcome import Outcome


class LaneLoad:
    """Owns the lane's generators.

    ``on_change`` is called when their number has changed, with a sentence.

    ``revision`` counts the plans that they were given.
    """

    def __init__(
        self, means: Dependencies, meter: LaneMetrics, on_change: Callable[[str], None]
    ) -> None:
        self.revision = 0
        self._means = means
        self._meter = meter
        self._on_change = on_change
        self._growth = means.growth()
        self._growing: asyncio.Task[None] | None = None
        self._group: GeneratorGroup | None = None
        self._end: asyncio.Task[Outcome] | None = None
        self._plan: RacePlan | None = None
        self._requested: tuple[str, dict[str, int]] | None = None
        self._requests: tuple[LoadRequest, ...] = ()
        self._url = ""
        self._ports: tuple[int, ...] = ()
        self._flows = False

    @property
    def pids(self) -> tuple[int, ...]:
        """Of the generators that are there."""
        return self._group.pids if self._group else ()

    @property
    def is_open(self) -> bool:
        """Whether there is a generator to send a plan to."""
        return self._group is not None

    @property
    def is_told(self) -> bool:
        """Whether the generators that are there were given a plan."""
        return self._group is not None and self._group.is_told

    @property
    def quiet(self) -> bool:
        """Whether no load flows, and all that was sent is answered, or was cancelled."""
        return not self._flows and self._meter.quiet(self.revision)

    @property
    def last_heard(self) -> float:
        """When the generator that has been silent for longest said something."""
        assert self._group is not None
        return self._group.last_heard

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The last words on stderr of the generator that ended."""
        return self._group.last_lines if self._group else ()

    async def open(self) -> asyncio.Task[Outcome]:
        """The task that ends with the generators; starts one where there is none alive.

        Raises OSError.
        """
        if self._end is not None and self._end.done():
            await self.close()
        if self._group is None or self._end is None:
            group = GeneratorGroup(self._meter.take)
            await group.add(self._means.start_generator)
            self._group, self._end = group, asyncio.create_task(group.wait())
            self._growth = self._means.growth()
        return self._end

    async def close(self) -> None:
        """Let the generators drain and report a last time, and close their books."""
        group, self._group, self._flows = self._group, None, False
        if growing := self._growing:
            growing.cancel()
            await asyncio.wait({growing})
        if group is not None:
            await group.stop()
            self._meter.generators_gone()
        if self._end is not None:
            self._end.cancel()
            await asyncio.wait({self._end})

    def run(self, plan: RacePlan, url: str, ports: tuple[int, ...] = ()) -> None:
        """Let the load of this plan flow to that server, instead of what flowed before.

        ``ports`` are as in ``LoadPlan``.
        """
        resumed, self._flows = not self._flows, True
        self._plan, self._url, self._ports = plan, url, ports
        self._send(plan, plan.model)
        if resumed:
            self._meter.measure_from(self.revision)

    def pause(self, drain_s: float = 0.0) -> None:
        """No load; what is under way may still be answered for so long."""
        self._flows = False
        if self._group is not None and self._plan is not None:
            self._send(self._plan, ClosedModel(0), drain_s)
            self._meter.measure_until(self.revision)

    def tick(self, now_s: float) -> None:
        """Start one more generator where that is called for. ``now_s`` is on any clock."""
        if self._group is None or self._plan is None or not self._flows or self._growing:
            return
        count, model = len(self._group), self._plan.model
        if self._growth.wants_more(now_s, self._meter.cpu_percent, count, model):
            self._growing = asyncio.create_task(self._grow(self._group))

    async def _grow(self, group: GeneratorGroup) -> None:
        try:
            await group.add(self._means.start_generator)
        except OSError as error:
            self._growth = GeneratorScaling(len(group))
            self._on_change(f"one more load generator could not be started: {error}")
        else:
            self._on_change(f"{len(group)} load generators")
        finally:
            self._growing = None

    def _send(self, plan: RacePlan, model: Model, drain_s: float = 1.0) -> None:
        assert self._group is not None
        self.revision += 1
        self._group.send(
            LoadPlan(
                revision=self.revision,
                url=self._url,
                ports=self._ports,
                model=model,
                requests=self._requests_of(plan),
                status_kinds=dict(plan.entry.failures),
                timeout_s=float(plan.timeout_s),
                drain_s=drain_s,
                **plan.load_options(),
            )
        )

    def _requests_of(self, plan: RacePlan) -> tuple[LoadRequest, ...]:
        """The scenario's; made once for a choice of its parameters."""
        choice = plan.scenario, plan.parameters
        if choice != self._requested:
            self._requested = choice
            self._requests = tuple(
                LoadRequest(each.target, each.method, each.headers, each.body)
                for each in plan.entry.requests(plan.parameters)
            )
        return self._requests
