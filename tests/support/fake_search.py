"""A search for rates whose findings a test decides: it starts nothing."""

import asyncio
import queue
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadgen.objective.lane_rate import LaneRate
    from loadgen.objective.search_step import Step


class FakeSearch:
    """Takes the place of ``loadgen.objective.search.RateSearch``.

    ``reports`` are steps and lanes; None ends it. Where there is none it waits for one.
    """

    reports: "ClassVar[queue.SimpleQueue[Step | LaneRate | None]]" = queue.SimpleQueue()
    made: ClassVar = list["FakeSearch"]()

    def __init__(self, plan: object, objective: object, services: Any, *_: object, **rest: Any):
        self.plan, self.objective, self.services = plan, objective, services
        self._report: Callable[[object], None] = rest["on_step"]
        self._found: Callable[[object], None] = rest["on_found"]
        self._cancelled = False
        type(self).made.append(self)

    @classmethod
    def reset(cls) -> None:
        """Forget all reports, and all that were made."""
        cls.made.clear()
        while not cls.reports.empty():
            cls.reports.get()

    def cancel(self) -> None:
        """End soon."""
        self._cancelled = True

    async def run(self) -> None:
        """Report all that comes."""
        try:
            while not self._cancelled:
                try:
                    report = self.reports.get_nowait()
                except queue.Empty:
                    await asyncio.sleep(0.005)
                    continue
                if report is None:
                    return
                (self._found if hasattr(report, "searched") else self._report)(report)
        finally:
            await self.services.close()
