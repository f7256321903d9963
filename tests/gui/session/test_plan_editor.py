"""What a person chooses, one thing at a time."""

import pytest
from pytestqt.qtbot import QtBot

from gui.charts.plan_text import client_notice
from gui.session.plan_editor import PlanEditor
from loadgen.model import number_format
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import UNTIL_CLEAR_MAX_S, RacePlan


@pytest.fixture
def choices(qtbot: QtBot) -> PlanEditor:
    return PlanEditor(RacePlan.default())


def test_each_model_is_as_it_was_left(choices: PlanEditor) -> None:
    choices.set_load("concurrency", 128)
    choices.set_model_kind("open")
    choices.set_load("rate", 2_000)
    choices.set_load("max_in_flight", 50)
    choices.set_load("connections", 8)
    models = [choices.plan.model]
    choices.set_model_kind("closed")
    models.append(choices.plan.model)
    choices.set_load("rate", 300)
    models.append(choices.plan.model)  # the other model is only remembered
    choices.set_model_kind("open")
    models.append(choices.plan.model)
    left, again = OpenModel(2_000, 50, 8), OpenModel(300, 50, 8)
    assert models == [left, ClosedModel(128), ClosedModel(128), again]
    assert choices.other_model == ClosedModel(128)


def test_the_other_model_comes_from_the_settings(qtbot: QtBot) -> None:
    choices = PlanEditor(RacePlan.default(), OpenModel(77, 7))
    choices.set_model_kind("open")
    assert choices.plan.model == OpenModel(77, 7)


def test_until_clear_is_of_a_metric_in_both_modes(choices: PlanEditor) -> None:
    choices.set_mode("turns")
    choices.set_until_clear("p99")
    assert (choices.plan.until_clear, choices.plan.duration_s) == (True, UNTIL_CLEAR_MAX_S)
    choices.set_mode("together")
    assert (choices.plan.until_clear, choices.plan.clear_metric) == (True, "p99")


def test_a_chosen_duration_ends_until_clear(choices: PlanEditor) -> None:
    choices.set_mode("turns")
    choices.set_until_clear()
    choices.set_duration(30)
    assert (choices.plan.until_clear, choices.plan.duration_s) == (False, 30)
    choices.set_mode("together")
    assert choices.plan.duration_s == 30


def test_the_basis_goes_round_in_the_open_model_only(choices: PlanEditor) -> None:
    choices.next_basis()
    assert choices.basis == "schedule"
    choices.set_model_kind("open")
    seen = []
    for _ in range(3):
        choices.next_basis()
        seen.append(choices.basis)
    assert seen == ["send", "both", "schedule"]


def test_every_plan_that_is_chosen_is_valid(choices: PlanEditor) -> None:
    choices.set_model_kind("open")
    choices.set_mode("turns")
    choices.set_load("block", 5)
    choices.set_client("httpx-per-user")
    choices.set_pinned(True)
    choices.set_until_clear()
    assert choices.plan.checked() == choices.plan


def test_the_words_of_a_plan(choices: PlanEditor) -> None:
    assert number_format.load(choices.plan.model, "settings") == "closed, 64 users"
    assert choices.plan.mode_text == "together"
    assert client_notice(choices.plan) == ""
    choices.set_model_kind("open")
    choices.set_mode("turns")
    choices.set_until_clear()
    choices.set_client("httpx-per-user")
    assert (
        number_format.load(choices.plan.model, "settings") == "open, 500/s, at most 1,000 in flight"
    )
    choices.set_load("connections", 8)
    words = "open, 500/s over 8 connections, at most 1,000 in flight"
    assert number_format.load(choices.plan.model, "settings") == words
    assert choices.plan.mode_text == "turns of 3 s"
    assert client_notice(choices.plan) == "sent by stock httpx, one client per user"
    choices.set_duration(10)


def test_a_variant_that_does_not_serve_the_scenario_moves_it_and_a_later_one_brings_it_back(
    choices: PlanEditor,
) -> None:
    said: list[str] = []
    choices.scenario_moved.connect(said.append)
    choices.set_parameter("wait_ms", 470)
    before = choices.plan
    choices.set_variant("a", "flask-manual")
    assert choices.plan.scenario == "orders"
    choices.set_variant("b", "flask-cerberus")
    choices.set_variant("a", "flask")  # b still serves only orders
    assert choices.plan.scenario == "orders"
    choices.set_variant("b", "fastapi")
    assert (choices.plan.scenario, choices.plan.parameters) == ("wait", before.parameters)
    moved, back = said
    assert moved == (
        "Flask by hand does not serve “Wait on I/O”: the scenario is “Validate an order” "
        "until both lanes serve the earlier one."
    )
    assert back == "Both lanes serve “Wait on I/O” again: the scenario is as it was."


def test_a_scenario_that_was_chosen_in_between_stays(choices: PlanEditor) -> None:
    choices.set_variant("a", "flask-manual")
    choices.set_scenario("orders")
    choices.set_variant("a", "flask")
    assert choices.plan.scenario == "orders"


def test_parameters_stay_where_another_variant_serves_the_scenario(choices: PlanEditor) -> None:
    choices.set_parameter("wait_ms", 470)
    choices.set_variant("a", "flask-gevent")
    assert choices.plan.parameters["wait_ms"] == 470


def test_a_server_of_the_migration_brings_the_other_lane_along_and_back(
    choices: PlanEditor,
) -> None:
    said: list[str] = []
    choices.scenario_moved.connect(said.append)
    before = choices.plan
    choices.set_variant("a", "migration")
    assert [each.variant for each in choices.plan.lanes.values()] == ["migration", "migration"]
    assert choices.plan.scenario == "shop"
    assert said.pop() == (
        "Migration does not serve “Wait on I/O”: the scenario is “A shop that migrates” until both "
        "lanes serve the earlier one. Lane B races Migration now."
    )
    choices.set_variant("b", "migration-front")
    assert choices.plan.lanes["a"].variant == "migration"
    assert said == []
    choices.set_variant("a", "flask")
    assert [each.variant for each in choices.plan.lanes.values()] == ["flask", "fastapi"]
    assert (choices.plan.scenario, choices.plan.parameters) == (before.scenario, before.parameters)
    assert choices.plan.checked() == choices.plan
    assert said == [
        "Both lanes serve “Wait on I/O” again: the scenario is as it was. Lane B races FastAPI now."
    ]
