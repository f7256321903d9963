"""The backing services of a session: started when first wanted, shared by lanes and races."""

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable, Iterable

import msgspec

from loadgen.model.frame import ServiceFrame
from loadgen.model.service_names import DATABASE_URL
from loadgen.race.lane_status import RESTART
from loadgen.race.protocols import Service, StartService
from servers.backing_services.launcher import start_service as _start_service
from servers.catalog.backing_services import backing_service
from servers.process.reporting_child import LaunchError
from servers.telemetry.messages import ServiceTelemetry

_CPU_REPORTS = 6

_log = logging.getLogger("faceoff.services")


class ServiceUnavailableError(Exception):
    """A backing service that a server needs did not start, or has ended: one sentence."""


class _Life:
    """One service from its start to its end; ``settled`` is set once it is ready or has failed."""

    def __init__(self, key: str) -> None:
        title = backing_service(key).title
        self.frame = ServiceFrame(title=title, text=f"{title} is starting.")
        self.settled = asyncio.Event()
        self.url = ""
        self.task: asyncio.Task[None]
        self._reports: deque[ServiceTelemetry] = deque(maxlen=_CPU_REPORTS)

    def hear(self, report: ServiceTelemetry) -> None:
        """Take its latest report."""
        self._reports.append(report)
        first = self._reports[0]
        passed_s = report.at - first.at
        cpu_percent = 100 * (report.cpu_s - first.cpu_s) / passed_s if passed_s > 0 else None
        self.frame = msgspec.structs.replace(
            self.frame,
            cpu_percent=cpu_percent,
            rss_mib=report.rss_mib,
            cpu_s=report.cpu_s,
            cpu_at=report.at,
        )

    def became_ready(self, service: Service) -> None:
        """It answers."""
        ready = service.ready
        self.url = ready.url
        self.frame = msgspec.structs.replace(
            self.frame,
            state="ready",
            title=ready.title,
            product=ready.product,
            version=ready.version,
            text=f"{ready.title} · pid {ready.pid}",
            simulated=ready.simulated,
            reason=ready.reason,
        )
        self.settled.set()

    def fail(self, text: str, ended: str = "", advice: str = "") -> None:
        """It did not start, or it ended as ``ended`` says."""
        self.frame = msgspec.structs.replace(
            self.frame,
            state="failed",
            text=text,
            advice=advice,
            ended=ended,
            cpu_percent=None,
            rss_mib=None,
        )
        self.settled.set()


def session_services(on_change: Callable[[], None] = lambda: None) -> "Services":
    """Those of the real thing; the database is the user's, where the environment names one."""
    return Services(database_url=os.environ.get(DATABASE_URL, ""), on_change=on_change)


class Services:
    """To be used within one running asyncio loop; ``close`` it there.

    ``database_url`` is that of a server of the user's, empty for one of ours. ``on_change`` is
    called when the state of any has changed.
    """

    def __init__(
        self,
        start: StartService = _start_service,
        *,
        database_url: str = "",
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._start = start
        self._given = {"database": database_url} if database_url else {}
        self._on_change = on_change
        self._lives: dict[str, _Life] = {}

    def want(self, keys: Iterable[str]) -> None:
        """Start those of them that were never started; returns at once."""
        for key in keys:
            if key not in self._lives:
                self._begin(key, None)

    def restart(self, key: str) -> None:
        """Restart it, in whatever state it is; returns at once."""
        before = self._lives.get(key)
        if before is not None:
            before.task.cancel()
        self._begin(key, before)

    async def environment(self, keys: Iterable[str]) -> dict[str, str]:
        """Where they are, for a server's environment, as soon as all are ready.

        Raises ServiceUnavailableError for the first that failed.
        """
        keys = tuple(keys)
        self.want(keys)
        found = {}
        for key in keys:
            life = self._lives[key]
            await life.settled.wait()
            if life.frame.state == "failed":
                raise ServiceUnavailableError(life.frame.text)
            found[backing_service(key).url_variable] = life.url
        return found

    def frames(self, keys: Iterable[str] | None = None) -> dict[str, ServiceFrame]:
        """How those of them are that were started; all, where none is named."""
        wanted = self._lives if keys is None else keys
        return {key: self._lives[key].frame for key in wanted if key in self._lives}

    async def close(self) -> None:
        """Stop all of them."""
        tasks = [life.task for life in self._lives.values()]
        self._lives.clear()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _begin(self, key: str, before: _Life | None) -> None:
        life = self._lives[key] = _Life(key)
        life.task = asyncio.create_task(self._live(key, life, before))
        self._on_change()

    async def _live(self, key: str, life: _Life, before: _Life | None) -> None:
        if before is not None:
            await asyncio.wait({before.task})
        try:
            service = await self._start(
                key, on_telemetry=life.hear, database_url=self._given.get(key, "")
            )
        except LaunchError as error:
            self._failed(life, f"{life.frame.title} did not start: {error}")
            return
        try:
            life.became_ready(service)
            self._on_change()
            outcome = await service.wait()
            text = f"{life.frame.title} stopped ({outcome.describe()})."
            self._failed(life, text, outcome.brief(), RESTART)
        finally:
            await service.stop()

    def _failed(self, life: _Life, text: str, ended: str = "", advice: str = "") -> None:
        _log.error("%s", text)
        life.fail(text, ended, advice)
        self._on_change()
