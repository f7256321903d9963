"""What a backing service that has failed says in the notice, with a button that restarts it."""

from functools import partial

from gui.session.race_session import RaceSession
from gui.widgets.notice import Notice

_RESTART = "Restart"


class ServiceNotice:
    """In the page's notice, too, and not in the panel alone: on stage there is no panel."""

    def __init__(self, session: RaceSession, notice: Notice) -> None:
        self._session, self._notice = session, notice
        self._failed = ""
        session.service_failed.connect(self._show)
        session.services_changed.connect(self._clear_if_running)

    def _show(self, key: str) -> None:
        session = self._session
        self._failed = key
        restart = partial(session.restart_service, key)
        self._notice.say(session.services[key].text, bad=True, action=_RESTART, do=restart)

    def _clear_if_running(self) -> None:
        """What is going on again needs no notice."""
        key, services = self._failed, self._session.services
        if key and (key not in services or services[key].state != "failed"):
            self._failed = ""
            if self._notice.action_text == _RESTART:
                self._notice.clear()
