"""What the pages share whose work is a series of races: a sweep, a search for rates, a board."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.pages.recorded_race import open_race
from gui.pages.result_saving import ResultSaving
from gui.session.race_session import RaceSession
from gui.session.series_work import SeriesWork
from gui.style.style import Style, Styled
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK
from gui.widgets.notice import Notice

WIDE = 1500
"""From this width on a page has its table beside its plots, in pixels."""
_TICK_MS = 500
_EARLIER = "Measured before Faceoff was started this time. "
_ELSEWHERE = (
    "Measured before, on another machine or with another version of Faceoff, Python or the system. "
)


class SeriesPage(Styled, QWidget):
    """Its servers run only while its work is on, and end with the window.

    It is refreshed when it is shown and with each change of its work; while that is on, its
    progress also twice a second.
    """

    def __init__(self, session: RaceSession, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self._work: SeriesWork | None = None
        self._is_wide: bool | None = None
        self._is_new = True
        self.saving = ResultSaving(self)
        self.notice = Notice(self)
        self._title = QLabel(title, self)
        self.about = self._paragraph()
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self.show_progress)
        self.saving.said.connect(self.notice.say)

    def _paragraph(self, *, muted: bool = True) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if muted:
            label.setObjectName("muted")
        return label

    def _column(self, *rows: QWidget | QHBoxLayout, stretched: QWidget) -> None:
        """One below the other, ``stretched`` as high as there is room for, the notice at last."""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 12)
        column.setSpacing(8)
        for row in rows:
            column.addWidget(row) if isinstance(row, QWidget) else column.addLayout(row)
        column.addWidget(stretched, 1)
        column.addWidget(self.notice)

    def _follow(self, work: SeriesWork) -> None:
        """Show this work, say what it says, and end it with the page."""
        self._work = work
        work.changed.connect(self.refresh)
        work.said.connect(self.notice.say)

    def refresh(self) -> None:
        """Show what there is now; nothing is made of it while the page is hidden."""
        if not self.isVisible() or self._work is None:
            return
        self._show_work()
        self.show_progress()
        self._clock.start() if self._work.is_running else self._clock.stop()

    def _show_work(self) -> None:
        """Show all but the progress."""

    def show_progress(self) -> None:
        """Say how far the work is."""

    def _lay_out(self, *, wide: bool) -> None:
        """Place what stands beside each other on a wide page."""

    def _open_race(self, name: str) -> None:
        """Open a recorded race, or say why it cannot be."""
        if sentence := open_race(self._session, name):
            self.notice.say(sentence, True)

    @property
    def _since(self) -> str:
        """Begins the sentence about what is shown where it was measured in an earlier window."""
        if self._work is None or not self._work.is_recalled:
            return ""
        return _EARLIER if self._work.is_of_here else _ELSEWHERE

    def _recall(self) -> None:
        """Show what was found last, before this window."""
        if self._work is not None:
            self._work.recall()

    def _fit(self) -> None:
        if (wide := self.width() >= WIDE) != self._is_wide:
            self._is_wide = wide
            self._lay_out(wide=wide)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        if self._is_new and self._work is not None:
            self._recall()
        self._is_new = False
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._work is not None:
            self._work.close()
        self.saving.close()
        event.accept()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.about.setFont(look.font(TICK))
        super().set_look(look)
