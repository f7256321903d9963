"""How many recorded races are kept, and how large: two typed numbers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL
from gui.widgets.number_field import NumberField
from loadgen.recording.library_limits import MIB, RACES, Limits


class LimitFields(Styled, QWidget):
    """``changed`` brings the new limits, ``refused`` a sentence with the range, or "" after it."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.races, self.mib = NumberField(RACES, self), NumberField(MIB, self)
        self._texts = [QLabel(text, self) for text in ("Keep at most", "races,", "MiB")]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        before, races, mib = self._texts
        for each in (before, self.races, races, self.mib, mib):
            row.addWidget(each)
        for text in self._texts:
            text.setObjectName("muted")
        for field, limit in ((self.races, RACES), (self.mib, MIB)):
            field.setToolTip(f"{limit.hint} {limit.range_text}.")
            field.chosen.connect(lambda _: self.changed.emit(self.limits))
            field.refused.connect(self.refused)

    @property
    def limits(self) -> Limits:
        """What was typed last and not refused."""
        return Limits(races=self.races.value, mib=self.mib.value)

    def show_limits(self, limits: Limits) -> None:
        """Show these."""
        self.races.show_value(limits.races)
        self.mib.show_value(limits.mib)

    def set_look(self, look: Style) -> None:
        for each in (self.races, self.mib, *self._texts):
            each.setFont(look.font(CONTROL))
        super().set_look(look)
