"""Settings that are rarely changed are folded away, and say when they are not as usual."""

import pytest
from pytestqt.qtbot import QtBot

from gui.window import MainWindow

pytestmark = pytest.mark.shared_window


def test_rare_settings_of_a_lane_are_folded_away(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.race.panel
    keys = ("a.cores", "a.nodelay")
    assert all(panel.pickers[key].isHidden() for key in keys)
    assert "b.spread" in panel.pickers
    assert "a.spread" not in panel.pickers  # waitress is one process
    panel.folds["a"].click()
    assert not any(panel.pickers[key].isHidden() for key in keys)
    assert panel.pickers["b.cores"].isHidden()
    # Another variant builds the section anew: it stays open.
    window.session.set_variant("a", "flask-gunicorn")
    assert not panel.pickers["a.spread"].isHidden()


def test_a_folded_setting_that_is_not_as_usual_is_named(window: MainWindow, qtbot: QtBot) -> None:
    fold = window.race.panel.folds["a"]
    assert fold.brief == ""
    window.session.set_setting("a", "nodelay", 0)
    assert window.race.panel.folds["a"].brief == "TCP_NODELAY off"


def test_fresh_servers_are_offered_in_turns_alone(window: MainWindow, qtbot: QtBot) -> None:
    instrument = window.race.panel.instrument
    window.session.set_mode("together")
    assert instrument.fresh.isHidden()
    window.session.set_mode("turns")
    assert not instrument.fresh.isHidden()
    instrument.fresh.click()
    assert window.session.plan.fresh_servers
    assert "fresh servers" in instrument.fold.brief
    assert window.session.plan.mode_text.endswith("fresh servers for each pair")
