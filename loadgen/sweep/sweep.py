"""Run a sweep: a race for each value, in turns, recorded as every race is."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from loadgen.race.race import Race
from loadgen.race.session_services import Services
from loadgen.recording.race_and_record import race_and_record
from loadgen.recording.race_recording import RaceRecording
from loadgen.sweep.ladder import Ladder, Rung
from loadgen.sweep.points import Point, by_value
from loadgen.sweep.quantity import USERS, Quantity
from loadgen.sweep.step_rule import StepRule

BLOCK_S = 2
"""Turns in which the last wave of answers counts little (3 % at 50 ms), and four pairs fit into a
step."""

BUDGET_S = 120
"""Begin no further step after so many seconds, unless it is said otherwise."""


@dataclass
class Sweep:
    """``step_s`` seconds for a step at most, ``budget_s`` for all of them.

    ``points`` are those measured so far, in the order in which they were raced: after ``cancel``
    they are what is left, and a sweep that begins with them goes on where it was. ``on_step`` is
    called before a step with its value and the seconds that are left, ``on_point`` after it.
    """

    plan: RacePlan
    services: Services
    recording: RaceRecording
    ladder: Ladder = field(default_factory=lambda: Ladder.of(USERS))
    step_s: int = 20
    budget_s: float = BUDGET_S
    on_step: Callable[[int, float], None] | None = None
    on_point: Callable[[Point], None] | None = None
    points: list[Point] = field(default_factory=list)
    _race: Race | None = None
    _cancelled: bool = False

    async def run(self) -> list[Point]:
        """All points, by value. A step that has begun is measured to its end.

        The services are closed, whatever happens.
        """
        try:
            return await self._climb()
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self.services.close()

    def cancel(self) -> None:
        """Stop the step that is on, and begin no other."""
        self._cancelled = True
        if self._race is not None:
            self._race.stop()

    async def _climb(self) -> list[Point]:
        began = time.monotonic()
        while not self._cancelled:
            rung = self.ladder.next(self.points)
            left_s = self.budget_s - (time.monotonic() - began)
            if rung is None or left_s <= 0:
                break
            if self.on_step:
                self.on_step(rung.value, left_s)
            point = await self._step(rung)
            if point is None:
                break
            self.points.append(point)
            if self.on_point:
                self.on_point(point)
        return by_value(self.points)

    async def _step(self, rung: Rung) -> Point | None:
        """Race it; None where it was cancelled before it was measured well enough."""

        def started(race: Race) -> None:
            self._race = race

        plan = step_plan(self.plan, self.ladder.quantity, rung, self.step_s)
        run, name = await race_and_record(
            plan, self.services, self.recording, stop_rule=StepRule(), started=started
        )
        self._race = None
        if len(rung.lanes) == 1:
            point = Point.of_one(rung.value, rung.lanes[0], run, name)
        else:
            point = Point.of(rung.value, run, name)
        # A lane that was cut short without a figure would be taken for one without an answer.
        is_measured = all(point.throughput(id_) for id_ in rung.lanes)
        return point if is_measured or not self._cancelled else None


def step_plan(plan: RacePlan, quantity: Quantity, rung: Rung, step_s: int) -> RacePlan:
    """The plan of one step: in turns, until its figures are narrow or its time is over.

    A lane by itself races against another start of its server. Raises ParameterError where the
    quantity has no such value.
    """
    varied = quantity.plan_at(plan, rung.value)
    lanes = varied.lanes
    if len(rung.lanes) == 1:
        lanes = dict.fromkeys(LANES, lanes[rung.lanes[0]])
    return msgspec.structs.replace(
        varied,
        lanes=lanes,
        mode="turns",
        block_s=BLOCK_S,
        until_clear=True,
        duration_s=step_s,
    ).checked()
