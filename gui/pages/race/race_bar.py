"""The bar at the top of the race: who, what, for how long; Start, and the picture to take away."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.pages.race.lane_text import settings_words, state_words, turn_words
from gui.pages.race.load_section import MODES
from gui.picture.layout_list import LAYOUTS
from gui.session.race_session import RaceSession
from gui.style.icons import icon, icon_size
from gui.style.style import Style, Styled
from gui.widgets.lane_chip import LaneChip
from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick
from gui.widgets.picture_button import PictureButton
from gui.widgets.segmented import Segmented
from loadgen.model.frame import LANES
from loadgen.model.race_plan import CLEAR_METRICS, DURATION
from servers.catalog.compatibility import scenario_refusal
from servers.catalog.race_catalog import RACE_SCENARIOS

CLEAR = "clear "
"""Begins the key of a pick ``until clear``; the metric follows."""
DURATIONS = (
    Pick("0", "until stopped", hint="The race goes on until you press Stop."),
    Pick("10", "10 s", hint="Load flows for ten seconds."),
    Pick("30", "30 s", hint="Load flows for half a minute."),
    Pick("60", "60 s", hint="Load flows for a minute."),
    Pick("300", "5 min", hint="Load flows for five minutes."),
    *(
        Pick(
            CLEAR + metric,
            f"until clear: {title}",
            hint=f"Until the 95 % interval of {title} shows a difference; at most 5 minutes.",
        )
        for metric, title in CLEAR_METRICS.items()
    ),
)
_ROOMY = 1480
"""From this width on everything is said in full."""
_NARROW = 1290
"""Up to this width (that of the most common laptop's screen) the picture is an icon, and everything
a bit closer.
"""
_FOLDED = 1080
"""Below this width the mode is chosen in the panel."""
_START = {
    "idle": ("Start", "play", "Start both servers and the race. (Space)"),
    "starting": ("Stop", "stop", "Stop the race while it starts. (Space)"),
    "racing": ("Stop", "stop", "Stop the race; what was measured stays. (Space)"),
    "stopping": ("Start", "play", "Race again, as soon as the servers have left. (Space)"),
}
_PLAY = {
    "idle": ("Play", "play", "Play the recorded race from its start. (Space)"),
    "starting": ("Stop", "stop", "Stop playing. (Space)"),
    "racing": ("Stop", "stop", "Stop playing; what was played stays. (Space)"),
    "stopping": ("Play", "play", "Play the recorded race from its start. (Space)"),
}
"""What stands there in the place of ``_START`` where a recorded race is shown."""


class RaceBar(Styled, QFrame):
    """Shows the session, and tells it what a person chooses."""

    start_asked = Signal()

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._session = session
        self.chips = {lane: LaneChip(lane, self) for lane in LANES}
        self._versus = QLabel("vs", self)
        self._versus.setObjectName("muted")
        scenarios = [Pick(each.key, each.title, each.shows) for each in RACE_SCENARIOS]
        self.scenario = PickButton(
            "Scenario", scenarios, "Choose what is asked of both.", self, steady=True
        )
        self.duration = PickButton(
            "Time", DURATIONS, "Choose how long load flows.", self, steady=True
        )
        self.own_duration = self.duration.add_number("Own time", DURATION)
        self.mode = Segmented("Mode", MODES, self)
        self.start = QPushButton(self)
        self.start.setObjectName("primary")
        self.start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.picture = PictureButton(LAYOUTS, self)
        self.settings = QPushButton(self)
        self.settings.setCheckable(True)
        self.settings.setChecked(True)
        self.settings.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.settings.setAccessibleName("Settings")
        self.settings.setToolTip("Load, scenario and servers: show or hide their sliders. (P)")
        self.settings.hide()
        self._start_shown: object = None
        self._arrange()
        for lane, chip in self.chips.items():
            chip.picked.connect(lambda key, lane=lane: session.set_variant(lane, key))
            chip.restart_asked.connect(lambda lane=lane: session.restart(lane))
        self.scenario.picked.connect(session.set_scenario)
        self.duration.picked.connect(self._set_duration)
        self.own_duration.chosen.connect(session.set_duration)
        self.mode.picked.connect(session.set_mode)
        self.start.clicked.connect(session.toggle)
        self.show_plan()
        self.show_state()

    def _arrange(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(10)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.chips["a"])
        row.addWidget(self._versus)
        row.addWidget(self.chips["b"])
        row.addSpacing(4)
        row.addWidget(self.scenario, 0, middle)
        row.addWidget(self.mode, 0, middle)
        row.addWidget(self.duration, 0, middle)
        row.addStretch(1)
        row.addWidget(self.start, 0, middle)
        row.addWidget(self.picture, 0, middle)
        row.addWidget(self.settings, 0, middle)

    def order_tabs(self) -> None:
        """As the eye goes; once all of the window is there."""
        chips = (each for chip in self.chips.values() for each in (chip.button, chip.restart))
        order = [*chips, self.scenario, *self.mode.buttons, self.duration, self.start, self.picture]
        order.append(self.settings)
        # Qt gives a place to those alone that Tab may reach: later, of the modes, one.
        for button in self.mode.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)
        self.mode.show_pick(self.mode.pick)

    def show_plan(self) -> None:
        """Who races what for how long."""
        plan = self._session.plan
        for lane, chip in self.chips.items():
            choice = plan.lanes[lane]
            words = settings_words(choice, plan.entry)
            chip.button.show_variant(choice.variant, plan.name(lane), words)
        for each in RACE_SCENARIOS:
            refusals = (
                scenario_refusal(choice.entry, each.key, choice.settings)
                for choice in plan.lanes.values()
            )
            self.scenario.refuse(each.key, next(filter(None, refusals), ""))
        self.scenario.show_pick(plan.scenario)
        self.mode.show_pick(plan.mode)
        key = CLEAR + plan.clear_metric if plan.until_clear else str(plan.duration_s or 0)
        self.duration.show_pick(key, otherwise=f"{plan.duration_s or 0:,} s")
        self.own_duration.field.show_value(plan.duration_s or DURATION.default)

    def _set_duration(self, key: str) -> None:
        for metric in CLEAR_METRICS:
            if key == CLEAR + metric:
                self._session.set_until_clear(metric)
                return
        self._session.set_duration(int(key) or None)

    def show_state(self) -> None:
        """How both lanes are, and what Start does now."""
        session = self._session
        for lane, chip in self.chips.items():
            status = session.status(lane)
            turn = turn_words(lane, session.turn, session.is_in_turns)
            text = state_words(status, session.waited_s(lane), session.state == "stopping", turn)
            chip.show_state(status.state, text, can_restart=status.state == "failed")
        starts = _PLAY if session.replay else _START
        if (starts[session.state], self.look) != self._start_shown:
            self._start_shown = starts[session.state], self.look
            label, name, hint = starts[session.state]
            self.start.setText(label)
            self.start.setAccessibleName(label)
            self.start.setToolTip(hint)
            # A new icon lays out the whole page again: not at each update.
            self.start.setIcon(icon(name, self.look.theme.background, self.look.factor))

    @property
    def is_folded(self) -> bool:
        """Whether there is no room for the mode."""
        return self.width() < _FOLDED

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for each in (self.scenario, self.duration):
            each.be_brief(self.width() < _ROOMY)
        narrow = self.width() <= _NARROW
        self._row.setSpacing(8 if narrow else 10)
        self.picture.be_brief(narrow)
        self.mode.setHidden(self.is_folded)
        for chip in self.chips.values():
            chip.be_brief(narrow)

    def set_look(self, look: Style) -> None:
        super().set_look(look)
        self._versus.setFont(look.font(14))
        self.start.setIconSize(icon_size(look.factor))
        self.start.setMinimumWidth(look.px(104))
        self.settings.setIcon(icon("sliders", look.theme.text, look.factor))
        self.settings.setIconSize(icon_size(look.factor))
        self.show_state()
