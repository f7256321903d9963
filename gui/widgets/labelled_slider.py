"""A Parameter to be moved: its name, a slider, and a field for a typed number."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from gui.widgets.accessibility import Amount, value_changed
from gui.widgets.number_field import NumberField
from gui.widgets.slider_scale import SliderScale
from gui.widgets.slider_title import SliderTitle
from loadgen.model.frame import LaneId
from servers.catalog.parameter import Parameter

_STEPS: dict[int, tuple[Literal["step", "page"], int]] = {
    Qt.Key.Key_Left: ("step", -1),
    Qt.Key.Key_Down: ("step", -1),
    Qt.Key.Key_Right: ("step", +1),
    Qt.Key.Key_Up: ("step", +1),
    Qt.Key.Key_PageDown: ("page", -1),
    Qt.Key.Key_PageUp: ("page", +1),
}


class Track(QSlider):
    """A slider that jumps to a click and steps by values, not by positions.

    A double click resets it. The wheel is left to the scroll area around it. Screen readers hear
    ``amount``, not the position; a value that they set comes as ``asked``.
    """

    keyed = Signal(str, int)
    reset_asked = Signal()
    asked = Signal(int)
    amount = Amount(0, 0, 0, "")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_amount(self, amount: Amount) -> None:
        """Take the number that the position stands for, and report it where it has changed."""
        if amount != self.amount:
            self.amount = amount
            value_changed(self, amount)

    def ask_for(self, value: int) -> None:
        """Bring the value as ``asked``."""
        self.asked.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            self.keyed.emit(*step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def _follow(self, event: QMouseEvent) -> None:
        """The handle goes under the pointer."""
        margin = self.height() / 2
        share = (event.position().x() - margin) / max(1.0, self.width() - 2 * margin)
        self.setValue(round(min(max(share, 0.0), 1.0) * self.maximum()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LabelledSlider(QWidget):
    """``changed`` brings each value that a person chose."""

    changed = Signal(int)

    def __init__(
        self, parameter: Parameter, lane: LaneId | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._scale = SliderScale.of(parameter)
        self._value = parameter.default
        self.title = SliderTitle(parameter.title, parameter.unit, self)
        self.title.setToolTip(f"{self.title.accessibleName()}. {parameter.hint}".strip())
        self.field = NumberField(parameter, self)
        self.track = Track(self)
        self.track.setRange(0, self._scale.last)
        self.track.setProperty("lane", lane or "")
        self.track.setAccessibleName(parameter.title)
        usual = parameter.text(parameter.default)
        self.track.setToolTip(f"{parameter.hint} Double-click resets it to {usual}.")
        self._refusal = QLabel(self)
        self._refusal.setObjectName("refusal")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._arrange()
        self.track.valueChanged.connect(self._take_position)
        self.track.keyed.connect(self._take_key)
        self.track.reset_asked.connect(self.reset)
        self.track.asked.connect(self._choose)
        self.field.chosen.connect(self._choose)
        self.field.refused.connect(self._tell)
        self.set_value(parameter.default)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(8)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.track, 1, 0, 1, 2)
        grid.addWidget(self._refusal, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    @property
    def value(self) -> int:
        """The value in the parameter's own unit."""
        return self._value

    @property
    def refusal(self) -> str:
        """What is said about a refused text; "" when nothing is refused."""
        return self._refusal.text()

    def set_value(self, value: int) -> None:
        """Show a value that was chosen elsewhere."""
        self._value = value
        self.track.blockSignals(True)
        self.track.setValue(self._scale.position(value))
        self.track.blockSignals(False)
        self.field.show_value(value)
        self._report(value)

    def _report(self, value: int) -> None:
        """Tell assistive technology the value with its unit."""
        parameter = self.parameter
        text = parameter.text_with_unit(value)
        self.track.set_amount(Amount(value, parameter.minimum, parameter.maximum, text))
        self.track.setAccessibleDescription(f"{parameter.range_text}. {parameter.hint}".strip())
        self.field.setAccessibleDescription(text)

    def step(self, direction: int) -> None:
        """To the next power of two, or by a tenth of an even range."""
        self._choose(self._scale.page(self._value, direction))

    def reset(self) -> None:
        """Back to the default."""
        self._choose(self.parameter.default)

    def _take_position(self, position: int) -> None:
        # A value that is typed lies between two positions; only another position is another value.
        if position != self._scale.position(self._value):
            self._choose(self._scale.value(position))

    def _take_key(self, kind: str, direction: int) -> None:
        step = self._scale.step if kind == "step" else self._scale.page
        self._choose(step(self._value, direction))

    def _choose(self, value: int) -> None:
        if value == self._value and not self.field.is_refused:
            if self.field.text() != self.parameter.text(value):
                self.field.show_value(value)
            return
        changed = value != self._value
        # While it is dragged the handle stays under the pointer, wherever the value's own place is.
        if self.track.isSliderDown():
            self._value = value
            self.field.show_value(value)
            self._report(value)
        else:
            self.set_value(value)
        if changed:
            self.changed.emit(value)

    def _tell(self, sentence: str) -> None:
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))
        self._refusal.setAccessibleName(sentence)
