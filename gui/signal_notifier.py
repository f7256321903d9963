"""Ctrl+C in the terminal, its end, a request to terminate: in three steps, as without a window."""

import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, Qt, Signal

from servers.process.termination_signals import NUMBERS, leave

WINDOW_ANSWERS_S = 0.3
"""So long the window's thread has to do what the first signal asks for before the second is obeyed
in another thread.
"""


class SignalNotifier(QObject):
    """The first signal emits ``came``, the second calls ``at_once`` and leaves, the third leaves.

    Python runs a handler only in the window's thread, and only when that runs Python: never while
    Qt has it, and for a signal that comes just before a system call not until that returns. The
    signals are therefore read in a thread of their own, from the socket to which Python's C code
    writes their numbers in the order in which they came. ``at_once`` is called there, and must bear
    it.
    """

    came = Signal()
    _again = Signal()

    def __init__(self, at_once: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_once = at_once
        self._came: list[int] = []
        self._answered = threading.Event()
        self._again.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {
            number: signal.signal(number, _only_wake)
            for number in NUMBERS
            if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN
        }
        self._thread = threading.Thread(target=self._read, name="signals", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Put back what handled them before."""
        signal.set_wakeup_fd(self._fd_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._writer.close()
        self._thread.join()
        self._reader.close()

    def _read(self) -> None:
        while numbers := self._reader.recv(64):
            for number in numbers:
                if number in self._before:
                    self._take(number)

    def _take(self, number: int) -> None:
        self._came.append(number)
        if len(self._came) == 1:
            self.came.emit()
        elif len(self._came) == 2:
            # In yet another thread, so that the third is read whatever the second waits for.
            threading.Thread(target=self._obey_at_once, name="leaving", daemon=True).start()
        else:
            self._leave()

    def _obey_at_once(self) -> None:
        self._again.emit()
        self._answered.wait(WINDOW_ANSWERS_S)
        try:
            self._at_once()
        finally:
            self._leave()

    def _answer(self) -> None:
        """In the window's thread, after what is connected to ``came``."""
        self._answered.set()

    def _leave(self) -> None:
        leave(128 + self._came[0])


def _only_wake(number: int, frame: FrameType | None) -> None:
    """Python writes the number to the socket because there is a handler."""
