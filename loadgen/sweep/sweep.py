"""Run a sweep: a race for each load, in turns, recorded as every race is."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan
from loadgen.race.race import Race
from loadgen.race.session_services import Services
from loadgen.recording.race_and_record import race_and_record
from loadgen.recording.race_recording import RaceRecording
from loadgen.sweep.ladder import next_users
from loadgen.sweep.points import Point, by_load
from loadgen.sweep.step_rule import StepRule

BLOCK_S = 2
"""Turns in which the last wave of answers counts little (3 % at 50 ms), and four pairs fit into a
step."""


@dataclass
class Sweep:
    """``most`` users at most, ``step_s`` seconds for a step at most, ``budget_s`` for all of them.

    ``points`` are those measured so far, in the order in which they were raced: after ``cancel``
    they are what is left. ``on_step`` is called before a step with its number of users and the
    seconds that are left.
    """

    plan: RacePlan
    services: Services
    recording: RaceRecording
    most: int = 1024
    step_s: int = 20
    budget_s: float = 120.0
    on_step: Callable[[int, float], None] | None = None
    points: list[Point] = field(default_factory=list)
    _race: Race | None = None
    _cancelled: bool = False

    async def run(self) -> list[Point]:
        """All points, by load. A step that has begun is measured to its end.

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
            users = next_users(self.points, self.most)
            left_s = self.budget_s - (time.monotonic() - began)
            if users is None or left_s <= 0:
                break
            if self.on_step:
                self.on_step(users, left_s)
            point = await self._step(users)
            if point is None:
                break
            self.points.append(point)
        return by_load(self.points)

    async def _step(self, users: int) -> Point | None:
        """Race at this load; None where it was cancelled before anything was measured."""

        def started(race: Race) -> None:
            self._race = race

        plan = step_plan(self.plan, users, self.step_s)
        run, name = await race_and_record(
            plan, self.services, self.recording, stop_rule=StepRule(), started=started
        )
        self._race = None
        if self._cancelled and run.timeline.stretch() is None:
            return None
        return Point.of(users, run, name)


def step_plan(plan: RacePlan, users: int, step_s: int) -> RacePlan:
    """The plan of one step: closed, in turns, until its figures are narrow or its time is over."""
    return msgspec.structs.replace(
        plan,
        model=ClosedModel(users),
        mode="turns",
        block_s=BLOCK_S,
        until_clear=True,
        duration_s=step_s,
    ).checked()
