"""The way back to the race before: a key, and a notice when another race replaces it."""

from PySide6.QtCore import QObject

from gui.pages.race.race_page import RacePage
from gui.session.race_session import RaceSession

_IS_KEPT = "The race before is kept: Backspace shows it when this one has ended"
_RECORDED = ", and the page Runs has it"
_CAN_BE_SHOWN = "The race before is kept: Backspace shows it."
_STOP_AND_SHOW = "Stop, and show it"
_IS_SHOWN = "This is the race before. Backspace shows the other one again."
_IS_ON = "A race is on: stop it with Space, then Backspace shows the race before."
_NONE = "There is no race before this one."


class PreviousRaceController(QObject):
    """Says that the race before is kept, and shows it. No key ends a race for it; a button does."""

    def __init__(self, session: RaceSession, page: RacePage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._page = session, page
        self._shows_when_idle = False
        session.state_changed.connect(self._follow)

    def show(self) -> None:
        """Show the race before in place of the one that is shown; say why where it cannot be."""
        if self._session.show_previous():
            self._page.say(_IS_SHOWN)
        else:
            self._page.say(_NONE if self._session.previous is None else _IS_ON)

    def _stop_and_show(self) -> None:
        self._shows_when_idle = True
        self._session.stop()
        self._follow()

    def _follow(self) -> None:
        session, notice = self._session, self._page.notice
        if session.state == "idle" and self._shows_when_idle:
            self._shows_when_idle = False
            self.show()
        elif session.state == "idle" and notice.action_text == _STOP_AND_SHOW:
            notice.say(_CAN_BE_SHOWN)
        elif session.state == "starting":
            self._shows_when_idle = False
            is_bad = bool(notice.text) and not notice.leaves_by_itself
            if session.previous is not None and not is_bad:
                recorded = _RECORDED if session.recording else ""
                kept = f"{_IS_KEPT}{recorded}."
                notice.say(kept, action=_STOP_AND_SHOW, do=self._stop_and_show)
