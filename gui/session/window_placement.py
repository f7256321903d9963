"""Where the window is: remembered with its screen, and with its frame within that screen."""

import msgspec
from PySide6.QtCore import QByteArray, QEvent, QMargins, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow

from gui.session.window_settings import Settings

FRAME = QMargins(0, 40, 0, 0)
"""What is assumed of the frame until the window is shown: a title bar."""


def within(wanted: QRect, room: QRect, frame: QMargins) -> QRect:
    """The window's inner rectangle, shrunk and moved so that all of its frame is in ``room``."""
    inner = room.marginsRemoved(frame)
    size = wanted.size().boundedTo(inner.size())
    left = min(max(wanted.left(), inner.left()), inner.right() + 1 - size.width())
    top = min(max(wanted.top(), inner.top()), inner.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)


class WindowPlacement(QObject):
    """Puts the window where it was, corrects that once its frame is known, and says where it is."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before_stage: tuple[QByteArray, bool] | None = None
        self._fitted = False
        window.installEventFilter(self)

    def put(self, settings: Settings) -> None:
        """Put the window there before it is shown; in the middle where its screen has gone."""
        screen = _screen(settings.screen)
        room = (screen or QGuiApplication.primaryScreen()).availableGeometry()
        wanted = QRect(0, 0, settings.width, settings.height)
        if screen is None or settings.at is None:
            wanted.moveCenter(room.center())
        else:
            wanted.moveTo(*settings.at)
        self._window.setGeometry(within(wanted, room, FRAME))
        if settings.maximised:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def remembered(self, settings: Settings) -> Settings:
        """The settings with the window's place; maximised, with the place it would have if not.

        On stage they are left as they are.
        """
        window = self._window
        if window.isFullScreen():
            return settings
        screen: QScreen | None = window.screen()  # none any more where the display has gone
        inner = window.normalGeometry() if window.isMaximized() else window.geometry()
        return msgspec.structs.replace(
            settings,
            width=inner.width(),
            height=inner.height(),
            at=(inner.x(), inner.y()),
            screen=screen.name() if screen else "",
            maximised=window.isMaximized(),
        )

    def fill_screen(self) -> None:
        """Take the whole screen."""
        self._before_stage = self._window.saveGeometry(), self._window.isMaximized()
        self._window.showFullScreen()

    def leave_screen(self) -> None:
        """Be where the window was before it took the whole screen."""
        if self._before_stage is not None:
            geometry, maximised = self._before_stage
            self._window.showMaximized() if maximised else self._window.showNormal()
            self._window.restoreGeometry(geometry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window manager frames the window some time after it is shown, and then moves it."""
        if not self._fitted and event.type() in (QEvent.Type.Show, QEvent.Type.Move):
            QTimer.singleShot(0, self, self.fit)
        return False

    def fit(self) -> None:
        """Move and shrink the window, once, if its real frame reaches beyond the screen."""
        window, handle = self._window, self._window.windowHandle()
        if self._fitted or handle is None or handle.frameMargins().isNull():
            return
        self._fitted = True
        if not (window.isMaximized() or window.isFullScreen()):
            room = window.screen().availableGeometry()
            window.setGeometry(within(window.geometry(), room, handle.frameMargins()))


def _screen(name: str) -> QScreen | None:
    return next((each for each in QGuiApplication.screens() if each.name() == name), None)
