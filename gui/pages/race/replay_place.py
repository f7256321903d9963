"""Where the bar of a recorded race stands while one is played: below all pages."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.session.race_session import RaceSession
from gui.style.style import Styled, apply_style

if TYPE_CHECKING:
    from gui.pages.race.replay_bar import ReplayBar


class ReplayPlace(Styled, QWidget):
    """Hidden while nothing recorded is played; ``bar`` is then None."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar: ReplayBar | None = None
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        session.replay_changed.connect(self._show_bar)
        self._show_bar()

    def _show_bar(self) -> None:
        if self.bar is not None:
            self._column.removeWidget(self.bar)
            self.bar.hide()
            self.bar.deleteLater()
            self.bar = None
        replay = self._session.replay
        if replay is not None:
            from gui.pages.race.replay_bar import ReplayBar

            self.bar = ReplayBar(self._session, replay, self)
            self._column.addWidget(self.bar)
            apply_style(self.bar, self.look)
        self.setHidden(replay is None)
