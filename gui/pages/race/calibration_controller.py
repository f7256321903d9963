"""When the generator's ceiling is measured, and what the panel says of it."""

from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer

from gui.pages.race.race_page import RacePage
from gui.session.race_session import RaceSession
from gui.session.race_thread import RaceThread
from loadgen.model.number_format import rate
from loadgen.model.race_plan import RacePlan

FIRST_MS, NEXT_MS = 3_000, 1_000
"""So long after the start, and after a race, a ceiling that is not known is measured by itself."""


class CalibrationController(QObject):
    """Measures while no race is on.

    A race that starts meanwhile does not wait: it breaks it off, and is raced without.
    """

    def __init__(
        self,
        session: RaceSession,
        page: RacePage,
        bridge: RaceThread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._page, self._bridge = session, page, bridge
        self._measuring = self._asked = False
        self._by_itself = QTimer(self, interval=FIRST_MS, singleShot=True)
        self._by_itself.timeout.connect(self._measure_unknown)
        self._by_itself.start()
        page.panel.instrument.calibrate_asked.connect(self.calibrate)
        page.panel.instrument.opened.connect(self._show)
        session.plan_changed.connect(self._show)
        session.state_changed.connect(self._follow)
        bridge.calibrated.connect(self._calibrated)

    def calibrate(self) -> None:
        """Because somebody asked for it, known or not."""
        self._asked = True
        self._measure()

    def _measure_unknown(self) -> None:
        if self._bridge.ceilings.known_ceiling(self._session.plan) is None:
            self._asked = False
            self._measure()

    def _measure(self) -> None:
        if self._session.state == "idle" and not self._measuring:
            self._measuring = True
            self._bridge.calibrate(self._session.plan)
        self._show()

    def _calibrated(self, trouble: str) -> None:
        self._measuring = False
        if trouble and self._asked:
            self._page.say(trouble, bad=True)
        self._show()

    def _follow(self) -> None:
        if self._session.state == "idle":
            self._by_itself.start(NEXT_MS)
        else:
            self._by_itself.stop()
        self._show()

    def _show(self) -> None:
        idle = self._session.state == "idle"
        words = self._words(self._session.plan)
        section = self._page.panel.instrument
        section.show_ceiling(words, can_calibrate=idle and not self._measuring)

    def _words(self, plan: RacePlan) -> str:
        if self._measuring:
            return "Measuring the load generator's ceiling…"
        if not self._page.panel.instrument.fold.isChecked():
            return ""  # Nobody reads it, and looking it up for the first time takes a moment.
        known = self._bridge.ceilings.known_ceiling(plan)
        if known is None:
            return "Its ceiling is not known yet."
        when = days_ago(known.measured_at.astimezone(), date.today())
        return f"Ceiling {rate(known.per_s)} a generator, calibrated {when}."


def days_ago(at: datetime, today: date) -> str:
    """``today``, ``yesterday``, else the day."""
    days = (today - at.date()).days
    return {0: "today", 1: "yesterday"}.get(days, f"on {at:%Y-%m-%d}")
