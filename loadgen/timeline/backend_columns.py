"""What a server asks of its backing services, and what those need, as columns."""

from collections.abc import Mapping

from loadgen.model.frame import ServiceFrame
from servers.catalog.backing_services import BACKING_SERVICES
from servers.telemetry.columns import POOL_COLUMNS
from servers.telemetry.messages import BackendUse

BACKENDS = tuple(each.key for each in BACKING_SERVICES)
_PARTS = ("calls", "call_s", "in_use", "size", "waiting", "cpu_percent")
BACKEND_COLUMNS = (
    *(f"{key}_{part}" for key in BACKENDS for part in _PARTS),
    *(each.name for each in POOL_COLUMNS),
)


class BackendColumns:
    """``database_calls`` ended in the tick and took ``database_call_s`` seconds together.

    The rest is as it is at the moment. ``pool_...`` is the pool that is nearest to its end.
    """

    def __init__(self) -> None:
        self._before: dict[str, BackendUse] = {}

    def row(self, told: Mapping[str, BackendUse]) -> dict[str, float]:
        """The values of one row; what is not known is left out."""
        if not told and not self._before:
            return {}
        row: dict[str, float | None] = {}
        for key in BACKENDS & told.keys():
            use, before = told[key], self._before.get(key, BackendUse())
            if use.calls < before.calls:  # another server, which counts anew
                before = BackendUse()
            row |= {
                f"{key}_calls": use.calls - before.calls,
                f"{key}_call_s": use.call_s - before.call_s,
                f"{key}_in_use": use.in_use,
                f"{key}_size": use.size,
                f"{key}_waiting": use.waiting,
            }
        self._before = dict(told)
        row |= _fullest(told)
        return {name: value for name, value in row.items() if value is not None}


def _fullest(told: Mapping[str, BackendUse]) -> dict[str, float | None]:
    pools = [use for use in told.values() if use.size and use.in_use is not None]
    if not pools:
        return {}
    pool = max(pools, key=lambda use: ((use.in_use or 0) + (use.waiting or 0)) / (use.size or 1))
    return {"pool_in_use": pool.in_use, "pool_size": pool.size, "pool_waiting": pool.waiting}


def service_row(services: Mapping[str, ServiceFrame]) -> dict[str, float]:
    """What each backing service needs of one core."""
    return {
        f"{key}_cpu_percent": service.cpu_percent
        for key, service in services.items()
        if key in BACKENDS and service.cpu_percent is not None
    }
