"""A menu that is taller than the screen shows that there is more, and where."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick, PickMenu


def menu(qtbot: QtBot, count: int) -> PickMenu:
    made = PickMenu([Pick(f"{n}", f"Entry {n}", "What it is about.") for n in range(count)])
    made.setStyleSheet("QMenu { menu-scrollable: 1; }")  # as the window's own style has it
    made.setMinimumWidth(400)  # no text stands in the middle
    qtbot.addWidget(made)
    made.popup(QPoint(0, 0))
    qtbot.waitExposed(made)
    return made


def edges(shown: PickMenu) -> tuple[bool, bool]:
    """Whether an arrow is painted in the middle of the upper and the lower edge."""
    image = shown.grab().toImage()
    middle = QRect(image.width() // 2 - 6, 2, 12, 10)
    lower = middle.translated(0, image.height() - 14)
    upper_one, lower_one = (
        max(
            image.pixelColor(x, y).lightness()
            for x in range(box.left(), box.right())
            for y in range(box.top(), box.bottom())
        )
        - image.pixelColor(3, image.height() // 2).lightness()
        > 60
        for box in (middle, lower)
    )
    return upper_one, lower_one


def test_an_arrow_stands_where_entries_are_hidden(qtbot: QtBot) -> None:
    shown = menu(qtbot, 60)
    assert shown.height() <= shown.screen().size().height()
    assert shown.hidden_entries == edges(shown) == (False, True)
    QTest.keyClick(shown, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: shown.hidden_entries == (True, False))
    assert edges(shown) == (True, False)


def test_a_short_menu_has_none(qtbot: QtBot) -> None:
    shown = menu(qtbot, 3)
    assert shown.hidden_entries == edges(shown) == (False, False)


def test_the_arrow_keys_begin_at_what_is_chosen(qtbot: QtBot) -> None:
    button = PickButton("Entry", [Pick(f"{n}", f"Entry {n}") for n in range(5)], "Choose one.")
    qtbot.addWidget(button)
    button.show()
    button.show_pick("3")
    button.click()
    assert button.drop.activeAction().data() == "3"
    QTest.keyClick(button.drop, Qt.Key.Key_Up)
    with qtbot.waitSignal(button.picked) as picked:
        QTest.keyClick(button.drop, Qt.Key.Key_Return)
    assert picked.args == ["2"]
