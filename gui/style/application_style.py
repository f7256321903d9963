"""Apply a style to the application and its window; find the theme that was chosen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from gui.style.style import Style
from gui.style.stylesheet import palette, stylesheet
from gui.style.theme import CONTROL, DARK, LIGHT, Theme


def style_application(window: QWidget, look: Style) -> None:
    """Font and colours of all widgets, and the style sheet of the window.

    The sheet is set on the window: for the whole application Qt takes three times as long, and a
    change of the theme would be felt.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setFont(look.font(CONTROL))
        app.setPalette(palette(look))
    window.setStyleSheet(stylesheet(look))


def theme_of(choice: str) -> Theme:
    """``dark``, ``light``, or for ``system`` light where the system says so."""
    light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
    if choice == "system":
        return LIGHT if light else DARK
    return DARK if choice == "dark" else LIGHT
