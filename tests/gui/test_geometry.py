"""No text is cut and nothing overlaps, in any state of the window."""

import pytest
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.gui.geometry_rules import RULES, place, visible
from tests.gui.window_states import ALL, STATES, WindowState, resize, show_state
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread

DARK = [each for each in ALL if each.theme == "dark"]
"""A theme changes colours alone: the places are the same."""


@pytest.mark.parametrize("name", STATES)
def test_the_geometry_of_the_window(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, name: str
) -> None:
    """At every size, and all rules on one window: to open it and bring it into its state takes most
    of the time.
    """
    states = [each for each in DARK if each.state == name]
    show_state(window, bridge, states[0])

    @every_case("state", states, ids=lambda state: state.name)
    def check(state: WindowState) -> None:
        resize(window, state.size)
        assert (window.width(), window.height()) == state.size
        for rule in RULES:
            rule(window)

    check()


def test_both_themes_have_the_same_places(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    show_state(window, bridge, DARK[0])
    before = [(each, place(each, window)) for each in visible(window)]
    window.set_theme("light")
    assert [(each, place(each, window)) for each in visible(window)] == before
