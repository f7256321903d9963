"""A call at a given moment, to within a tenth of a millisecond.

Event loops are not as good as that: uvloop and Windows count in milliseconds and more, so that a
request that is due would leave half a millisecond late on average, which the server would be
blamed for.
"""

import asyncio
import contextlib
import ctypes
import os
import struct
import sys
import threading
import time
from collections.abc import Callable
from typing import Protocol

_CLOCK_MONOTONIC = 1
_ABSOLUTE = 1
# How long an alarm of a thread may go on waiting for a moment that has been moved forward.
_NAP_S = 0.01


class PreciseTimer(Protocol):
    """Calls back in the event loop once for each ``set``; sometimes early, when it was set anew."""

    def set(self, at: float) -> None:
        """Call at this ``time.perf_counter``, instead of when it was set to before."""

    def close(self) -> None:
        """Never call again."""


class ThreadTimer:
    """Sleeps in a thread: works everywhere, and is late by about 0.1 ms."""

    def __init__(self, loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
        self._loop = loop
        self._callback = callback
        self._at = 0.0
        self._armed = threading.Event()
        self._closed = False
        threading.Thread(target=self._run, name="start_precise_timer", daemon=True).start()

    def set(self, at: float) -> None:
        self._at = at
        self._armed.set()

    def close(self) -> None:
        self._closed = True
        self._armed.set()

    def _run(self) -> None:
        while self._armed.wait() and not self._closed:
            wait_s = self._at - time.perf_counter()
            if wait_s > 0:
                time.sleep(min(wait_s, _NAP_S))
                continue
            self._armed.clear()
            with contextlib.suppress(RuntimeError):  # the event loop may be gone already
                self._loop.call_soon_threadsafe(self._call)

    def _call(self) -> None:
        if not self._closed:
            self._callback()


class TimerfdTimer:
    """A timer of the Linux kernel, which the event loop watches: late by about 0.05 ms."""

    def __init__(self, loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
        """Raises OSError where there is none to be had."""
        self._loop = loop
        self._callback = callback
        # os.timerfd_create would do, from Python 3.13 on.
        libc = ctypes.CDLL(None, use_errno=True)
        try:
            self._set_time = libc.timerfd_settime
            flags = os.O_NONBLOCK | os.O_CLOEXEC
            self._descriptor: int = libc.timerfd_create(_CLOCK_MONOTONIC, flags)
        except AttributeError as error:
            raise OSError("This C library has no timerfd.") from error
        if self._descriptor < 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        loop.add_reader(self._descriptor, self._call)

    def set(self, at: float) -> None:
        # All zeros would switch it off.
        seconds, fraction = divmod(max(at, 1e-6), 1)
        until = struct.pack("=qqqq", 0, 0, int(seconds), int(fraction * 1e9))
        self._set_time(self._descriptor, _ABSOLUTE, until, None)

    def close(self) -> None:
        if self._descriptor >= 0:
            self._loop.remove_reader(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1

    def _call(self) -> None:
        try:
            os.read(self._descriptor, 8)
        except BlockingIOError:  # it was set anew in the meantime
            return
        self._callback()


def start_precise_timer(callback: Callable[[], object]) -> PreciseTimer:
    """The best there is, for the running event loop."""
    loop = asyncio.get_running_loop()
    # The kernel is told moments of perf_counter, which on Linux is its monotonic clock.
    if sys.platform.startswith("linux") and struct.calcsize("l") == 8:
        with contextlib.suppress(OSError):
            return TimerfdTimer(loop, callback)
    return ThreadTimer(loop, callback)
