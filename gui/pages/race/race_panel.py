"""The sliders at the right.

Load, scenario, each lane's settings in the lane's colour, and the instrument.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.pages.race.instrument_section import InstrumentSection
from gui.pages.race.load_section import LoadSection
from gui.pages.race.panel_section import Section
from gui.pages.race.services_section import ServicesSection
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled, apply_style
from gui.widgets.choice_picker import ChoicePicker
from gui.widgets.labelled_slider import LabelledSlider
from loadgen.model.frame import LANES, LaneId
from loadgen.race.process_control import cpu_layout

if TYPE_CHECKING:
    from gui.widgets.collapsible import Collapsible

WIDTH = 304


class RacePanel(Styled, QScrollArea):
    """Shows the session's plan, and tells the session what is moved."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session = session
        self._shape: tuple[str, ...] = ()
        self.folds: dict[LaneId, Collapsible] = {}
        self._unfolded: set[LaneId] = set()
        self.load = LoadSection(session)
        self.services = ServicesSection(session)
        self._what = Section()
        self.instrument = InstrumentSection(session)
        self.instrument.opened.connect(self._show_pinning)
        self._arrange()
        self.show_plan()

    def _arrange(self) -> None:
        body = QFrame()
        body.setObjectName("panelBody")
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(20, 18, 16, 18)
        column.setSpacing(20)
        column.addWidget(self.load)
        column.addWidget(self.services)
        column.addWidget(self._what)
        column.addWidget(self.instrument)
        column.addStretch(1)
        self.setWidget(body)

    @property
    def concurrency(self) -> LabelledSlider:
        """The slider of the closed model's users."""
        return self.load.sliders["concurrency"]

    @property
    def pickers(self) -> dict[str, ChoicePicker]:
        """Of settings with named values, by key: ``a.client``, ..."""
        return self._what.pickers

    @property
    def sliders(self) -> dict[str, LabelledSlider]:
        """Those shown, by key: ``concurrency``, ``wait_ms``, ``a.threads``, ..."""
        return self.load.shown_sliders | self._what.shown_sliders

    def step(self, direction: int) -> None:
        """More load, or less."""
        self.load.main_slider.step(direction)

    def show_plan(self) -> None:
        """Each slider at its value; other sliders when there are other things to set."""
        plan = self._session.plan
        shape = (plan.scenario, *(plan.lanes[lane].variant for lane in LANES))
        if shape != self._shape:
            self._shape = shape
            self._build()
        values = dict(plan.parameters)
        for lane in LANES:
            values |= {f"{lane}.{key}": n for key, n in plan.lanes[lane].settings.items()}
        self._what.show_values(values)
        for lane in LANES:
            self._show_brief(lane)
        self.load.show_plan()
        self.instrument.show_plan()

    def _build(self) -> None:
        """The sections that depend on the scenario and on who races."""
        session, plan = self._session, self._session.plan
        focused = next((k for k, s in self._what.sliders.items() if s.track.hasFocus()), "")
        built = Section()
        built.heading(plan.entry.title, plan.entry.shows)
        for each in plan.entry.parameters:
            built.slider(each.key, each, partial(session.set_parameter, each.key))
        for lane in LANES:
            choice, name = plan.lanes[lane], plan.name(lane)
            built.heading(name, choice.entry.teaches, lane)
            known = sorted(choice.entry.settings_of(plan.entry.modules), key=lambda each: each.rare)
            for each in known:
                key, choose = f"{lane}.{each.key}", partial(session.set_setting, lane, each.key)
                if each.choices:
                    built.picker(key, each, choose, whose=name)
                else:
                    built.slider(key, each, choose, lane, whose=name)
            rare = [f"{lane}.{each.key}" for each in known if each.rare]
            unfolded = lane in self._unfolded
            self.folds[lane] = built.fold_away(rare, name, unfolded=unfolded)
            self.folds[lane].toggled.connect(partial(self._unfold, lane))
        apply_style(built, self.look)
        self._column.replaceWidget(self._what, built)
        self._what.hide()
        self._what.deleteLater()
        self._what = built
        self._order_tabs()
        if focused in built.sliders:
            built.sliders[focused].track.setFocus()

    def _unfold(self, lane: LaneId, unfolded: bool) -> None:
        if unfolded:
            self._unfolded.add(lane)
        else:
            self._unfolded.discard(lane)

    def _show_brief(self, lane: LaneId) -> None:
        """Which of the folded settings are not as usual."""
        choice = self._session.plan.lanes[lane]
        changed = [
            each.phrase(choice.settings[each.key])
            for each in choice.entry.settings
            if each.rare and choice.settings[each.key] != each.default
        ]
        self.folds[lane].show_brief(" · ".join(changed), alert=bool(changed))

    def _order_tabs(self) -> None:
        """What was built last stands in the middle."""
        last: QWidget = [*self.load.sliders.values()][-1].track
        for line in self.services.lines.values():
            QWidget.setTabOrder(last, line.restart)
            last = line.restart
        for stop in self._what.tab_stops():
            QWidget.setTabOrder(last, stop)
            last = stop
        QWidget.setTabOrder(last, self.instrument.fold)

    def _show_pinning(self) -> None:
        self.instrument.show_pinning(cpu_layout.problem())

    def set_look(self, look: Style) -> None:
        self.look = look
