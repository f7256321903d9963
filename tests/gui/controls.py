"""The controls of a window."""

from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLineEdit, QWidget

from gui.window import MainWindow

CONTROLS = (QAbstractButton, QAbstractSlider, QLineEdit)


def controls(window: MainWindow) -> list[QWidget]:
    """All that a person can operate, the scroll bars of Qt's own left out."""
    found = [each for kind in CONTROLS for each in window.findChildren(kind)]
    return [each for each in found if each.metaObject().className() != "QScrollBar"]


def visible(window: MainWindow) -> list[QWidget]:
    """Those that are shown."""
    return [each for each in controls(window) if each.isVisible()]
