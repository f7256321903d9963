"""Servers and generators that open no sockets."""

import asyncio
from collections.abc import Callable, Mapping

import msgspec

from loadgen.model.histogram import SparseHistogram
from loadgen.model.load_plan import ClosedModel, LoadPlan, OpenModel
from loadgen.model.snapshot import Requests, Snapshot
from servers.process.exit_outcome import Outcome
from servers.telemetry.messages import ProcessLoad, Ready, ServiceReady, ServiceTelemetry, Telemetry

EXITED = Outcome("exited", 0)
PER_TICK = 5
DRAINED_PER_TICK = 32


def now() -> float:
    return asyncio.get_running_loop().time()


def users(plan: LoadPlan) -> int:
    """How many requests a fake keeps in flight under a plan."""
    model = plan.model
    return min(10, model.max_in_flight) if isinstance(model, OpenModel) else model.concurrency


class FakeServer:
    """Reports ten times a second until it is frozen or gone.

    While it is ``starved`` it answers and does not report, while it is ``failing`` it answers every
    request with an error. Where it ``computes``, it uses a core even while it is frozen. While it
    ``waits``, it reports and does not answer.
    """

    last_lines: tuple[str, ...] = ("its last words",)
    parts: tuple[ProcessLoad, ...] = ()
    in_progress = 0

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
        self.frozen = self.starved = self.failing = self.computes = self.waits = False
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
            if self.frozen or self.starved:
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
                        in_progress=self.in_progress,
                        parts=self.parts,
                    )
                )


class FakeService:
    """Reports ten times a second, always half a core busy, until it is gone."""

    def __init__(
        self, ready: ServiceReady, on_telemetry: Callable[[ServiceTelemetry], None] | None
    ) -> None:
        self.ready = ready
        self.ended: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._on_telemetry = on_telemetry
        self._reporting = asyncio.create_task(self._report())

    def die(self, outcome: Outcome) -> None:
        if not self.ended.done():
            self.ended.set_result(outcome)
        self._reporting.cancel()

    async def wait(self) -> Outcome:
        return await asyncio.shield(self.ended)

    async def stop(self) -> Outcome:
        self.die(EXITED)
        return self.ended.result()

    async def _report(self) -> None:
        seq = 0
        while True:
            await asyncio.sleep(0.1)
            seq += 1
            if self._on_telemetry:
                self._on_telemetry(ServiceTelemetry(seq, now(), now() / 2, 30.0, 1))


class FakeGenerator:
    """Keeps its books as a real one does: each tick it answers a few requests and sends as many."""

    last_lines: tuple[str, ...] = ("generator's last words",)

    def __init__(
        self,
        on_snapshot: Callable[[Snapshot], None],
        pid: int,
        cpu_percent: float,
        server_at: Callable[[str], FakeServer | None] = lambda url: None,
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
        self._server_at = server_at
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
            server = self._server_at(self.plan.url)
            loaded = users(self.plan) > 0
            ended = min(PER_TICK if loaded else DRAINED_PER_TICK, self.totals.in_flight)
            if server is not None and (server.frozen or server.waits):
                ended = 0
            failed = ended if server is not None and server.failing else 0
            self.totals += Requests(
                sent=ended if loaded else 0,
                ok=ended - failed,
                failed={"status": failed} if failed else {},
                in_flight=0 if loaded else -ended,
            )
            self._say(ok=ended - failed, failed=failed)

    def _say(self, *, ok: int, failed: int = 0, final: bool = False) -> None:
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
                failed=failed,
                statuses={200: ok, 500: failed},
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
