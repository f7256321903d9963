"""One side of a comparison.

A server child and a generator child, started, watched, restarted, ended.
"""

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from loadgen.model.frame import LaneFrame, LaneId, LaneState, LaneStatus, MarkKind
from loadgen.model.race_plan import RacePlan
from loadgen.race import lane_status
from loadgen.race.abandoned_requests import AbandonedRequests
from loadgen.race.alternating_schedule import DRAIN_S
from loadgen.race.cpu_affinity import CpuAffinity
from loadgen.race.dependencies import Dependencies
from loadgen.race.lane_load import LaneLoad
from loadgen.race.lane_metrics import LaneMetrics
from loadgen.race.lane_watch import LaneWatch
from loadgen.race.liveness import Liveness
from loadgen.race.pause_process import ProcessPauser
from loadgen.race.protocols import Server
from loadgen.race.schedule import Standing
from loadgen.race.session_services import Services, ServiceUnavailableError
from servers.process.child_process import GRACE_S
from servers.process.exit_outcome import Outcome
from servers.process.reporting_child import LaunchError
from servers.telemetry.messages import Telemetry

SETTLE_S = 0.2
"""Changes that restart the server are coalesced: it restarts when none came for so long."""

SILENT_GRACE_S = 1.0
"""A server that does not respond gets no longer to leave."""


class Lane:
    """Owns its children. ``live`` runs until ``finish`` was asked for; all else returns at once.

    ``settled`` is set when the first start came to an end, good or bad. A lane that failed stays so
    until ``restart``, or a change that needs one. ``on_event`` is called with a mark's text
    and kind when something has happened to it by itself.
    """

    def __init__(
        self,
        id_: LaneId,
        plan: RacePlan,
        means: Dependencies,
        services: Services,
        on_event: Callable[[LaneId, str, MarkKind], None],
    ) -> None:
        self.id: LaneId = id_
        self.settled = asyncio.Event()
        self._plan = plan
        self._means = means
        self._services = services
        self._on_event = on_event
        self._meter = LaneMetrics()
        self._flow = LaneLoad(means, self._meter, self._generators_changed)
        self._placement = CpuAffinity(id_, means)
        self._freezer = ProcessPauser(means.freeze)
        self._server: Server | None = None
        self._ports: tuple[int, ...] = ()
        self._abandoned = AbandonedRequests()
        self._again = asyncio.Event()
        self._wanted = self._closing = self._silent = False
        self._watch = LaneWatch(self._flow, self._meter.responses, means.runnable_time)
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
    def frozen(self) -> bool:
        """Whether its server is frozen on purpose."""
        return self._freezer.frozen

    def standing(self, now: float) -> Standing:
        """How it stands for a turn. ``now`` is on the servers' clock."""
        state = self._status.state
        able = state in ("ready", "running") and self._liveness(now).state != "unresponsive"
        starting = state in ("starting", "restarting")
        quiet = self._abandoned.are_done(now, quiet=self._flow.quiet)
        return Standing(able=able, quiet=quiet, starting=starting)

    def load(self, wanted: bool) -> None:
        """Let load flow, now or as soon as the server is ready; or let what is under way end."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if wanted:
            self._send_load()
        elif self._status.state == "running":
            self._flow.pause(DRAIN_S)
            self._tell("ready", self._status.text, self._server)

    def change(self, plan: RacePlan) -> None:
        """From now on race this plan.

        Restarts the server when the lane's own choice has changed, or what the scenario wants a
        server to be started with.
        """
        other_server = self._start_arguments(plan) != self._start_arguments(self._plan)
        self._plan = plan
        self._place()
        if other_server:
            self.restart()
        else:
            self._send_load()

    def _start_arguments(self, plan: RacePlan) -> tuple[object, ...]:
        entry = plan.entry
        setup = entry.environment(plan.parameters)
        return plan.lanes[self.id], entry.modules, entry.services, setup

    def restart(self, *, planned: bool = False) -> None:
        """Stop the server if there is one, and start one with the settings of now.

        ``planned`` is as in ``LaneStatus``.
        """
        started_before = self._flow.revision > 0 or self.failed
        doing: LaneState = "restarting" if started_before else "starting"
        self._tell(doing, f"{self.name} server is {doing}.", planned=planned)
        self._again.set()

    def freeze(self, seconds: float) -> bool:
        """Have the server stand still for so long; False when there is none to."""
        if self._server is None or self._again.is_set() or self._closing:
            return False
        self._freezer.freeze(self._server.pid, seconds)
        return True

    def finish(self) -> None:
        """Let ``live`` come to its end: drain, stop the generators, then the server."""
        self._closing = True
        self._freezer.thaw()
        if not self.failed:
            self._tell("stopped", f"{self.name} is stopped.")
        self._again.set()

    def tick(self, now: float, *, on_time: bool = True) -> LaneFrame:
        """What happened since the last tick. ``now`` is on the servers' clock.

        When the tick itself is late, nothing was read meanwhile: that silence does not count.
        """
        if self.frozen:
            self._watch.excuse(now)
        elif not on_time:
            self._watch.catch_up(now)
        self._watch.tick(now)
        self._flow.tick(now)
        return self._meter.tick(self._status_now(now), self._placement.pinned)

    def _status_now(self, now: float) -> LaneStatus:
        """The status, which while load flows follows from ``liveness``."""
        status = replace(self._status, frozen=self.frozen)
        lines = self._server.last_lines if self._server else ()
        return lane_status.status_under_load(status, self._liveness(now), self.name, lines)

    def _liveness(self, now: float) -> Liveness:
        """What is heard of a lane that has had load, and has not failed; running in all others."""
        state, server = self._status.state, self._server
        raced = state == "running" or (state == "ready" and self._flow.revision > 0)
        if server is None or not self._flow.is_open or not raced:
            return Liveness()
        found = self._watch.look(
            now,
            server,
            in_flight=self._meter.requests.in_flight,
            loaded=state == "running",
        )
        self._silent = found.cause == "server"
        return found

    async def live(self) -> None:
        """Start, watch, and start again whenever asked to, until ``finish``. May be cancelled."""
        try:
            while not self._closing:
                await self._attempt_until_asked()
                if not self._closing:
                    await self._rest()
        finally:
            await self._flow.close()

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
            generators_end = await self._flow.open()
            plan = self._plan
            choice, entry = plan.lanes[self.id], plan.entry
            places = await self._services.environment(entry.services)
            server = await self._means.start_server(
                choice.variant,
                choice.settings,
                modules=entry.modules,
                environment=places | entry.environment(plan.parameters),
                on_telemetry=self._hear,
            )
            self._became_ready(server)
            await self._until_one_ends(server, generators_end)
        except LaunchError as error:
            self._fail(lane_status.not_started(error, self.name))
        except ServiceUnavailableError as error:
            self._fail(lane_status.without_service(error, self.name))
        except OSError as error:
            self._fail(lane_status.without_generator(error, self.name))
        finally:
            self._server = None
            self._freezer.thaw()
            if self._closing:
                await self._flow.close()
            else:
                self._flow.pause()
            if server is not None:
                await server.stop(SILENT_GRACE_S if self._silent else GRACE_S)

    def _hear(self, telemetry: Telemetry) -> None:
        self._meter.hear(telemetry)
        self._abandoned.hear(telemetry)
        ports = tuple(part.port for part in telemetry.parts if part.port is not None)
        if self._server is not None and ports and ports != self._ports:
            # A process has ended, or another has taken its place: spread connections over those.
            self._ports = ports
            self._send_load()

    def _became_ready(self, server: Server) -> None:
        self._server, self._silent = server, False
        self._ports = server.ready.process_ports
        self._abandoned.forget()
        self._meter.announce(server.ready)
        where = f"port {server.ready.port} · pid {server.pid}"
        self._tell("ready", where, server)
        self._place()
        self.settled.set()
        self._send_load()

    async def _until_one_ends(self, server: Server, generators_end: asyncio.Task[Outcome]) -> None:
        server_end = asyncio.create_task(server.wait())
        try:
            await asyncio.wait({server_end, generators_end}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            server_end.cancel()
        if generators_end.done():
            last_lines = self._flow.last_lines
            await self._flow.close()
            self._fail(lane_status.generator_ended(generators_end.result(), self.name, last_lines))
        else:
            self._fail(lane_status.server_ended(server_end.result(), self.name, server.last_lines))

    def _send_load(self) -> None:
        if not (self._wanted and self._server and self._flow.is_open) or self._closing:
            return
        self._flow.run(self._plan, self._server.url, self._ports)
        if self._status.state != "running":
            self._tell("running", self._status.text, self._server)

    def _place(self) -> None:
        server = self._server.pid if self._server else None
        self._placement.apply(self._plan, server, self._flow.pids)

    def _generators_changed(self, sentence: str) -> None:
        self._place()
        self._on_event(self.id, f"{self.name}: {sentence}", "program")

    def _fail(self, status: LaneStatus) -> None:
        self._status = status
        self.settled.set()
        self._on_event(self.id, f"{self.name}: {status.without_name}", "failed")

    def _tell(
        self, state: LaneState, text: str, server: Server | None = None, *, planned: bool = False
    ) -> None:
        pid, port = (server.pid, server.ready.port) if server else (None, None)
        # While there is a server, the text is its port and process.
        names_lane = server is None
        self._status = LaneStatus(state, text, pid, port, planned=planned, names_lane=names_lane)
