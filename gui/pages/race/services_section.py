"""The backing services of the scenario, in the panel at the right."""

from functools import partial

from PySide6.QtWidgets import QWidget

from gui.pages.race.panel_section import Section
from gui.session.race_session import RaceSession
from gui.style.style import Styled, apply_style
from gui.widgets.service_line import ServiceLine


class ServicesSection(Styled, Section):
    """Hidden where the scenario needs none."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lines: dict[str, ServiceLine] = {}
        self.heading("Behind both servers")
        session.plan_changed.connect(self.show_services)
        session.services_changed.connect(self.show_services)
        self.show_services()

    def show_services(self) -> None:
        """A line for each that is needed now."""
        session, needed = self._session, self._session.plan.entry.services
        for key in needed:
            if key not in self.lines:
                line = self.lines[key] = ServiceLine(self)
                line.restart_asked.connect(partial(session.restart_service, key))
                apply_style(line, self.look)
                self.column.addWidget(line)
        for key, line in self.lines.items():
            line.setVisible(key in needed)
            if key in session.services:
                line.show_service(session.services[key])
        self.setHidden(not needed)
