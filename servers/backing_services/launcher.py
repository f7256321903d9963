"""Start one backing service and wait until it is ready."""

from collections.abc import Callable, Mapping

import msgspec

from servers.backing_services.backing_service import REFUSED
from servers.catalog.backing_services import backing_service
from servers.process.child_process import NOTHING
from servers.process.exit_outcome import Outcome
from servers.process.reporting_child import ReportingChild
from servers.telemetry.messages import ServiceMessage, ServiceReady, ServiceTelemetry

READY_TIMEOUT_S = 20.0


class RunningService(ReportingChild[ServiceReady, ServiceTelemetry]):
    """A backing service that is ready. A database or a cache has processes below the child."""

    noun = "service"
    decoder = msgspec.json.Decoder(ServiceMessage)
    report_type = ServiceTelemetry
    kill_on_failed_start = False  # killed before its supervisor runs, it leaves its data folder

    async def wait(self) -> Outcome:
        """Wait until it has ended; where its database or cache ended first, that one's outcome."""
        outcome = await super().wait()
        return Outcome.of_shell_status(outcome.kind, outcome.returncode)

    def early_end(self, outcome: Outcome) -> str:
        """The child's own sentence, where it gave one and left with REFUSED."""
        if outcome.returncode == REFUSED and self.last_lines:
            return self.last_lines[-1]
        return super().early_end(outcome)


async def start_service(
    key: str,
    *,
    on_telemetry: Callable[[ServiceTelemetry], None] | None = None,
    database_url: str = "",
    environment: Mapping[str, str] = NOTHING,
    timeout_s: float = READY_TIMEOUT_S,
    module: str = "servers.backing_services",
) -> RunningService:
    """Start the service of that key and wait until it is ready; raises LaunchError.

    It may be cancelled at any moment: the child has ended then, too. ``database_url`` is that of an
    existing server to use, empty for one of ours; the child has it in its environment, since every
    user can read the arguments of a process. ``environment`` is added to the child's, and
    ``module`` is what it runs.
    """
    variable = backing_service(key).external_url
    given = {variable: database_url} if database_url and variable else {}
    return await RunningService.launch(
        module,
        key,
        on_report=on_telemetry,
        environment={**environment, **given},
        timeout_s=timeout_s,
    )
