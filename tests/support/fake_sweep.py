"""A sweep whose races a test decides: it waits for values to answer with, and starts nothing."""

import asyncio
import queue
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadgen.sweep.points import Point


class FakeSweep:
    """Takes the place of ``loadgen.sweep.sweep.Sweep``.

    ``answers`` are what each next step comes to: a Point, or an exception to raise. Where there is
    none the step lasts until one comes, or until it is cancelled.
    """

    answers: "ClassVar[queue.SimpleQueue[Point | Exception]]" = queue.SimpleQueue()
    made: ClassVar = list["FakeSweep"]()

    def __init__(self, plan: object, services: Any, recording: object, *args: Any, **rest: Any):
        self.plan, self.services = plan, services
        self.ladder = args[0]
        self.budget_s: float = rest["budget_s"]
        self.points: list[Point] = rest["points"]
        self._on_step: Callable[[int, float], None] = rest["on_step"]
        self._on_point: Callable[[Point], None] = rest["on_point"]
        self._cancelled = False
        type(self).made.append(self)

    @classmethod
    def reset(cls) -> None:
        """Forget all answers, and all that were made."""
        cls.made.clear()
        while not cls.answers.empty():
            cls.answers.get()

    def cancel(self) -> None:
        """End soon."""
        self._cancelled = True

    async def run(self) -> None:
        """One step after the other."""
        try:
            while not self._cancelled:
                rung = self.ladder.next(self.points)
                if rung is None:
                    return
                self._on_step(rung.value, self.budget_s)
                answer = await self._answer()
                if isinstance(answer, Exception):
                    raise answer
                if answer is not None:
                    self.points.append(answer)
                    self._on_point(answer)
        finally:
            await self.services.close()

    async def _answer(self) -> "Point | Exception | None":
        while not self._cancelled:
            try:
                return self.answers.get_nowait()
            except queue.Empty:
                await asyncio.sleep(0.005)
        return None
