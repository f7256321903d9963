"""The check marks of a menu are as large as its type, on stage too."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.style.style import Style
from gui.style.stylesheet import stylesheet
from gui.style.theme import DARK
from gui.widgets.check_menu import CheckMenu
from tests.support.image_colors import color_counts


@pytest.mark.parametrize("look", [Style(DARK), Style(DARK, True, 2160)], ids=["desk", "stage"])
def test_a_check_mark_is_as_high_as_type_and_beside_it(qtbot: QtBot, look: Style) -> None:
    menu = CheckMenu()
    qtbot.addWidget(menu)
    menu.setStyleSheet(stylesheet(look))
    menu.setFont(look.font(14))
    menu.set_look(look)
    shown, hidden = menu.addAction("Flask p99"), menu.addAction("FastAPI p99")
    for action in (shown, hidden):
        action.setCheckable(True)
    shown.setChecked(True)
    menu.resize(menu.sizeHint())
    image = menu.grab().toImage()

    def inked(part: QImage) -> int:
        """Pixels of another colour than the menu's own."""
        return sum(count for color, count in color_counts(part).items() if color != DARK.raised)

    for action, is_marked in ((shown, True), (hidden, False)):
        mark = menu.mark(action).toRect()
        assert mark.height() >= menu.fontMetrics().ascent()
        assert (inked(image.copy(mark)) > mark.height()) is is_marked
        assert inked(image.copy(mark)) == 0 or is_marked
        assert inked(image.copy(mark.translated(mark.width() + look.px(4), 0))) > 0
