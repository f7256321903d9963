"""Undo and redo of whatever a person chooses."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.pages.page_list import PAGES
from gui.widgets.shortcuts import shortcuts
from gui.window import MainWindow
from loadgen.model.load_plan import ClosedModel
from tests.gui.keys import CONTROL, press
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

Key = Qt.Key
SHORTCUTS = shortcuts([page.title for page in PAGES])


def test_ctrl_z_takes_back_whatever_was_set_and_ctrl_shift_z_sets_it_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, first = window.session, window.session.plan
    monkeypatch.setattr("gui.session.plan_history.TOGETHER_S", 0.0)
    plans = [first]
    for choose in (
        partial(session.set_setting, "a", "threads", 80),
        partial(session.set_load, "concurrency", 8),
        partial(session.set_model_kind, "open"),
        partial(session.set_scenario, "cpu"),
        partial(session.set_mode, "turns"),
        partial(session.set_variant, "a", "flask-manual"),
        partial(session.set_duration, 60),
        partial(session.set_client, "httpx-shared"),
    ):
        choose()
        plans.append(session.plan)
    for plan in reversed(plans[:-1]):
        press(qtbot, window, Key.Key_Z, CONTROL)
        assert session.plan == plan
    press(qtbot, window, Key.Key_Z, CONTROL)
    assert session.plan == first
    assert window.race.panel.sliders["a.threads"].value == 4
    for plan in plans[1:]:
        press(qtbot, window, Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert session.plan == plan
    press(qtbot, window, Key.Key_Y, CONTROL)
    assert session.plan == plans[-1]


def test_a_slider_that_is_dragged_or_reset_is_one_step(qtbot: QtBot, window: MainWindow) -> None:
    threads = window.race.panel.sliders["a.threads"]
    for value in (5, 9, 30):
        window.session.set_setting("a", "threads", value)
    window.session.set_load("concurrency", 8)
    threads.reset()
    for value in (4, 30, 30, 4):
        assert window.session.plan.lanes["a"].settings["threads"] == value
        press(qtbot, window, Key.Key_Z, CONTROL)


def test_undo_acts_on_a_race_that_is_on(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    press(qtbot, window, Key.Key_Space)
    window.session.set_load("concurrency", 8)
    press(qtbot, window, Key.Key_Z, CONTROL)
    assert bridge.verbs == ["start", "change", "change"]
    assert window.session.shown.model == ClosedModel(64)
