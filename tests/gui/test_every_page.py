"""Every page with results: nothing is cut or overlaps, contrast is AA, Tab reaches all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.pages.page_list import PAGES
from gui.session.window_settings import Settings, ThemeChoice
from gui.style.theme import contrast
from gui.window import MainWindow
from tests.gui.controls import visible as controls
from tests.gui.geometry_rules import (
    everything_is_within_the_window,
    no_text_is_cut,
    nothing_overlaps,
    place,
    visible,
)
from tests.gui.opened_window import bury
from tests.gui.page_contents import fill_pages
from tests.gui.window_states import STATES
from tests.support.fake_race_thread import FakeRaceThread
from tests.support.image_colors import color_counts

SIZES = ((910, 472), (1024, 640), (1366, 768), (1920, 1080), (3840, 2160))
"""The first is what is left of 1366 x 768 at 150 %."""
KEYS = tuple(page.key for page in PAGES)


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """One for all tests of this module, with long names and results on all pages."""
    bridge = FakeRaceThread()
    made = MainWindow(bridge, Settings(theme="dark"), None)
    made.show()
    made.placement.fit()
    STATES["racing"](made, bridge)
    made.session.stop()
    bridge.ended.emit("")
    fill_pages(made, Path(tmp_path_factory.mktemp("races")))
    yield made
    bury(made)


def show(window: MainWindow, key: str) -> QWidget:
    window.rail.chosen.emit(key)
    for _ in range(3):  # layouts, then what follows from their sizes
        QApplication.processEvents()
    return window.pages.page(key)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_cut_or_overlaps_on_any_page(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    for key in KEYS:
        show(window, key)
        assert (window.width(), window.height()) == size, key
        for rule in (no_text_is_cut, everything_is_within_the_window, nothing_overlaps):
            rule(window)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_contrast_of_text_is_aa_on_the_pixels(window: MainWindow, theme: ThemeChoice) -> None:
    window.resize(1366, 768)
    window.set_theme(theme)
    too_pale = []
    for key in KEYS:
        show(window, key)
        image = window.grab().toImage()
        for widget in visible(window):
            if not isinstance(widget, QLabel | QAbstractButton) or not widget.isEnabled():
                continue
            if widget.text() and (found := text_contrast(image, widget, window)) < 4.5:
                too_pale.append((key, widget.text()[:40], round(found, 1)))
    assert too_pale == []


def text_contrast(image: QImage, widget: QWidget, window: MainWindow) -> float:
    """Of the most frequent colour, which is behind the text, to the one that differs most."""
    shown = QRect(place(widget, window)).intersected(visible_part(widget, window))
    counts = color_counts(image.copy(shown)) if shown.height() > 8 else {}
    if len(counts) < 2:
        return 21.0
    behind = max(counts, key=counts.__getitem__)
    return max(contrast(color, behind) for color in counts)


def visible_part(widget: QWidget, window: MainWindow) -> QRect:
    """What the areas that it is scrolled in show of it."""
    region = widget.visibleRegion().boundingRect()
    return region.translated(widget.mapTo(window, QPoint()))


@pytest.mark.parametrize("key", KEYS)
def test_tab_reaches_every_control_of_a_page(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.resize(1366, 768)
    page = show(window, key)
    window.activateWindow()
    page.setFocus()
    wanted = {
        each
        for each in controls(window)
        if each.isEnabled() and page.isAncestorOf(each) and not is_one_of_several(each)
    }
    reached: set[QWidget] = set()
    for _ in range(4 * len(wanted) + 40):
        focused = QApplication.focusWidget() or page
        reached.add(focused)
        if wanted <= reached:
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {each.accessibleName() for each in wanted - reached} == set()


def is_one_of_several(control: QWidget) -> bool:
    """Of buttons of which one is pressed, Tab reaches that one, and the arrow keys the others."""
    if not isinstance(control, QAbstractButton):
        return False
    return control.group() is not None and not control.isChecked()
