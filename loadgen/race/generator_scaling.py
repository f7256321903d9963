"""When one more generator process is started: the one rule, and its inputs."""

from collections.abc import Callable

from loadgen.model.load_plan import Model, OpenModel
from loadgen.model.load_summary import CPU_LIMIT_PERCENT
from loadgen.race.process_control.processor_times import free_cores_s

LASTS_S = 2.0
"""For so long the busiest process has to be the limit, without a break."""

FREE_CORES = 1.0
"""So many cores' worth of time have to have been idle meanwhile: another process needs one."""


class GeneratorScaling:
    """Asked every tick. ``most`` is how many processes there may be at all."""

    def __init__(self, most: int, idle_s: Callable[[], float] = free_cores_s) -> None:
        self._most = most
        self._idle_s = idle_s
        self._since: tuple[float, float] | None = None

    def wants_more(self, now_s: float, cpu_percent: float, count: int, model: Model) -> bool:
        """Whether the load wants one more generator process.

        It is sent by ``count`` processes of which the busiest needs ``cpu_percent`` of a core.
        """
        if cpu_percent <= CPU_LIMIT_PERCENT or count >= min(self._most, _divisible(model)):
            self._since = None
            return False
        if self._since is None:
            self._since = now_s, self._idle_s()
        began_s, idle_before_s = self._since
        lasted_s = now_s - began_s
        if lasted_s < LASTS_S:
            return False
        # Idle only at times, the cores are looked at again.
        self._since = None
        return self._idle_s() - idle_before_s >= FREE_CORES * lasted_s


def _divisible(model: Model) -> int:
    if isinstance(model, OpenModel):
        return min(model.max_in_flight, model.connections or model.max_in_flight)
    return model.concurrency
