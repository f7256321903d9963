"""Play a recorded race again: its frames, as far apart as they came, or faster or slower."""

import asyncio
import time
from collections.abc import Callable

import msgspec

from loadgen.model.frame import Frame, LaneId
from loadgen.model.histogram import SparseHistogram
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import TICK_S
from loadgen.recording.playback import Playback
from loadgen.recording.race_reader import RecordedRace

_LOOK_S = 0.05
"""After so long a changed speed, a pause or another place is obeyed."""

_LATE_S = 1.0
"""What is later than that stays late: frames do not come in a heap after a suspended machine."""

_HAIR_S = 1e-6
"""Less than a clock can tell apart is not waited for."""

_AT_ONCE = 100
"""So many frames before a place that is gone to come in one go."""


class RacePlayer:
    """Gives ``on_frame`` what a live race would give; commands that act on servers do nothing.

    ``playback`` may be changed meanwhile. Where it goes on at an earlier place, the frames come
    again from the first one on, up to that place at once. The frames of a race that was cut off end
    with one whose phase is ``ended``, as those of every race do.
    """

    def __init__(
        self,
        race: RecordedRace,
        on_frame: Callable[[Frame], None],
        playback: Playback | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._race = race
        self._on_frame = on_frame
        self._playback = playback or Playback()
        self._clock = clock
        self._stopped = asyncio.Event()
        self._late_s = 0.0

    async def run(self) -> None:
        """Play from the first frame to the last, or until ``stop``."""
        frames, row, at_once_s = self._race.frames, 0, -1.0
        last: Frame | None = None
        while not self._stopped.is_set():
            if (wanted_s := self._playback.take_seek()) is not None:
                at_once_s = wanted_s
                if last is not None and wanted_s < last.at_s:
                    row, last = 0, None
            if row == len(frames):
                break
            frame = frames[row]
            if frame.at_s > at_once_s:
                await self._rest(_seconds_between(last, frame))
            elif row % _AT_ONCE == 0:
                await asyncio.sleep(0)
            if self._playback.is_seeking or self._stopped.is_set():
                continue
            self._on_frame(frame)
            if frame.at_s > at_once_s:
                self._playback.follow(frame)
            row, last = row + 1, frame
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
        """Wait for so many seconds of the race, or until ``stop`` or another place is wanted.

        What one wait takes too long is taken from the next; others have their turn in any case.
        """
        left_s = seconds - self._late_s
        while True:
            before, speed = self._clock(), self._playback.speed
            paused = self._playback.is_paused
            await self._wait(_LOOK_S if paused else min(_LOOK_S, left_s / speed))
            if not paused:
                left_s -= (self._clock() - before) * speed
            if self._stopped.is_set() or self._playback.is_seeking:
                self._late_s = 0.0
                return
            if left_s < _HAIR_S and not self._playback.is_paused:
                self._late_s = max(0.0, min(-left_s, _LATE_S * speed))
                return

    async def _wait(self, seconds: float) -> None:
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
