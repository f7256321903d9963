"""The bar at the top of the race: who, what, for how long; Start, and the picture to take away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.pages.lane_words import settings_words, state_words
from gui.pages.race_session import RaceSession
from gui.widgets.icons import icon, icon_size
from gui.widgets.lane_chip import LaneChip
from gui.widgets.look import Look, Painted
from gui.widgets.pick_button import MenuButton, PickButton
from gui.widgets.pick_menu import Pick
from gui.widgets.picture_button import PictureButton
from loadgen.frame import LANES
from servers.scenarios import SCENARIOS

DURATIONS = (
    Pick("0", "until stopped", hint="The race goes on until you press Stop."),
    Pick("10", "10 s", hint="Load flows for ten seconds."),
    Pick("30", "30 s", hint="Load flows for half a minute."),
    Pick("60", "60 s", hint="Load flows for a minute."),
)
_START = {
    "idle": ("Start", "play", "Start both servers and the race. (Space)"),
    "starting": ("Stop", "stop", "Stop the race while it starts. (Space)"),
    "racing": ("Stop", "stop", "Stop the race; what was measured stays. (Space)"),
    "stopping": ("Start", "play", "Race again, as soon as the servers have left. (Space)"),
}


class RaceBar(Painted, QFrame):
    """Shows the session, and tells it what a person chooses."""

    start_asked = Signal()

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._session = session
        self.chips = {lane: LaneChip(lane, self) for lane in LANES}
        self._versus = QLabel("vs", self)
        self._versus.setObjectName("muted")
        scenarios = [Pick(each.key, each.title, each.shows) for each in SCENARIOS]
        self.scenario = PickButton("Scenario", scenarios, "Choose what is asked of both.", self)
        self.duration = PickButton("Time", DURATIONS, "Choose how long load flows.", self)
        self.start = QPushButton(self)
        self.start.setObjectName("primary")
        self.start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.picture = PictureButton(self)
        self._arrange()
        for lane, chip in self.chips.items():
            chip.picked.connect(lambda key, lane=lane: session.set_variant(lane, key))
            chip.restart_asked.connect(lambda lane=lane: session.restart(lane))
        self.scenario.picked.connect(session.set_scenario)
        self.duration.picked.connect(lambda key: session.set_duration(int(key) or None))
        self.start.clicked.connect(session.toggle)
        self.show_plan()
        self.show_state()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(10)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.chips["a"])
        row.addWidget(self._versus)
        row.addWidget(self.chips["b"])
        row.addSpacing(4)
        row.addWidget(self.scenario, 0, middle)
        row.addWidget(self.duration, 0, middle)
        row.addStretch(1)
        row.addWidget(self.start, 0, middle)
        row.addWidget(self.picture, 0, middle)

    @property
    def menus(self) -> tuple[MenuButton, ...]:
        chips = (chip.button for chip in self.chips.values())
        return (*chips, self.scenario, self.duration, self.picture)

    def show_plan(self) -> None:
        """Who races what for how long."""
        plan = self._session.plan
        for lane, chip in self.chips.items():
            choice = plan.lanes[lane]
            chip.button.show_variant(choice.variant, plan.name(lane), settings_words(choice))
        self.scenario.show_pick(plan.scenario)
        seconds = plan.duration_s or 0
        self.duration.show_pick(str(seconds), otherwise=f"{seconds:,} s")

    def show_state(self) -> None:
        """How both lanes are, and what Start does now."""
        session = self._session
        for lane, chip in self.chips.items():
            status = session.status(lane)
            text = state_words(status, session.waited_s(lane), session.state == "stopping")
            chip.show_state(status.state, text, can_restart=status.state == "failed")
        label, name, hint = _START[session.state]
        self.start.setText(label)
        self.start.setAccessibleName(label)
        self.start.setToolTip(hint)
        self.start.setIcon(icon(name, self.look.theme.background, self.look.stage))

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self._versus.setFont(look.font(14))
        self.start.setIconSize(icon_size(look.stage))
        self.start.setMinimumWidth(look.px(112))
        self.show_state()
