"""The open model, turns and freezing, as a person meets them in the window."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.charts.latency import LatencyChart
from gui.session.window_settings import Settings, load
from gui.window import MainWindow
from loadgen.model.frame import LaneId
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import CLEAR_METRICS, RacePlan
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread, frame, running, status

pytestmark = pytest.mark.shared_window

Key = Qt.Key


def press(window: MainWindow, key: Qt.Key, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def race(window: MainWindow, bridge: FakeRaceThread, seconds: float = 3) -> None:
    window.session.start()
    bridge.play(seconds)


def turn(window: MainWindow, bridge: FakeRaceThread, lane: LaneId | None, at_s: float) -> None:
    """A frame in which it is that lane's turn."""
    lanes = {}
    for each in ("a", "b"):
        state = status("running" if each == lane else "ready")
        lanes[each] = replace(running(each, at_s), status=state)
    made = frame(at_s, a=lanes["a"], b=lanes["b"])
    bridge.frame.emit(replace(made, turn=lane, block=None if lane is None else 0))
    window.race._show_words()


class TestModel:
    def test_the_switch_changes_a_race_that_is_on(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        race(window, bridge)
        panel = window.race.panel
        assert "rate" not in panel.sliders
        panel.load.model.buttons[1].click()
        assert {"rate", "max_in_flight"} <= set(panel.sliders)
        assert "concurrency" not in panel.sliders
        panel.sliders["rate"].field.setText("2,000")
        panel.sliders["rate"].field.commit()
        verb, plan = bridge.commands[-1]
        assert verb == "change"
        assert isinstance(plan, RacePlan)
        assert plan.model == OpenModel(2_000, 1_000)
        panel.load.model.buttons[0].click()
        assert window.session.shown.model == ClosedModel(64)

    @pytest.mark.own_window
    def test_few_connections_are_chosen_and_what_that_means_is_said(
        self, window: MainWindow
    ) -> None:
        window.session.set_model_kind("open")
        load = window.race.panel.load
        assert load.notes["connections"].text() == "0: as many as needed."
        window.race.panel.sliders["connections"].field.setText("8")
        window.race.panel.sliders["connections"].field.commit()
        assert window.session.plan.model == OpenModel(500, 1_000, 8)
        assert "waits" in load.notes["connections"].text()
        load.model.buttons[0].click()
        assert load.notes["connections"].isHidden()

    @pytest.mark.own_window
    def test_plus_and_minus_act_on_what_is_shown(self, window: MainWindow) -> None:
        window.session.set_model_kind("open")
        rates = []
        for key in (Key.Key_Plus, Key.Key_Minus, Key.Key_Minus):
            press(window, key)
            rates.append(window.session.open.rate)
        assert rates == [512, 256, 128]
        assert window.session.closed == ClosedModel(64)

    def test_the_footer_tells_what_was_due_and_dropped(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        window.session.set_model_kind("open")
        window.session.start()
        seen = running("a", 2.0)
        dropped = replace(seen, requests=replace(seen.requests, dropped=12))
        bridge.frame.emit(frame(2.0, a=dropped))
        window.race._show_words()
        totals = window.race.footer.totals.text()
        assert "scheduled" in totals
        assert "dropped 12" in totals
        assert "Flask: scheduled" in window.race.footer.totals.toolTip()

    def test_the_closed_model_has_neither(self, window: MainWindow, bridge: FakeRaceThread) -> None:
        race(window, bridge)
        window.race._show_words()
        assert "dropped" not in window.race.footer.totals.text()
        assert "scheduled" not in window.race.footer.totals.text()

    @pytest.mark.own_window
    def test_all_of_it_is_remembered(
        self, qtbot: QtBot, window: MainWindow, tmp_path: Path
    ) -> None:
        session = window.session
        session.set_load("rate", 750)
        session.set_load("connections", 8)
        session.set_mode("turns")
        session.set_load("block", 7)
        session.set_client("httpx-shared")
        session.set_pinned(True)
        session.set_basis("both")
        window.race.panel.instrument.fold.click()
        window.close()
        remembered, complaint = load(tmp_path / "settings.json")
        assert complaint == ""
        again = MainWindow(FakeRaceThread(), remembered, tmp_path / "settings.json")
        qtbot.addWidget(again)
        assert again.session.plan == session.plan
        assert again.session.open == OpenModel(750, connections=8)
        assert again.session.basis == "both"
        assert again.race.panel.instrument.fold.isChecked()

    def test_a_remembered_model_out_of_range_costs_the_settings(self, tmp_path: Path) -> None:
        path = tmp_path / "settings.json"
        path.write_text('{"version": 1, "other_model": {"kind": "open", "rate": 90000}}')
        known, complaint = load(path)
        assert known == Settings()
        assert "broken" in complaint


class TestBasis:
    @pytest.mark.own_window
    def test_the_switch_stands_on_the_latency_chart_of_the_open_model(
        self, window: MainWindow
    ) -> None:
        page = window.race
        assert not page.basis.isVisible()
        window.session.set_model_kind("open")
        assert page.basis.isVisible()
        assert isinstance(page.basis.parent(), LatencyChart)
        page.basis.buttons[2].click()
        assert page.basis.pick == "both"
        assert {chart.basis for chart in page.charts} == {"both"}
        window.set_stage(True)
        assert not page.basis.isVisible()
        press(window, Key.Key_L)
        window.set_stage(False)
        assert page.basis.isVisible()
        assert page.basis.pick == "schedule", "on stage the key does it"

    def test_what_is_chosen_after_a_race_does_not_redraw_it(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        race(window, bridge)
        window.session.stop()
        bridge.ended.emit("")
        window.session.set_model_kind("open")
        assert not window.race.basis.isVisible()


class TestFreeze:
    @pytest.mark.own_window
    def test_a_button_in_each_strip_and_two_keys(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        strips = window.race.strips
        assert not strips["a"].freeze.isVisible()
        race(window, bridge)
        window.race._show_words()
        strips["b"].freeze.click()
        assert bridge.commands[-1] == ("freeze", "b")
        press(window, Key.Key_F)
        assert bridge.commands[-1] == ("freeze", "a")
        press(window, Key.Key_F, shift=True)
        assert bridge.commands[-1] == ("freeze", "b")
        window.race._show_words()
        assert "frozen for a second" in strips["a"].text

    @pytest.mark.own_window
    def test_without_a_race_there_is_nothing_to_freeze(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        press(window, Key.Key_F)
        assert bridge.verbs == []

    def test_the_lane_that_waits_cannot_be_frozen(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        window.session.set_mode("turns")
        window.session.start()
        turn(window, bridge, "a", 1.0)
        assert window.race.strips["a"].freeze.isEnabled()
        assert not window.race.strips["b"].freeze.isEnabled()
        press(window, Key.Key_F, shift=True)
        assert bridge.verbs == ["start"]


class TestTurns:
    def test_the_bar_switches_the_mode_and_the_panel_has_the_turn(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        assert "block" not in window.race.panel.sliders
        window.race.bar.mode.buttons[1].click()
        assert window.session.plan.mode == "turns"
        window.race.panel.sliders["block"].step(+1)
        assert window.session.plan.block_s == 4

    @pytest.mark.parametrize("mode", ["together", "turns"])
    def test_until_which_metric_is_clear_is_chosen_beside_the_time(
        self, window: MainWindow, mode: str
    ) -> None:
        window.session.set_mode(mode)
        for metric, words in CLEAR_METRICS.items():
            window.race.bar.duration.picked.emit(f"clear {metric}")
            plan = window.session.plan
            assert (plan.until_clear, plan.clear_metric) == (True, metric)
            shown = window.race.bar.duration.accessibleDescription()
            assert shown == f"until clear: {words}"
            window.race.bar.duration.picked.emit("10")
            assert not window.session.plan.until_clear

    @pytest.mark.own_window
    def test_whose_turn_it_is_is_seen(self, window: MainWindow, bridge: FakeRaceThread) -> None:
        window.session.set_mode("turns")
        window.session.start()
        chips, strips = window.race.bar.chips, window.race.strips
        turn(window, bridge, "a", 1.0)
        assert chips["a"].button.state_text == "racing"
        assert chips["b"].button.state_text == "waiting its turn"
        assert "waiting its turn. Its server is idle." in strips["b"].text
        turn(window, bridge, None, 1.1)
        assert chips["a"].button.state_text == "between two turns"
        turn(window, bridge, "b", 1.2)
        assert chips["b"].button.state_text == "racing"


@pytest.mark.own_window
@every_case("width", [1200, 1366, 1920])
def test_the_bar_has_room_for_it_all(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, width: int
) -> None:
    window.session.set_variant("a", "fastapi")
    window.session.set_mode("turns")
    window.session.set_until_clear()
    window.resize(width, 768)
    race(window, bridge)
    bar = window.race.bar
    qtbot.waitUntil(lambda: bar.width() == width - window.rail.width())
    row = [bar.chips["a"], bar.chips["b"], bar.scenario, bar.mode, bar.duration, bar.start]
    for left, right in zip(row, [*row[1:], bar.picture], strict=True):
        assert left.geometry().right() < right.geometry().left()
    assert bar.picture.geometry().right() <= bar.width()
    whole = (bar.mode, bar.duration, bar.scenario)
    qtbot.waitUntil(lambda: all(w.width() >= w.minimumSizeHint().width() for w in whole))
