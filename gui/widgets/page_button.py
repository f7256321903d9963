"""The push buttons of pages."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget


def page_button(text: str, hint: str, parent: QWidget, name: str = "") -> QPushButton:
    """A button that Tab reaches, and a click does not give the keyboard.

    ``hint`` is its tooltip, ``name`` its accessible name where that says more than ``text``.
    """
    button = QPushButton(text, parent)
    button.setAccessibleName(name or text)
    button.setToolTip(hint)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
