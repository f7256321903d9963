"""The asyncio thread: commands go in and return at once, Frames come out as a queued signal."""

import asyncio
import contextlib
import sys
import threading
import traceback
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gui.session.ceiling_provider import CeilingProvider, MachineCeilingProvider
from gui.session.race_factory import (
    Known,
    PlayableRace,
    RaceFactory,
    ServicesFactory,
    live_comparison,
    live_services,
)
from loadgen.files import program_log
from loadgen.model.frame import Frame, LaneId
from loadgen.model.race_plan import RacePlan

if TYPE_CHECKING:
    from loadgen.race.session_services import Services

_AT_ONCE = 50
"""Frames handed on in one go, 10 ms of work: an hour that is played up to its end is 36,000."""

_OVERTAKEN = "A race was started meanwhile: the ceiling was not measured."


class RaceThread(QObject):
    """One race at a time, in a thread of its own.

    All methods are for the GUI thread, and but for ``close`` none of them waits.

    ``frame`` brings each Frame of the race started last. ``ended`` comes once for every race that
    was not overtaken by another start; its text is "" or one sentence saying why it broke off.
    ``calibrated`` comes once for every ``calibrate``, with a sentence where it failed. ``services``
    brings the backing services that were wanted so far, by key, whenever the state of one has
    changed: they live as long as the bridge.
    """

    frame = Signal(object)
    ended = Signal(str)
    calibrated = Signal(str)
    services = Signal(object)
    _arrived = Signal()

    def __init__(
        self,
        factory: RaceFactory = live_comparison,
        parent: QObject | None = None,
        *,
        ceilings: CeilingProvider | None = None,
        services: ServicesFactory = live_services,
    ) -> None:
        super().__init__(parent)
        self._factory = factory
        self._services_factory = services
        self.ceilings: CeilingProvider = ceilings or MachineCeilingProvider()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._wake: asyncio.Event
        self._services: Services
        self._lock = threading.Lock()
        # What was commanded and not yet done. The last value wins; guarded by the lock.
        self._next: tuple[int, RacePlan, RaceFactory] | None = None
        self._calibrate: RacePlan | None = None
        self._change: RacePlan | None = None
        self._restarts: set[LaneId] = set()
        self._freezes: dict[LaneId, float] = {}
        self._wanted: tuple[str, ...] = ()
        self._service_restarts: set[str] = set()
        self._stop = self._close = False
        # Races are numbered: what an overtaken one still says is dropped.
        self._number = 0
        self._inbox: deque[tuple[int, Frame | str]] = deque()
        self._announced = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self, plan: RacePlan, factory: RaceFactory | None = None) -> None:
        """Race by this plan; a race that is on is stopped first.

        ``factory`` makes this race, where it is another one than those of the thread.
        """
        if self._close:
            return
        self._number += 1
        with self._lock:
            self._next = (self._number, plan, factory or self._factory)
            self._change, self._stop = None, False
            self._restarts.clear()
            self._freezes.clear()
        self._command()

    def change(self, plan: RacePlan) -> None:
        """Go on by this plan; changes are coalesced until the loop takes the last one."""
        with self._lock:
            if self._next:
                self._next = (self._next[0], plan, self._next[2])
            else:
                self._change = plan
        self._command()

    def restart(self, lane: LaneId) -> None:
        """Restart that lane's server."""
        with self._lock:
            self._restarts.add(lane)
        self._command()

    def freeze(self, lane: LaneId, seconds: float) -> None:
        """Let that lane's server stand still for so long."""
        with self._lock:
            self._freezes[lane] = seconds
        self._command()

    def want(self, services: tuple[str, ...]) -> None:
        """Have these backing services started, if they are not there."""
        with self._lock:
            self._wanted = services
        if services:
            self._command()

    def restart_service(self, key: str) -> None:
        """Restart that backing service, and in a race the servers that have to find it."""
        with self._lock:
            self._service_restarts.add(key)
        self._command()

    def calibrate(self, plan: RacePlan) -> None:
        """Find out what a generator could send at most under such a plan; a race breaks it off."""
        with self._lock:
            self._calibrate = plan
        self._command()

    def stop(self) -> None:
        """End the race; ``ended`` follows."""
        with self._lock:
            overtaken, self._next, self._stop = self._next, None, True
        if overtaken:
            self._say(overtaken[0], "")
        self._command()

    def close(self, timeout_s: float = 15.0) -> bool:
        """Stop the race, its children and the thread; False when that took too long.

        The stop ladder of a child takes 5 s at most.
        """
        with self._lock:
            self._close, self._next = True, None
        self._number += 1
        if self._thread is None:
            return True
        self._command()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _command(self) -> None:
        if self._thread is None:
            if self._next is None and self._calibrate is None and not self._wanted:
                return
            up = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(up,), name="asyncio bridge")
            self._thread.start()
            up.wait()
        # RuntimeError: the loop is closed already, as it is after ``close``.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._wake.set)

    # From here on: the asyncio thread.

    def _run(self, up: threading.Event) -> None:
        asyncio.run(self._serve(up))

    async def _serve(self, up: threading.Event) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        self._services = self._services_factory(self._tell_services)
        up.set()
        try:
            await self._obey_until_closed()
        finally:
            await self._services.close()

    async def _obey_until_closed(self) -> None:
        while not self._close:
            await self._wake.wait()
            self._wake.clear()
            self._attend(None)
            with self._lock:
                following, self._next = self._next, None
                calibrate, self._calibrate = self._calibrate, None
            if calibrate and following:
                self.calibrated.emit(_OVERTAKEN)
            elif calibrate and not self._close:
                await self._find_ceiling(calibrate)
            if following and not self._close:
                await self._play(*following)

    def _attend(self, race: PlayableRace | None) -> None:
        """See to the backing services."""
        with self._lock:
            wanted, self._wanted = self._wanted, ()
            restarts, self._service_restarts = self._service_restarts, set()
        if self._close:
            return
        self._services.want(wanted)
        for key in sorted(restarts):
            race.restart_service(key) if race else self._services.restart(key)

    def _tell_services(self) -> None:
        if not self._close:
            self.services.emit(self._services.frames())

    async def _find_ceiling(self, plan: RacePlan) -> None:
        measuring = asyncio.ensure_future(self.ceilings.measure(plan))
        measuring.add_done_callback(lambda _: self._wake.set())
        while not measuring.done():
            await self._wake.wait()
            self._wake.clear()
            if self._close or self._next is not None:
                measuring.cancel()
                break
        (found,) = await asyncio.gather(measuring, return_exceptions=True)
        # A command that came meanwhile is still to be obeyed.
        self._wake.set()
        if isinstance(found, asyncio.CancelledError):
            found = _OVERTAKEN
        elif isinstance(found, BaseException):
            found = f"The generator could not be calibrated: {found}."
        if not self._close:
            self.calibrated.emit(found)

    async def _play(self, number: int, plan: RacePlan, factory: RaceFactory) -> None:
        """One race from start to end; one that breaks off says why."""
        trouble = ""
        try:
            known = Known(self._ceiling, self._services)
            race = factory(plan, lambda frame: self._say(number, frame), known)
            await self._conduct(race)
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            program_log.log_uncaught(error)
            reason = str(error) or type(error).__name__
            trouble = f"The race broke off: {reason}. {program_log.where()}".rstrip()
        self._say(number, trouble)
        # A command that came meanwhile has set the event for this race, which is over now.
        self._wake.set()

    def _ceiling(self, plan: RacePlan) -> float | None:
        known = self.ceilings.known_ceiling(plan)
        return known.per_s if known else None

    async def _conduct(self, race: PlayableRace) -> None:
        """Run it, and obey the commands that concern it until it is over."""
        running = asyncio.ensure_future(race.run())
        running.add_done_callback(lambda _: self._wake.set())
        try:
            while not running.done():
                self._obey(race)
                await self._wake.wait()
                self._wake.clear()
        finally:
            # Only a command that failed leaves it running; its children must not outlive it.
            if not running.done():
                running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        running.result()

    def _obey(self, race: PlayableRace) -> None:
        with self._lock:
            change, self._change = self._change, None
            restarts, self._restarts = self._restarts, set()
            freezes, self._freezes = self._freezes, {}
            stop, self._stop = self._stop or self._close or self._next is not None, False
        if stop:
            race.stop()
            return
        self._attend(race)
        if change is not None:
            race.change(change)
        for lane in sorted(restarts):
            race.restart(lane)
        for lane, seconds in freezes.items():
            race.freeze(lane, seconds)

    def _say(self, number: int, what: Frame | str) -> None:
        """Put it into the inbox; one signal to the GUI thread is under way at most."""
        with self._lock:
            self._inbox.append((number, what))
            tell = not self._announced and not self._close
            self._announced = self._announced or tell
        if tell:
            self._arrived.emit()

    # In the GUI thread again.

    @Slot()
    def _deliver(self) -> None:
        """Hand on what came; of very much a part at a time, between which the window goes on."""
        with self._lock:
            said = [self._inbox.popleft() for _ in range(min(_AT_ONCE, len(self._inbox)))]
            self._announced = bool(self._inbox)
            if self._announced:
                self._arrived.emit()
        for number, what in said:
            if number != self._number:
                continue
            if isinstance(what, str):
                self.ended.emit(what)
            else:
                self.frame.emit(what)
