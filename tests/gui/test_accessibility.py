"""Every control has a name, a tooltip and a ring when it has the keyboard; and is reached by it."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.style.style import Style
from gui.style.stylesheet import palette
from gui.style.theme import THEMES, Theme, contrast
from gui.window import MainWindow
from tests.gui.controls import visible


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """With all that there may be to operate."""
    window.session.set_model_kind("open")
    window.session.set_mode("turns")
    window.race.panel.instrument.fold.click()
    window.race.panel.instrument.show_pinning("")
    return window


def test_every_control_has_a_name_and_a_tooltip(window: MainWindow) -> None:
    found = visible(window)
    assert len(found) >= 20
    nameless = [each for each in found if not each.accessibleName() or not each.toolTip()]
    assert nameless == []
    for each in found:
        assert re.search(r"\.( \([^)]+\))?$", each.toolTip()), each.toolTip()


def test_names_are_told_apart(window: MainWindow) -> None:
    names = [each.accessibleName() for each in visible(window)]
    assert sorted(names) == sorted(set(names))


def test_they_are_known_to_a_screen_reader(window: MainWindow) -> None:
    roles = {QAccessible.queryAccessibleInterface(each).role() for each in visible(window)}
    assert QAccessible.Role.Slider in roles
    assert QAccessible.Role.EditableText in roles
    assert roles <= {
        QAccessible.Role.Slider,
        QAccessible.Role.EditableText,
        QAccessible.Role.Button,
        QAccessible.Role.ButtonMenu,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
    }


def test_tab_reaches_every_control_from_left_to_right(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.race.bar
    bar.chips["a"].button.setFocus(Qt.FocusReason.TabFocusReason)
    order: list[QWidget] = []
    for _ in range(100):
        focused = QApplication.focusWidget()
        if focused is None or focused in order:
            break
        order.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    # Of buttons of which one is pressed, Tab reaches that one, and the arrow keys the others.
    reached = {each for each in visible(window) if not _is_one_of_several(each)}
    assert {each.accessibleName() for each in reached - set(order)} == set()
    mode = bar.mode.buttons[1]
    chips = [bar.chips["a"].button, bar.chips["b"].button]
    top = [*chips, bar.scenario, mode, bar.duration, bar.start]
    assert order[: len(top)] == top


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_the_focus_ring_is_seen(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    window.set_theme("dark" if theme.is_dark else "light")
    window.race.notice.say("Something was saved.", action="Show folder")
    ring = window.look.focus
    for each in visible(window):
        each.setFocus(Qt.FocusReason.TabFocusReason)
        assert each.hasFocus(), each
        assert _share(each.grab().toImage(), ring) > 0.002, f"no ring on {each.accessibleName()}"


def _is_one_of_several(control: QWidget) -> bool:
    return (
        isinstance(control, QAbstractButton)
        and control.group() is not None
        and not control.isChecked()
    )


def _share(image: QImage, colour: str) -> float:
    pixels = [
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    ]
    return pixels.count(colour) / len(pixels)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_contrast_is_wcag_aa(theme: Theme) -> None:
    look = Style(theme)
    for surface in (theme.background, theme.card, theme.raised):
        assert contrast(look.focus, surface) >= 3
        for text in (theme.text, theme.muted, theme.failure):
            assert contrast(text, surface) >= 4.5, (text, surface)
    assert contrast(theme.background, theme.text) >= 4.5
    assert palette(look).windowText().color().name() == theme.text
