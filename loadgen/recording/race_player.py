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
from loadgen.recording.race_follower import RaceFollower
from loadgen.recording.race_reader import RecordedRace

_LOOK_S = 0.05
"""After so long a changed speed, a pause or another place is obeyed."""

_LATE_S = 1.0
"""What is later than that stays late: frames do not come in a heap after a suspended machine."""

_READ_S, _LOOK_FOR_MORE_S = 0.02, 0.25
"""A file is read in slices of so long, with pauses as long; where it has no more, less often."""

BEHIND_S = 1.5
"""A race that is followed is shown so far behind its newest frame: a file grows once a second."""

_HAIR_S = 1e-6
"""Less than a clock can tell apart is not waited for."""

_AT_ONCE = 100
"""So many frames before a place that is gone to come in one go."""


class RacePlayer:
    """Gives ``on_frame`` what a live race would give; commands that act on servers do nothing.

    ``playback`` may be changed meanwhile. Where it goes on at an earlier place, the frames come
    again from the first one on, up to that place at once. The frames of a race that was cut off end
    with one whose phase is ``ended``, as those of every race do. With a ``follower`` of the race,
    which then reads its file meanwhile, frames are waited for until no more can come.
    """

    def __init__(
        self,
        race: RecordedRace,
        on_frame: Callable[[Frame], None],
        playback: Playback | None = None,
        follower: RaceFollower | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._race = race
        self._on_frame = on_frame
        self._playback = playback or Playback()
        self._follower = follower
        self._clock = clock
        self._stopped = asyncio.Event()
        self._late_s = 0.0
        self._row, self._at_once_s = 0, -1.0
        self._last: Frame | None = None

    async def run(self) -> None:
        """Play from the first frame to the last, or until ``stop``."""
        reading = asyncio.ensure_future(self._read_on())
        try:
            await self._play()
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _play(self) -> None:
        frames = self._race.frames
        while not self._stopped.is_set():
            self._take_seek()
            if self._row < len(frames):
                await self._play_frame(frames[self._row])
            elif self._follower is None or self._follower.is_over:
                break
            else:
                await self._wait(_LOOK_S)
        if self._last is not None and self._last.phase != "ended":
            self._on_frame(_ended(self._last))

    def _take_seek(self) -> None:
        """Go to the place that is wanted: to an earlier one from the first frame on."""
        playback = self._playback
        if (wanted_s := playback.take_seek()) is not None:
            self._at_once_s = wanted_s
            if self._last is not None and wanted_s < self._last.at_s:
                self._row, self._last = 0, None
        if playback.is_following and not playback.is_paused and self._race.frames:
            newest_s = self._race.frames[-1].at_s
            self._at_once_s = max(self._at_once_s, newest_s - BEHIND_S)

    async def _play_frame(self, frame: Frame) -> None:
        is_in_time = frame.at_s > self._at_once_s
        if is_in_time:
            await self._rest(_seconds_between(self._last, frame))
        elif self._row % _AT_ONCE == 0:
            await asyncio.sleep(0)
        if self._playback.is_seeking or self._stopped.is_set():
            return
        self._on_frame(frame)
        if is_in_time:
            self._playback.follow(frame)
        self._row, self._last = self._row + 1, frame

    async def _read_on(self) -> None:
        """Read the file, also what is written to it meanwhile."""
        while self._follower is not None and not self._follower.is_over:
            has_more = self._follower.read_for(_READ_S)
            await asyncio.sleep(_READ_S if has_more else _LOOK_FOR_MORE_S)

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
