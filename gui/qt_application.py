"""Start Qt, and turn its messages into one sentence.

They are collected while it starts: a display that fails is one sentence and exit status 2.
Afterwards a display that is lost is known before Qt ends the process.
"""

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gui.style.typeface import load_before_qt, load_into_qt
from loadgen.cli.display_check import HEADLESS

INSTEAD = f"without one, race with: {HEADLESS}"
NO_DISPLAY = 2
LOST_DISPLAY = 1
# Qt ends the process after each of them.
_LOST = ("The X11 connection broke", "The Wayland connection")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger("faceoff.qt")


def start_application(argv: Sequence[str], instead: str = INSTEAD) -> QApplication:
    """The application; the process ends with status 2 where Qt cannot have a display.

    A sentence on stderr says what to do ``instead``.
    """
    said: list[str] = []

    def take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        _log.log(_LEVELS[kind], "%s", message)
        if kind is QtMsgType.QtFatalMsg:
            _refuse([*captured().splitlines(), *said], instead)
        said.append(message)

    load_before_qt()
    with _stderr_captured() as captured:
        before = qInstallMessageHandler(take)
        try:
            application = QApplication(list(argv))
        finally:
            qInstallMessageHandler(before)
        if not application.screens():  # Qt goes on without one, and crashes at the first widget
            _refuse([*captured().splitlines(), *said, "it has no screen"], instead)
    load_into_qt()
    sys.stderr.write("".join(f"{message}\n" for message in said))
    return application


def watch_display(on_lost: Callable[[], object]) -> Callable[[], None]:
    """Call back once when the display has gone, and end the process; returns what ends the watch.

    Everything else that Qt says goes to stderr, as it does without us.
    """
    lost = False

    def take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        nonlocal lost
        _log.log(_LEVELS[kind], "%s", message)
        sys.stderr.write(f"{message}\n")
        if not lost and (kind is QtMsgType.QtFatalMsg or message.startswith(_LOST)):
            lost = True
            try:
                on_lost()
            finally:
                sys.stderr.flush()
                os._exit(LOST_DISPLAY)

    before = qInstallMessageHandler(take)

    def restore() -> None:
        qInstallMessageHandler(before)

    return restore


def _refuse(reasons: Sequence[str], instead: str) -> NoReturn:
    """End the process before Qt aborts it. What libraries below Qt printed, first, tells most."""
    words = next((each.strip().rstrip(".") for each in reasons if each.strip()), "")
    reason = f" ({words})" if words else ""
    sys.stderr.write(f"Qt cannot use the display{reason}; {instead}\n")
    sys.stderr.flush()
    os._exit(NO_DISPLAY)


@contextlib.contextmanager
def _stderr_captured() -> Iterator[Callable[[], str]]:
    """Take what is written to descriptor 2 meanwhile; it is written after all in the end.

    The function gives it back, and puts stderr in its place again.
    """
    sys.stderr.flush()
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(tempfile.TemporaryFile())
            kept = os.dup(2)
        except OSError:  # no place for temporary files: then it is printed at once
            yield lambda: ""
            return

        def give_back() -> str:
            os.dup2(kept, 2)
            file.seek(0)
            return file.read().decode("utf-8", "replace")

        os.dup2(file.fileno(), 2)
        try:
            yield give_back
        finally:
            text = give_back()
            os.close(kept)
            sys.stderr.write(text)
