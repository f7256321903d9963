"""What assistive technology hears beyond Qt's own: roles, values with units, announcements.

Qt reports a slider's position, a checkable button as a check box, and no change of a label.
"""

from functools import cache
from typing import Any, NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

_ROLE = "accessibleRole"


class Amount(NamedTuple):
    """A value with its bounds, in its own unit, and how it is spoken: ``64 users``."""

    value: int
    minimum: int
    maximum: int
    text: str


@runtime_checkable
class HasAmount(Protocol):
    """A widget that stands for a number."""

    amount: Amount

    def ask_for(self, value: int) -> None:
        """Assistive technology wants this value."""


def install() -> None:
    """Let Qt ask this module for interfaces; once for the process, however often it is called."""
    _install_once()


@cache
def _install_once() -> None:
    QAccessible.installFactory(_interface)


def set_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Report the widget with that role, in place of what Qt takes it for."""
    widget.setProperty(_ROLE, role.value)


def announce(widget: QWidget, sentence: str, *, urgent: bool = False) -> None:
    """Let a screen reader say the sentence: at once, or when it has finished what it says."""
    event = QAccessibleAnnouncementEvent(widget, sentence)
    levels = QAccessible.AnnouncementPoliteness
    event.setPoliteness(levels.Assertive if urgent else levels.Polite)
    QAccessible.updateAccessibility(event)


def value_changed(widget: QWidget, amount: Amount) -> None:
    """Report another value of a widget that has an ``Amount``."""
    QAccessible.updateAccessibility(QAccessibleValueChangeEvent(widget, amount.text))


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """An interface for what needs one of ours; None leaves it to Qt."""
    if not isinstance(thing, QWidget):
        return None
    if isinstance(thing, HasAmount):
        return _AmountInterface(thing)
    role = thing.property(_ROLE)
    if role is None:
        return None
    if isinstance(thing, QAbstractButton):
        return _ButtonInterface(thing, QAccessible.Role(role))
    return QAccessibleWidget(thing, QAccessible.Role(role))


class _AmountInterface(QAccessibleWidget, QAccessibleValueInterface):
    """A slider whose value is the number that it stands for, not its position."""

    def __init__(self, widget: QWidget) -> None:
        QAccessibleWidget.__init__(self, widget, QAccessible.Role.Slider)
        QAccessibleValueInterface.__init__(self)
        self._widget = widget

    @property
    def _amount(self) -> Amount:
        assert isinstance(self._widget, HasAmount)
        return self._widget.amount

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:  # typed int: a pointer
        if kind == QAccessible.InterfaceType.ValueInterface:
            return self
        return QAccessibleWidget.interface_cast(self, kind)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Value:
            return self._amount.text
        return QAccessibleWidget.text(self, kind)

    def currentValue(self) -> int:
        return self._amount.value

    def setCurrentValue(self, value: object) -> None:
        if isinstance(value, int | float) and isinstance(self._widget, HasAmount):
            least, most = self.minimumValue(), self.maximumValue()
            self._widget.ask_for(min(max(round(value), least), most))

    def minimumValue(self) -> int:
        return self._amount.minimum

    def maximumValue(self) -> int:
        return self._amount.maximum

    def minimumStepSize(self) -> int:
        return 1


class _ButtonInterface(QAccessibleWidget):
    """A button with a role of its own: one of several (RadioButton), or a tab (PageTab)."""

    def __init__(self, button: QAbstractButton, role: QAccessible.Role) -> None:
        super().__init__(button, role)
        self._button = button

    def state(self) -> QAccessible.State:
        state, is_on = super().state(), self._button.isChecked()
        if self.role() == QAccessible.Role.PageTab:
            state.selectable, state.selected = True, is_on
        else:
            state.checkable, state.checked = True, is_on
        return state

    def actionNames(self) -> list[str]:
        press = QAccessibleActionInterface.pressAction()
        names = [each for each in super().actionNames() if each != press]
        return [press, *names] if self._button.isEnabled() else names

    def doAction(self, name: str) -> None:
        if name == QAccessibleActionInterface.pressAction():
            self._button.click()
        else:
            super().doAction(name)
