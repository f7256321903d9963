"""The instrument itself: what sends, where it runs, and how fast it could be.

Folded away until somebody asks.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.pages.race.panel_section import Section
from gui.session.plan_editor import PlanEditor
from gui.widgets.collapsible import Collapsible
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from gui.widgets.switch import Switch
from loadgen.model.clients import CLIENTS, client

_CLIENT_PICKS = [Pick(each.key, each.title, hint=each.hint) for each in CLIENTS]
_PIN_HINT = "Keep servers and load generators on processors of their own."
_FRESH_HINT = (
    "Restart both servers before each pair of turns: what differs from one start to the next is "
    "then part of the interval."
)


class InstrumentSection(Section):
    """``calibrate_asked`` asks for a new measurement of the generator's ceiling.

    ``folded`` is False once the section was opened.
    """

    calibrate_asked = Signal()
    opened = Signal(bool)

    def __init__(self, choices: PlanEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._pin_trouble = ""
        self.column.setContentsMargins(0, 10, 0, 0)
        self.fold = Collapsible(
            "Instrument", "Show what sends the load, and how fast it could be.", self
        )
        self.column.addWidget(self.fold)
        self.inside = QFrame(self)
        self.column.addWidget(self.inside)
        self.client = Segmented("Sent by", _CLIENT_PICKS, below=True)
        self.pin = Switch("Pin to cores", _PIN_HINT)
        self.pin_trouble = _hint()
        self.fresh = Switch("Fresh servers for each pair", _FRESH_HINT)
        self.ceiling = _hint()
        self.calibrate = QPushButton("Calibrate")
        self._arrange()
        self.fold.toggled.connect(self.inside.setVisible)
        self.fold.toggled.connect(self.opened)
        self.client.picked.connect(choices.set_client)
        self.pin.clicked.connect(choices.set_pinned)
        self.fresh.clicked.connect(choices.set_fresh_servers)
        self.calibrate.clicked.connect(self.calibrate_asked)
        self.inside.hide()

    def _arrange(self) -> None:
        self.calibrate.setObjectName("quiet")
        self.calibrate.setAccessibleName("Calibrate")
        self.calibrate.setToolTip(
            "Measure how fast the load generator could be, against a server that costs nothing."
        )
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        sent_by = QLabel("Sent by")
        sent_by.setObjectName("sliderTitle")
        for each in (sent_by, self.client, self.pin, self.pin_trouble, self.fresh):
            column.addWidget(each)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.ceiling, 1)
        row.addWidget(self.calibrate)
        column.addLayout(row)

    def show_plan(self) -> None:
        """Show client, pinning and fresh servers of the plan that was chosen elsewhere."""
        plan = self._choices.plan
        self.client.show_pick(plan.client)
        self.pin.setChecked(plan.pinned)
        self.fresh.setChecked(plan.fresh_servers)
        self.fresh.setVisible(plan.mode == "turns")
        self._show_brief()

    def show_pinning(self, trouble: str) -> None:
        """``trouble`` says why nothing can be pinned here; "" where it can."""
        self._pin_trouble = trouble
        self.pin.setEnabled(not trouble)
        self.pin.setToolTip(trouble or _PIN_HINT)
        self.pin_trouble.setText(trouble)
        self.pin_trouble.setVisible(bool(trouble))
        self._show_brief()

    def show_ceiling(self, words: str, can_calibrate: bool) -> None:
        """``words`` say what is known of it."""
        self.ceiling.setText(words)
        self.calibrate.setEnabled(can_calibrate)

    def _show_brief(self) -> None:
        plan = self._choices.plan
        sender = client(plan.client)
        pinned = "pinned" if plan.pinned and not self._pin_trouble else ""
        fresh = "fresh servers" if plan.fresh_servers and plan.mode == "turns" else ""
        brief = " · ".join(filter(None, (sender.title, pinned, fresh)))
        self.fold.show_brief(brief, alert=bool(sender.warning))


def _hint(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName("hint")
    label.setWordWrap(True)
    return label
