"""Run a sweep: a race for each value, in turns, recorded as every race is."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from loadgen.model.race_plan import RacePlan
from loadgen.race.race import Race
from loadgen.race.session_services import Services
from loadgen.recording.race_and_record import race_and_record
from loadgen.recording.race_recording import RaceRecording
from loadgen.sweep.ladder import Ladder
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
            value = self.ladder.next(self.points)
            left_s = self.budget_s - (time.monotonic() - began)
            if value is None or left_s <= 0:
                break
            if self.on_step:
                self.on_step(value, left_s)
            point = await self._step(value)
            if point is None:
                break
            self.points.append(point)
            if self.on_point:
                self.on_point(point)
        return by_value(self.points)

    async def _step(self, value: int) -> Point | None:
        """Race at this value; None where it was cancelled before it was measured well enough."""

        def started(race: Race) -> None:
            self._race = race

        plan = step_plan(self.plan, self.ladder.quantity, value, self.step_s)
        run, name = await race_and_record(
            plan, self.services, self.recording, stop_rule=StepRule(), started=started
        )
        self._race = None
        point = Point.of(value, run, name)
        # A step that was cut short without a figure would be taken for one without an answer.
        return None if self._cancelled and not any(point.figures.values()) else point


def step_plan(plan: RacePlan, quantity: Quantity, value: int, step_s: int) -> RacePlan:
    """The plan of one step: in turns, until its figures are narrow or its time is over.

    Raises ParameterError where the quantity has no such value.
    """
    return msgspec.structs.replace(
        quantity.plan_at(plan, value),
        mode="turns",
        block_s=BLOCK_S,
        until_clear=True,
        duration_s=step_s,
    ).checked()
