"""Play a recorded race again: its frames, as far apart as they came, or faster or slower."""

import asyncio
import time
from collections.abc import Callable

import msgspec

from loadgen.model.frame import Frame, LaneId
from loadgen.model.histogram import SparseHistogram
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import TICK_S
from loadgen.recording.race_reader import RecordedRace

SLOWEST, FASTEST = 0.1, 100.0


class RacePlayer:
    """Gives ``on_frame`` what a live race would give; commands that act on servers do nothing.

    ``speed`` is how many seconds of the race pass in one. The frames of a race that was cut off end
    with one whose phase is ``ended``, as those of every race do.
    """

    def __init__(
        self,
        race: RecordedRace,
        on_frame: Callable[[Frame], None],
        *,
        speed: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"A race plays at {SLOWEST:g} to {FASTEST:g} times its speed.")
        self._race = race
        self._on_frame = on_frame
        self._speed = speed
        self._clock = clock
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """Play from the first frame to the last, or until ``stop``."""
        began, passed_s = self._clock(), 0.0
        last: Frame | None = None
        for frame in self._race.frames:
            passed_s += _seconds_between(last, frame)
            await self._rest(began + passed_s / self._speed - self._clock())
            if self._stopped.is_set():
                break
            self._on_frame(frame)
            last = frame
        if last is not None and last.phase != "ended":
            self._on_frame(_ended(last))

    def stop(self) -> None:
        """End after the frame that was last."""
        self._stopped.set()

    def change(self, plan: RacePlan) -> None:
        """Do nothing: what was raced is over."""

    def restart(self, lane: LaneId) -> None:
        """Do nothing."""

    def freeze(self, lane: LaneId, seconds: float) -> None:
        """Do nothing."""

    def restart_service(self, key: str) -> None:
        """Do nothing."""

    async def _rest(self, seconds: float) -> None:
        """Wait for so long, or until ``stop``; others have their turn in any case."""
        try:
            await asyncio.wait_for(self._stopped.wait(), max(0.0, seconds))
        except TimeoutError:
            return


def _seconds_between(before: Frame | None, after: Frame) -> float:
    """By the clock of the race, which stands still before load flows: a tick each there."""
    if before is None:
        return 0.0
    return after.at_s - before.at_s if after.at_s > before.at_s else TICK_S


def _ended(last: Frame) -> Frame:
    """The end of a race that has none: nothing that is counted changes."""
    none = SparseHistogram()
    quiet = {
        id_: msgspec.structs.replace(lane, interval_s=0.0, latency=none, service=none, failed=0)
        for id_, lane in last.lanes.items()
    }
    return msgspec.structs.replace(
        last, seq=last.seq + 1, phase="ended", lanes=quiet, marks=(), spoiled_blocks=()
    )
