"""Every page is reached by its number, and can be used without a mouse and without eyes."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.code_view.code_view import CodeView
from gui.pages.page_list import PAGES
from gui.style.theme import THEMES, Theme
from gui.widgets.shortcuts import page_keys
from gui.window import MainWindow
from tests.gui.controls import visible
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

NUMBERS = {
    entry.key: number for entry, number in zip(PAGES, page_keys(len(PAGES)), strict=True) if number
}
KEYS = tuple(entry.key for entry in PAGES)


def go(qtbot: QtBot, window: MainWindow, key: str) -> None:
    """By its number, or in the rail where it has none."""
    if key in NUMBERS:
        qtbot.waitUntil(window.isActiveWindow)
        number = Qt.Key(Qt.Key.Key_0 + int(NUMBERS[key]))
        QTest.keyClick(QApplication.focusWidget() or window, number)
    else:
        window.rail.chosen.emit(key)


def areas(window: MainWindow) -> list[QAbstractScrollArea]:
    """What scrolls with the keyboard."""
    found = window.pages.currentWidget().findChildren(QAbstractScrollArea)  # type: ignore[union-attr]
    kinds = (CodeView, QScrollArea)
    focused = (each for each in found if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return [each for each in focused if each.isVisible() and isinstance(each, kinds)]


def test_a_page_has_a_number_and_a_place_in_the_rail(qtbot: QtBot, window: MainWindow) -> None:
    hints = [each.toolTip() for each in window.rail.findChildren(QToolButton)]
    for entry in PAGES:
        other = next(each for each in KEYS if each != entry.key)
        go(qtbot, window, other)
        go(qtbot, window, entry.key)
        assert window.pages.currentWidget() is window.pages.page(entry.key)
        window.rail.chosen.emit(other)
        assert window.pages.currentWidget() is window.pages.page(other)
        number = NUMBERS.get(entry.key)
        assert (f"{entry.hint} ({number})" if number else entry.hint) in hints


@pytest.mark.own_window
def test_a_page_is_made_when_it_is_first_shown(qtbot: QtBot, window: MainWindow) -> None:
    assert [each is window.race for each in window.pages.opened] == [True]
    go(qtbot, window, "code")
    assert len(window.pages.opened) == 2
    assert window.pages.currentWidget() in window.pages.opened
    with pytest.raises(LookupError):
        window.page(QToolButton)


@every_case("key", KEYS)
def test_every_control_has_a_name_of_its_own_and_a_tooltip(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, key: str
) -> None:
    window.session.set_scenario("mixed")
    window.race.show_code(True)
    window.session.start()
    bridge.play(0.2)
    window.rail.chosen.emit(key)  # the numbers are those of demonstrations on their page
    found = visible(window)
    names = [each.accessibleName() for each in (*found, *areas(window))]
    assert all(names)
    assert len(names) == len(set(names))
    for each in found:
        assert re.search(r"\.( \([^)]+\))?$", each.toolTip()), each.toolTip()


@every_case("theme", THEMES, ids=lambda theme: str(theme.name))
@every_case("key", ["code", "fairness"])
def test_what_scrolls_is_reached_by_tab_and_shows_a_ring(
    qtbot: QtBot, window: MainWindow, key: str, theme: Theme
) -> None:
    window.set_theme("dark" if theme.is_dark else "light")
    go(qtbot, window, key)
    expected: set[QWidget] = set(areas(window))
    assert expected
    reached: set[QWidget] = set()
    for _ in range(30):
        focused = QApplication.focusWidget() or window
        if focused in expected and focused not in reached:
            reached.add(focused)
            image = focused.grab().toImage()
            assert _has(image, window.look.focus), focused.accessibleName()
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == expected


@every_case("size", [(1200, 660), (1366, 768), (1920, 1080)])
def test_pages_fit(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, size: tuple[int, int]
) -> None:
    window.session.set_variant("a", "fastapi-blocking")
    window.session.set_variant("b", "fastapi-blocking")
    window.race.show_code(True)
    window.session.start()
    bridge.play(0.2)
    window.resize(*size)
    for key in KEYS:
        window.rail.chosen.emit(key)  # the numbers are those of demonstrations on their page
        QApplication.processEvents()
        assert (window.width(), window.height()) == size, key
        page = window.pages.page(key)
        assert _least_height(page) <= page.height(), key
        if key != "race":  # whose bar is tested elsewhere
            assert page.minimumSizeHint().width() <= size[0] - window.rail.width(), key


def _least_height(page: QWidget) -> int:
    """What the page needs at its present width, at which sentences take so many lines."""
    layout = page.layout()
    assert layout is not None
    if layout.hasHeightForWidth():
        return layout.totalMinimumHeightForWidth(page.width())
    return page.minimumSizeHint().height()


def _has(image: QImage, colour: str) -> bool:
    """Along its left edge, where the ring is."""
    column = [image.pixelColor(x, image.height() // 2).name() for x in range(4)]
    return colour in column
