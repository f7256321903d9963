"""When a page that follows a race is updated: curves, text and verdict, each at its own pace."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from gui.style.style import is_exposed

REDRAW_MS = 33
WORDS_MS = 500
WORDS_PER_VERDICT = 2


class LiveUpdates(QObject):
    """Curves at most 30 times a second and when frames came, text twice, the verdict once.

    Nothing is updated while no race is on. While the page is not on the screen (another page, a
    minimised window) only the verdict is; when it appears again, ``catch_up`` is called first.
    """

    def __init__(
        self,
        page: QWidget,
        *,
        draw: Callable[[], None],
        show_words: Callable[[], None],
        judge: Callable[[], None],
        catch_up: Callable[[], None],
    ) -> None:
        super().__init__(page)
        self._page, self._draw, self._show_words, self._judge = page, draw, show_words, judge
        self._catch_up = catch_up
        self._ticks = 0
        self._is_behind = False
        self._redraw = QTimer(self, interval=REDRAW_MS, singleShot=True)
        self._words = QTimer(self, interval=WORDS_MS)
        self._redraw.timeout.connect(self._draw_if_seen)
        self._words.timeout.connect(self._tick)

    @property
    def is_ticking(self) -> bool:
        """Whether anything is updated by itself."""
        return self._redraw.isActive() or self._words.isActive()

    def want_redraw(self) -> None:
        """A frame came: redraw within ``REDRAW_MS``."""
        if not self._redraw.isActive():
            self._redraw.start()

    def restart(self) -> None:
        """Another race begins: its first verdict comes a second later."""
        self._ticks = 0

    def follow(self, *, is_on: bool) -> None:
        """Update the text by itself while a race is on."""
        if is_on:
            self._words.start()
        else:
            self._words.stop()

    def appear(self) -> None:
        """The page is shown again."""
        if self._is_behind:
            self._update_all()

    def _draw_if_seen(self) -> None:
        if not is_exposed(self._page):
            self._is_behind = True
        elif self._is_behind:
            self._update_all()
        else:
            self._draw()

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % WORDS_PER_VERDICT == 0:
            self._judge()
        if not is_exposed(self._page):
            self._is_behind = True
        elif self._is_behind:
            self._update_all()
        else:
            self._show_words()

    def _update_all(self) -> None:
        self._is_behind = False
        self._catch_up()
