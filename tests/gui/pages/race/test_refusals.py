"""What cannot race here, or not in this scenario, is shown with the reason and cannot be chosen."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.session.plan_editor import PlanEditor
from gui.session.window_settings import Settings, load, save
from gui.widgets.lane_chip import LaneButton
from gui.widgets.pick_menu import Pick, PickMenu
from gui.window import MainWindow
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.process import packages

pytestmark = pytest.mark.shared_window

NEEDED = "Flask gevent needs the package gevent: uv run --extra gevent main.py."
MIGRATION = (
    "Only the servers of the migration serve “A shop that migrates”: choose them in both lanes."
)
ONLY = "Flask Cerberus serves only “Validate an order” (orders); choose it, or another server."


@pytest.fixture
def without_gevent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "gevent")


def refused(action: QAction) -> str:
    return "" if action.isEnabled() else action.toolTip()


@pytest.mark.usefixtures("without_gevent")
def test_a_server_that_is_not_there_says_what_brings_it(qtbot: QtBot) -> None:
    button = LaneButton("a")
    qtbot.addWidget(button)
    menu = button.drop
    assert isinstance(menu, PickMenu)
    assert {key: refused(each) for key, each in menu.entries.items() if refused(each)} == {
        "flask-gevent": NEEDED
    }


def test_the_reason_stands_in_place_of_the_detail_until_it_is_gone(qtbot: QtBot) -> None:
    menu = PickMenu([Pick("a", "A", "short"), Pick("b", "B")])
    qtbot.addWidget(menu)
    narrow = menu.sizeHint().width()
    menu.refuse("a", "a reason that is so long that it needs more room than before")
    assert menu.sizeHint().width() > narrow
    assert refused(menu.entries["a"]).startswith("a reason")
    menu.refuse("a", "")
    assert (menu.sizeHint().width(), menu.entries["a"].toolTip()) == (narrow, "short")
    assert menu.entries["a"].isEnabled()


def test_a_server_that_serves_one_scenario_brings_it_and_holds_it(window: MainWindow) -> None:
    bar, session = window.race.bar, window.session
    bar.chips["a"].picked.emit("flask-cerberus")
    assert session.plan.scenario == "orders"
    entries = bar.scenario.drop
    assert isinstance(entries, PickMenu)
    reasons = {key: refused(each) for key, each in entries.entries.items()}
    assert reasons.pop("orders") == ""
    assert set(reasons.values()) == {ONLY}
    bar.chips["a"].picked.emit("flask")
    assert session.plan.scenario == "wait"  # both lanes serve what was raced before
    refusals = {key: refused(each) for key, each in entries.entries.items() if refused(each)}
    assert refusals == {"shop": MIGRATION}


def test_a_scenario_without_its_package_is_refused_in_the_menu_and_at_the_start(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = "“{}” needs the package psycopg: uv run main.py."
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "psycopg")
    bar, session = window.race.bar, window.session
    bar.show_plan()
    entries = bar.scenario.drop
    assert isinstance(entries, PickMenu)
    reasons = {key: refused(each) for key, each in entries.entries.items() if refused(each)}
    assert reasons.pop("shop") == MIGRATION
    assert reasons == {"database": needed.format("Database"), "mixed": needed.format("A mix")}
    refusals: list[str] = []
    session.trouble.connect(refusals.append)
    session.set_scenario("database")  # as by settings of another machine
    session.start()
    assert (refusals, session.is_on) == ([needed.format("Database")], False)


@pytest.mark.parametrize(
    ("scenario", "other", "key", "expected"),
    [
        ("wait", "fastapi", "flask-gunicorn", "wait"),
        ("wait", "fastapi", "flask-async", "wait"),
        ("database", "fastapi", "flask-async", "wait"),
        ("database", "fastapi", "flask-manual", "orders"),
        ("orders", "flask-manual", "flask-async", "orders"),
        ("orders", "flask-manual", "flask-restx", "orders"),
    ],
)
def test_the_scenario_moves_to_one_that_both_serve(
    scenario: str, other: str, key: str, expected: str
) -> None:
    lanes = {"a": LaneChoice.of("flask"), "b": LaneChoice.of(other)}
    plan = msgspec.structs.replace(
        RacePlan.default(), lanes=lanes, scenario=scenario, parameters={}
    ).checked()
    choices = PlanEditor(plan)
    choices.set_variant("a", key)
    assert choices.plan.scenario == expected
    assert choices.plan == choices.plan.checked()


def test_what_was_set_in_a_scenario_survives_another_server() -> None:
    choices = PlanEditor(RacePlan.default())
    choices.set_parameter("wait_ms", 7)
    choices.set_variant("a", "flask-gunicorn")
    assert choices.plan.parameters["wait_ms"] == 7


def test_settings_with_a_server_that_is_gone_cost_only_that_lane(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes = {"a": LaneChoice("flask-gevent", {}), "b": LaneChoice.of("fastapi-def")}
    chosen = Settings(plan=msgspec.structs.replace(RacePlan.default(), lanes=lanes), width=1234)
    save(tmp_path / "settings.json", chosen)
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "gevent")
    settings, told = load(tmp_path / "settings.json")
    assert told == ""
    assert settings.width == 1234
    assert settings.plan.lanes == {"a": LaneChoice.of("flask"), "b": LaneChoice.of("fastapi-def")}


@pytest.fixture
def without_psycopg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "psycopg")


@pytest.mark.usefixtures("without_psycopg")
def test_a_remembered_scenario_that_lacks_a_package_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    plan = msgspec.structs.replace(RacePlan.default(), scenario="database", parameters={})
    save(path, Settings(plan=plan))
    settings, complaint = load(path)
    assert (settings.plan.scenario, complaint) == ("wait", "")
