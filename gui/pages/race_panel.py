"""The sliders at the right: load, scenario, and each lane's settings in the lane's colour."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.pages.race_session import RaceSession
from gui.widgets.labelled_slider import LabelledSlider
from gui.widgets.look import Look, Painted, dress
from loadgen.experiments.race_plan import CONCURRENCY
from loadgen.frame import LANES, LaneId
from servers.parameters import Parameter

WIDTH = 296


class RacePanel(Painted, QScrollArea):
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
        self._sliders: dict[str, LabelledSlider] = {}
        self._undo: Callable[[], None] | None = None
        self.show_plan()

    @property
    def concurrency(self) -> LabelledSlider:
        return self._sliders["concurrency"]

    @property
    def sliders(self) -> dict[str, LabelledSlider]:
        """By key: ``concurrency``, ``wait_ms``, ``a.threads``, ..."""
        return dict(self._sliders)

    def undo_reset(self) -> bool:
        """Take back the last reset; False when there is none."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()
        return undo is not None

    def show_plan(self) -> None:
        """Each slider at its value; other sliders when there are other things to set."""
        plan = self._session.plan
        shape = (plan.scenario, *(plan.lanes[lane].variant for lane in LANES))
        if shape != self._shape:
            self._shape, self._undo = shape, None
            self._build()
        values = {"concurrency": plan.model.concurrency} | plan.parameters
        for lane in LANES:
            values |= {f"{lane}.{key}": n for key, n in plan.lanes[lane].settings.items()}
        for key, slider in self._sliders.items():
            if slider.value != values[key]:
                slider.set_value(values[key])

    def _build(self) -> None:
        session, plan = self._session, self._session.plan
        focused = self._focused_key()
        self._sliders = {}
        body = QFrame()
        body.setObjectName("panelBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 18, 16, 18)
        column.setSpacing(10)
        self._section(column, "Load")
        self._slider(column, "concurrency", CONCURRENCY, session.set_concurrency)
        self._section(column, plan.entry.title, plan.entry.shows)
        for each in plan.entry.parameters:
            self._slider(column, each.key, each, partial(session.set_parameter, each.key))
        for lane in LANES:
            choice = plan.lanes[lane]
            self._section(column, plan.name(lane), choice.entry.teaches, lane)
            for each in choice.entry.settings:
                choose = partial(session.set_setting, lane, each.key)
                self._slider(column, f"{lane}.{each.key}", each, choose, lane)
        column.addStretch(1)
        dress(body, self.look)
        self.setWidget(body)
        if focused in self._sliders:
            self._sliders[focused].track.setFocus()

    def _focused_key(self) -> str:
        return next((k for k, s in self._sliders.items() if s.track.hasFocus()), "")

    def _section(
        self, column: QVBoxLayout, title: str, hint: str = "", lane: LaneId | None = None
    ) -> None:
        if column.count():
            column.addSpacing(10)
        label = QLabel(title.upper())
        label.setObjectName("section")
        label.setProperty("lane", lane or "")
        column.addWidget(label)
        if hint:
            words = QLabel(hint)
            words.setObjectName("hint")
            words.setWordWrap(True)
            column.addWidget(words)

    def _slider(
        self,
        column: QVBoxLayout,
        key: str,
        parameter: Parameter,
        choose: Callable[[int], None],
        lane: LaneId | None = None,
    ) -> None:
        slider = LabelledSlider(parameter, lane)
        if lane:
            name = f"{self._session.plan.name(lane)}: {parameter.title}"
            slider.track.setAccessibleName(name)
            slider.field.setAccessibleName(f"{name}, typed")
        slider.changed.connect(choose)
        slider.was_reset.connect(lambda before: self._remember(partial(choose, before)))
        column.addWidget(slider)
        self._sliders[key] = slider

    def _remember(self, undo: Callable[[], None]) -> None:
        self._undo = undo

    def set_look(self, look: Look) -> None:
        self.look = look
