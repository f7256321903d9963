"""Runs a coroutine in a thread of its own, so that the window never waits for it."""

import asyncio
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from loadgen.files import program_log

Report = Callable[[object], None]
Work = Callable[[Report], Coroutine[Any, Any, object]]
"""Takes the function to which it reports how far it has come; what it returns is its result."""


class BackgroundTask(QObject):
    """One coroutine at a time. All methods are for the GUI thread; only ``close`` waits.

    ``progressed`` brings each report. Each ``start`` ends in exactly one of ``done``, which brings
    the result, ``failed``, which brings a sentence, and ``cancelled``; after ``close`` in none.
    ``changed`` comes when it has started and when it has ended.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    changed = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        # Guarded by the lock: the coroutine that runs, and what it said and nobody took yet.
        self._running: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None
        self._is_cancelled = False
        self._inbox: deque[Callable[[], None]] = deque()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether it was started, and has not ended yet."""
        return self._thread is not None

    def start(self, work: Work) -> None:
        """Run it; nothing happens while another one runs."""
        if self._thread is not None:
            return
        self._is_cancelled = False
        self._thread = threading.Thread(target=self._run, args=(work,), name="background task")
        self._thread.start()
        self.changed.emit()

    def cancel(self) -> None:
        """Cancel what runs; ``cancelled`` follows once it has cleaned up."""
        with self._lock:
            self._is_cancelled = True
            if self._running:
                loop, task = self._running
                loop.call_soon_threadsafe(task.cancel)

    def close(self, timeout_s: float = 15.0) -> bool:
        """Cancel it and wait until it has cleaned up; False when that took too long."""
        thread = self._thread
        if thread is None:
            return True
        self.cancel()
        thread.join(timeout_s)
        with self._lock:
            self._inbox.clear()
        self._thread = None
        return not thread.is_alive()

    # In the thread of the coroutine.

    def _run(self, work: Work) -> None:
        try:
            result = asyncio.run(self._main(work))
        except asyncio.CancelledError:
            self._say(partial(self._end, self.cancelled.emit))
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            program_log.log_uncaught(error)
            reason = str(error) or type(error).__name__
            sentence = f"It broke off: {reason}. {program_log.where()}".rstrip()
            self._say(partial(self._end, partial(self.failed.emit, sentence)))
        else:
            self._say(partial(self._end, partial(self.done.emit, result)))

    async def _main(self, work: Work) -> object:
        task = asyncio.current_task()
        assert task is not None
        with self._lock:
            self._running = asyncio.get_running_loop(), task
            if self._is_cancelled:
                task.cancel()
        try:
            return await work(lambda said: self._say(partial(self.progressed.emit, said)))
        finally:
            with self._lock:
                self._running = None

    def _say(self, deliver: Callable[[], None]) -> None:
        with self._lock:
            self._inbox.append(deliver)
        self._arrived.emit()

    # In the GUI thread again.

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            said = list(self._inbox)
            self._inbox.clear()
        for deliver in said:
            deliver()

    def _end(self, tell: Callable[[], None]) -> None:
        if self._thread is not None:
            self._thread.join()  # it has nothing left to do
            self._thread = None
        tell()
        self.changed.emit()
