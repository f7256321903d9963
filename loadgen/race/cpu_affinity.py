"""Keeps one lane's children to their processors, when the plan or a setting of the lane says so."""

from collections.abc import Iterable

from loadgen.model.frame import LaneId, Pinned
from loadgen.model.race_plan import RacePlan
from loadgen.race.dependencies import Dependencies
from loadgen.race.process_control.cpu_layout import layout, one_of, problem
from servers.catalog.common_settings import CORES, ONE_CORE


class CpuAffinity:
    """``pinned`` is where the children are kept; None where the system places them."""

    def __init__(self, lane: LaneId, means: Dependencies) -> None:
        self.pinned: Pinned | None = None
        self._lane: LaneId = lane
        self._means = means

    def apply(self, plan: RacePlan, server: int | None, generators: Iterable[int]) -> None:
        """Put these processes where the plan wants them; they may have been put there before."""
        on_one = plan.lanes[self._lane].settings.get(CORES.key) == ONE_CORE
        if not plan.pinned and not on_one and self.pinned is None:
            return
        cores = self._means.cores()
        everywhere = tuple(cpu for core in cores for cpu in core)
        wanted = None
        if plan.pinned and not problem(cores):
            wanted = layout(cores, plan.mode)[self._lane]
        if on_one and everywhere:
            before = wanted or Pinned(everywhere, everywhere)
            wanted = Pinned(one_of(before.server, self._lane, plan.mode), before.generators)
        where = wanted or Pinned(everywhere, everywhere)
        obeyed = [self._means.keep_to(pid, where.generators) for pid in generators]
        if server is not None:
            obeyed.append(self._means.keep_to(server, where.server))
        self.pinned = wanted if all(obeyed) else None
