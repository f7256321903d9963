"""A setting with named values: offered where it matters, and chosen by its name."""

import pytest

from gui.pages.race.lane_text import settings_words
from gui.widgets.choice_picker import ChoicePicker
from gui.window import MainWindow
from servers.catalog.handler_source import shown_path
from servers.catalog.scenarios import scenario
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window


def clients(window: MainWindow) -> dict[str, ChoicePicker]:
    pickers = window.race.panel.pickers
    return {key: each for key, each in pickers.items() if key.endswith(".client")}


def test_the_client_is_offered_where_the_upstream_is_called(window: MainWindow) -> None:
    panel = window.race.panel
    assert [key for key in panel.pickers if key.endswith(".client")] == []
    for key in ("upstream", "mixed"):
        window.session.set_scenario(key)
        names = {lane: each.parameter.choices for lane, each in clients(window).items()}
        assert names == {
            "a.client": ("httpx", "requests", "urllib3"),
            "b.client": ("httpx", "aiohttp"),
        }


def test_a_client_is_chosen_and_its_code_is_shown(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.set_scenario("upstream")
    window.session.start()
    window.race.panel.pickers["a.client"].names.buttons[2].click()
    assert window.session.plan.lanes["a"].settings["client"] == 2
    assert ("change", window.session.plan) in bridge.commands
    plan = window.session.plan
    assert settings_words(plan.lanes["a"], plan.entry) == "waitress · 4 threads · urllib3"
    assert settings_words(plan.lanes["a"], scenario("wait")) == "waitress · 4 threads"
    window.show()
    window.race.code.open(True)
    pair = window.race.code.code.pair
    assert pair is not None
    assert pair.left.path is not None
    assert shown_path(pair.left.path) == "servers/apps/flask/upstream_urllib3.py"


def test_tab_comes_to_the_names_after_the_threads(window: MainWindow) -> None:
    window.session.set_scenario("upstream")
    panel = window.race.panel
    chosen, *_ = panel.pickers["a.client"].names.buttons
    assert panel.sliders["a.threads"].track.nextInFocusChain() is chosen
