"""Starts the window and wires it: ``main`` returns the exit code."""

import gc
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from gui.qt_application import start_application, watch_display
from gui.session.race_factory import RaceFactory, live_comparison
from gui.session.race_thread import RaceThread
from gui.session.window_settings import load
from gui.signal_notifier import SignalNotifier
from gui.window import MainWindow
from loadgen.files import program_log
from loadgen.files.user_files import problem, settings_path, stored

if TYPE_CHECKING:
    from gui.session.replay import Replay
    from loadgen.demonstration.demonstration import Demonstration
    from loadgen.recording.race_recording import RaceRecording

LOST_DISPLAY_CLOSE_S = 6.0
"""So long the children have to leave when the display has gone; one that hangs is killed before."""


class UncaughtErrors(QObject):
    """Exceptions that nobody caught, in any thread: a sentence for the window, all for stderr."""

    happened = Signal(str)

    def install(self) -> Callable[[], None]:
        """Take them from now on; returns what puts the hooks back."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

        def restore() -> None:
            sys.excepthook, threading.excepthook = before

        return restore

    def caught(
        self, kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        """Log an exception that nobody caught, and show its first line; a ``sys.excepthook``."""
        program_log.log_uncaught(error)
        traceback.print_exception(kind, error, where, file=sys.stderr)
        words = str(error).strip().split("\n")[0].rstrip(".")
        what = f"{kind.__name__}: {words}" if words else kind.__name__
        self.happened.emit(
            f"Something went wrong inside Faceoff ({what}). It goes on. "
            f"{program_log.where() or 'The details are on stderr.'}"
        )


def main(
    argv: Sequence[str] | None = None,
    factory: RaceFactory = live_comparison,
    replay: "Replay | None" = None,
    demonstration: "Demonstration | None" = None,
) -> int:
    """Open the window; returns when it is closed and the last child has left.

    ``argv`` is what Qt may look at, beginning with the program's name. ``replay`` is played as soon
    as the window is there; settings are not changed by it. ``demonstration`` is started then. Where
    Qt cannot have a display the process ends here, with 2.
    """
    app = start_application(argv if argv is not None else sys.argv)
    app.setApplicationName("faceoff")
    app.setApplicationDisplayName("Faceoff")
    # A style of Qt's own: the style sheet then means the same on every system.
    app.setStyle("Fusion")
    path, unkept = settings_path(), problem()
    settings, complaint = load(stored(path))
    bridge = RaceThread(services=replay.services) if replay else RaceThread(factory)
    window = MainWindow(bridge, settings, None if unkept else path, replay=replay)
    uncaught, interrupts = UncaughtErrors(), SignalNotifier(window.keep)
    restore = uncaught.install()
    unwatch = watch_display(partial(_display_lost, window, bridge))
    queued = Qt.ConnectionType.QueuedConnection
    uncaught.happened.connect(lambda sentence: window.race.say(sentence, bad=True), queued)
    interrupts.came.connect(window.close, queued)
    window.show()
    # What lives as long as the window need not be traversed by every full collection.
    gc.freeze()
    if notice := complaint or unkept:
        window.race.say(notice, bad=True)
    recording = None if replay else _record_races(window)
    if replay:
        window.session.start()
    elif demonstration:
        window.session.demonstrations.begin(demonstration)
    code = app.exec()
    # The window is hidden; now wait for what must not outlive the program.
    app.processEvents()
    stopped = bridge.close()
    window.desk.saver.close()
    if recording:
        recording.close()
    unwatch()
    interrupts.close()
    restore()
    return code if stopped else 1


def _record_races(window: MainWindow) -> "RaceRecording":
    """Record from here on what the window races: imported once the window is on the screen."""
    from loadgen.recording.race_recording import RaceRecording
    from loadgen.recording.user_library import user_library

    recording = RaceRecording(user_library(), lambda problem: window.race.say(problem, bad=True))
    window.session.recording = recording
    return recording


def _display_lost(window: MainWindow, bridge: RaceThread) -> None:
    """Save what there is: Qt ends the process as soon as this returns."""
    kept = window.keep()
    where = f" The race is kept as {kept}." if kept else ""
    sys.stderr.write(f"The display has gone, and the window with it.{where}\n")
    bridge.close(LOST_DISPLAY_CLOSE_S)
