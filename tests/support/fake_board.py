"""A claims board whose outcomes a test decides: it starts no server."""

import asyncio
import queue
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from loadgen.claims.finding import Figure, Outcome, Ruling, Tally
from loadgen.claims.judgement import Judgement
from loadgen.claims.progress import Progress
from loadgen.statistics.bootstrap import Ratio

if TYPE_CHECKING:
    from loadgen.claims.claim import Claim


def judgement(claim: "Claim", outcome: Outcome = "in part", race: str = "race-1") -> Judgement:
    """With one figure, one count, and a condition where the outcome has one."""
    condition = "" if outcome == "holds" else "only while requests wait"
    figure = Figure("lead", "FastAPI over Flask", Ratio(12.3, 11.9, 12.8), "times", race)
    return Judgement(claim, Ruling(outcome, condition), (figure,), (Tally("n", "Counted", 2, 3),))


class FakeBoard:
    """Takes the place of ``loadgen.claims.board_run.BoardRun``.

    ``outcomes`` are what the next claims come to, or an exception to raise; where there is none the
    test of a claim lasts until one comes, or until it is cancelled.
    """

    outcomes: "ClassVar[queue.SimpleQueue[Outcome | Exception]]" = queue.SimpleQueue()

    def __init__(
        self,
        claims: "Sequence[Claim]",
        services: Any,
        recording: object,
        *,
        on_progress: Callable[[Progress], None],
        on_judged: Callable[[Judgement], None],
    ) -> None:
        self.claims, self.services = claims, services
        self._on_progress, self._on_judged = on_progress, on_judged
        self._cancelled = False

    @classmethod
    def reset(cls) -> None:
        """Forget all outcomes."""
        while not cls.outcomes.empty():
            cls.outcomes.get()

    def cancel(self) -> None:
        """End soon."""
        self._cancelled = True

    async def run(self) -> None:
        """One claim after the other."""
        try:
            for number, claim in enumerate(self.claims, 1):
                self._on_progress(Progress(claim, number, len(self.claims), 90.0))
                outcome = await self._outcome()
                if outcome is None:
                    return
                if isinstance(outcome, Exception):
                    raise outcome
                self._on_judged(judgement(claim, outcome))
        finally:
            await self.services.close()

    async def _outcome(self) -> "Outcome | Exception | None":
        while not self._cancelled:
            try:
                return self.outcomes.get_nowait()
            except queue.Empty:
                await asyncio.sleep(0.005)
        return None
