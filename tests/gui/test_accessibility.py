"""Every control has a name, a tooltip and a ring when it has the keyboard; and is reached by it."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.charts.chart import Chart
from gui.pages.page_list import PAGES
from gui.style.style import Style
from gui.style.stylesheet import palette
from gui.style.theme import THEMES, Theme, contrast
from gui.widgets.labelled_slider import Track
from gui.window import MainWindow
from loadgen.verdict.verdict_fields import Verdict
from servers.catalog.scenarios import SCENARIOS
from tests.gui.controls import visible
from tests.support.every_case import every_case
from tests.support.image_colors import color_counts

pytestmark = pytest.mark.shared_window


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
        QAccessible.Role.PageTab,
    }


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def spoken(widget: QWidget) -> str:
    return interface(widget).text(QAccessible.Text.Value)


def test_sliders_say_their_value_with_its_unit(window: MainWindow) -> None:
    panel, session = window.race.panel, window.session
    session.set_model_kind("closed")
    assert spoken(panel.concurrency.track) == "64 users"
    assert spoken(panel.sliders["wait_ms"].track) == "50 ms"
    assert spoken(panel.sliders["a.threads"].track) == "4 threads"
    session.set_load("concurrency", 1)
    session.set_setting("a", "threads", 1)
    assert spoken(panel.concurrency.track) == "1 user"
    assert spoken(panel.sliders["a.threads"].track) == "1 thread"
    number = interface(panel.concurrency.track).valueInterface()
    assert (number.minimumValue(), number.currentValue(), number.maximumValue()) == (1, 1, 4096)


def test_no_slider_says_a_number_without_what_it_counts(window: MainWindow) -> None:
    bare = re.compile(r"[\d,]+")
    for key in ("wait", "mixed", "upstream", "database", "cache", "upload", "list", "render"):
        if any(each.key == key for each in SCENARIOS):
            window.session.set_scenario(key)
        tracks = window.findChildren(Track)
        values = {each.accessibleName(): spoken(each) for each in tracks if each.isVisible()}
        assert values
        assert {name: said for name, said in values.items() if bare.fullmatch(said)} == {}


def test_a_screen_reader_sets_a_slider_in_its_unit(window: MainWindow) -> None:
    window.session.set_model_kind("closed")
    number = interface(window.race.panel.concurrency.track).valueInterface()
    number.setCurrentValue(500)
    assert window.session.closed.concurrency == 500
    number.setCurrentValue(99_999)
    assert window.session.closed.concurrency == 4096


def test_a_dragged_slider_reports_each_value(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    track = window.race.panel.sliders["a.threads"].track
    track.setSliderDown(True)
    track.setValue(track.maximum())
    assert spoken(track) == "512 threads"
    track.setSliderDown(False)


def test_pages_are_tabs_and_segments_are_radio_buttons(window: MainWindow) -> None:
    roles = QAccessible.Role
    race, code = (window.rail.findChildren(QToolButton)[n] for n in (0, 1))
    assert interface(race).role() == interface(code).role() == roles.PageTab
    tabs = interface(race).parent()
    assert (tabs.role(), tabs.childCount()) == (roles.PageTabList, len(PAGES))
    assert [bool(interface(each).state().selected) for each in (race, code)] == [True, False]
    interface(code).actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert [bool(interface(each).state().selected) for each in (race, code)] == [False, True]
    window.rail.chosen.emit("race")
    together, turns = window.race.bar.mode.buttons
    assert interface(together).role() == interface(turns).role() == roles.RadioButton
    assert [bool(interface(each).state().checked) for each in (together, turns)] == [False, True]
    interface(together).actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert window.session.plan.mode == "together"
    assert [bool(interface(each).state().checked) for each in (together, turns)] == [True, False]


def test_charts_are_named_and_totals_have_no_markup(window: MainWindow) -> None:
    for chart in window.findChildren(Chart):
        assert interface(chart.viewport()).text(QAccessible.Text.Name) == chart.title
    totals = interface(window.race.footer.totals).text(QAccessible.Text.Description)
    assert totals.startswith("0 s, scheduled 0, sent 0")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What is announced, and whether it is urgent."""
    heard: list[tuple[str, bool]] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            urgent = event.politeness() == QAccessible.AnnouncementPoliteness.Assertive
            heard.append((event.message(), urgent))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


def test_the_verdict_is_announced_when_its_headline_changes(
    window: MainWindow, said: list[tuple[str, bool]]
) -> None:
    line = window.race.verdict
    ahead = "FastAPI answers 9 times as many requests"
    for interval in ("8 to 10", "8.1 to 9.9"):
        sentence = f"{ahead} ({interval})."
        line.show_verdict(Verdict(sentence=sentence, headline=f"{ahead}."))
    assert said == [(f"{ahead} (8 to 10).", False)]
    assert interface(line.sentence).text(QAccessible.Text.Name) == f"{ahead} (8.1 to 9.9)."
    line.show_verdict(Verdict(sentence="No difference is shown."))
    assert said[1:] == [("No difference is shown.", False)]


def test_notices_and_the_ribbon_over_old_charts_are_announced(
    window: MainWindow, said: list[tuple[str, bool]]
) -> None:
    window.race.say("The picture was saved.")
    window.race.say("The picture could not be saved.", bad=True)
    window.race.board.ribbon.show_text("Result of: Flask vs FastAPI")
    assert said == [
        ("The picture was saved.", False),
        ("The picture could not be saved.", True),
        ("Result of: Flask vs FastAPI", False),
    ]


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


@pytest.mark.own_window
@every_case("theme", THEMES, ids=lambda theme: str(theme.name))
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
    return color_counts(image).get(colour, 0) / (image.width() * image.height())


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_contrast_is_wcag_aa(theme: Theme) -> None:
    look = Style(theme)
    for surface in (theme.background, theme.card, theme.raised):
        assert contrast(look.focus, surface) >= 3
        for text in (theme.text, theme.muted, theme.failure):
            assert contrast(text, surface) >= 4.5, (text, surface)
    assert contrast(theme.background, theme.text) >= 4.5
    assert palette(look).windowText().color().name() == theme.text
