"""One side of a comparison: a server child and a generator child, started, watched, restarted,
ended.
"""

import asyncio
from collections.abc import Callable

from loadgen.experiments.contracts import Generator, Server, StartGenerator, StartServer
from loadgen.experiments.meter import LaneMeter
from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LaneFrame, LaneId, LaneState, LaneStatus
from loadgen.plan import ClosedModel, LoadPlan
from servers.child import GRACE_S
from servers.launcher import LaunchError
from servers.outcome import Outcome

SILENCE_S = 1.0
"""A child that says nothing for so long is not responding; it reports ten times a second."""

SETTLE_S = 0.2
"""A setting that is dragged restarts the server when it has rested for so long."""

SILENT_GRACE_S = 1.0
"""A server that does not respond gets no longer to leave."""


class Lane:
    """Owns its two children. ``live`` runs until ``finish`` was asked for; all else returns at
    once.

    ``settled`` is set when the first start came to an end, good or bad. A lane that failed stays so
    until ``restart``, or a change that needs one.
    """

    def __init__(
        self,
        id_: LaneId,
        plan: RacePlan,
        *,
        start_server: StartServer,
        start_generator: StartGenerator,
        on_failure: Callable[[LaneId, str], None],
    ) -> None:
        self.id = id_
        self.settled = asyncio.Event()
        self._plan = plan
        self._start_server = start_server
        self._start_generator = start_generator
        self._on_failure = on_failure
        self._meter = LaneMeter()
        self._server: Server | None = None
        self._generator: Generator | None = None
        self._generator_end: asyncio.Task[Outcome] | None = None
        self._again = asyncio.Event()
        self._revision = 0
        self._url = ""
        self._flowing = self._closing = self._silent = False
        self._tell("starting", f"{self.name} server is starting.")

    @property
    def name(self) -> str:
        """What the lane is called."""
        return self._plan.name(self.id)

    @property
    def failed(self) -> bool:
        """Whether it failed, and was not restarted since."""
        return self._status.state == "failed"

    @property
    def ready(self) -> bool:
        """Whether its server answers."""
        return self._server is not None

    def start_load(self) -> None:
        """Let load flow: now if the server is ready, else as soon as it is."""
        self._flowing = True
        self._send_load()

    def change(self, plan: RacePlan) -> None:
        """From now on race this plan; restarts the server when the lane's own choice has
        changed.
        """
        other_server = plan.lanes[self.id] != self._plan.lanes[self.id]
        self._plan = plan
        if other_server:
            self.restart()
        else:
            self._send_load()

    def restart(self) -> None:
        """Stop the server if there is one, and start one with the settings of now."""
        started_before = self._revision > 0 or self.failed
        doing: LaneState = "restarting" if started_before else "starting"
        self._tell(doing, f"{self.name} server is {doing}.")
        self._again.set()

    def finish(self) -> None:
        """Let ``live`` come to its end: drain, stop the generator, then the server."""
        self._closing = True
        if not self.failed:
            self._tell("stopped", f"{self.name} is stopped.")
        self._again.set()

    def tick(self, now: float, *, on_time: bool = True) -> LaneFrame:
        """What happened since the last tick. ``now`` is on the servers' clock.

        When the tick itself is late, silence is nobody's fault but ours, and is not held against
        the server.
        """
        silence = self._silence(now) if on_time and self._status.state == "running" else ""
        if not silence:
            return self._meter.tick(self._status)
        pid, port = self._status.pid, self._status.port
        return self._meter.tick(LaneStatus("unresponsive", silence, pid, port))

    def _silence(self, now: float) -> str:
        """Which of the two children says nothing any more; empty when both do speak."""
        if self._server is None or self._generator is None:
            return ""
        server_s, generator_s = now - self._server.last_heard, now - self._generator.last_heard
        self._silent = server_s > SILENCE_S
        if self._silent:
            return f"{self.name} server not responding for {server_s:.1f} s."
        if generator_s > SILENCE_S:
            return f"The load generator of {self.name}'s lane is silent for {generator_s:.1f} s."
        return ""

    async def live(self) -> None:
        """Start, watch, and start again whenever asked to, until ``finish``. May be cancelled."""
        try:
            while not self._closing:
                await self._attempt_until_asked()
                if not self._closing:
                    await self._rest()
        finally:
            await self._end_generator()

    async def _attempt_until_asked(self) -> None:
        attempt = asyncio.create_task(self._attempt())
        asked = asyncio.create_task(self._again.wait())
        try:
            await asyncio.wait({attempt, asked}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                attempt.result()  # what is not a failure of the lane's children is raised
                await asked
        finally:
            asked.cancel()
            attempt.cancel()
            await asyncio.wait({attempt, asked})
        if not attempt.cancelled():
            attempt.result()

    async def _rest(self) -> None:
        """Until nobody asked for another start for a while: the last setting wins."""
        while not self._closing:
            self._again.clear()
            try:
                await asyncio.wait_for(self._again.wait(), SETTLE_S)
            except TimeoutError:
                return

    async def _attempt(self) -> None:
        """One server's life, from its start until it ends, or until this is cancelled."""
        server: Server | None = None
        try:
            generator_end = await self._need_generator()
            choice = self._plan.lanes[self.id]
            server = await self._start_server(
                choice.variant, choice.settings, on_telemetry=self._meter.hear
            )
            self._became_ready(server)
            await self._until_one_ends(server, generator_end)
        except LaunchError as error:
            self._fail(f"{self.name} server did not start: {error}", error.last_lines)
        except OSError as error:
            self._fail(f"The load generator of {self.name}'s lane could not be started: {error}.")
        finally:
            self._server = None
            if self._closing:
                await self._end_generator()
            else:
                self._pause()
            if server is not None:
                await server.stop(SILENT_GRACE_S if self._silent else GRACE_S)

    async def _need_generator(self) -> asyncio.Task[Outcome]:
        """The task that ends with the generator; starts a generator where there is none alive."""
        if self._generator_end is not None and self._generator_end.done():
            await self._end_generator()
        if self._generator is None or self._generator_end is None:
            self._generator = await self._start_generator(self._meter.take)
            self._generator_end = asyncio.create_task(self._generator.wait())
        return self._generator_end

    def _became_ready(self, server: Server) -> None:
        self._server, self._url, self._silent = server, server.url, False
        self._meter.announce(server.ready)
        where = f"port {server.ready.port} · pid {server.pid}"
        self._tell("ready", where, server)
        self.settled.set()
        self._send_load()

    async def _until_one_ends(self, server: Server, generator_end: asyncio.Task[Outcome]) -> None:
        server_end = asyncio.create_task(server.wait())
        try:
            await asyncio.wait({server_end, generator_end}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            server_end.cancel()
        if generator_end.done():
            told = generator_end.result().describe()
            last_lines = self._generator.last_lines if self._generator else ()
            await self._end_generator()
            self._fail(
                f"The load generator of {self.name}'s lane stopped ({told}); "
                "what was measured stays. Restart the lane to go on.",
                last_lines,
            )
        else:
            told = server_end.result().describe()
            self._fail(
                f"{self.name} server stopped ({told}). Restart it to go on.", server.last_lines
            )

    async def _end_generator(self) -> None:
        generator, self._generator = self._generator, None
        if generator is not None:
            await generator.stop()
            self._meter.generator_gone()
        if self._generator_end is not None:
            self._generator_end.cancel()
            await asyncio.wait({self._generator_end})

    def _send_load(self) -> None:
        if not (self._flowing and self._server and self._generator) or self._closing:
            return
        resumed = self._status.state != "running"
        self._send(self._plan.model)
        if resumed:
            self._meter.measure_from(self._revision)
            self._tell("running", self._status.text, self._server)

    def _pause(self) -> None:
        if self._generator is not None and self._url:
            self._send(ClosedModel(0))

    def _send(self, model: ClosedModel) -> None:
        assert self._generator is not None
        self._revision += 1
        request = self._plan.entry.request(self._plan.parameters)
        self._generator.send(
            LoadPlan(
                revision=self._revision,
                url=self._url + request.target,
                model=model,
                method=request.method,
                headers=request.headers,
                body=request.body,
                timeout_s=float(self._plan.timeout_s),
            )
        )

    def _fail(self, text: str, last_lines: tuple[str, ...] = ()) -> None:
        self._status = LaneStatus("failed", text, last_lines=last_lines)
        self.settled.set()
        self._on_failure(self.id, self.name)

    def _tell(self, state: LaneState, text: str, server: Server | None = None) -> None:
        port = server.ready.port if server else None
        self._status = LaneStatus(state, text, server.pid if server else None, port)
