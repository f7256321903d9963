"""The catalogues are complete and consistent."""

import json
from pathlib import Path

import pytest

from servers.catalog.app_modules import ALWAYS_SERVED, ITEMS, QUOTES
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from servers.catalog.handler_source import module_file
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import SCENARIOS, Scenario, scenario
from servers.catalog.server_parameters import CLIENT
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS, variant
from servers.process.child_process import PROJECT_ROOT
from tests.support.every_case import every_case

FOLDERS = ("flask", "fastapi", "fastapi_def", "fastapi_blocking")


def test_keys_are_unique_and_found() -> None:
    assert [scenario(each.key) for each in SCENARIOS] == list(SCENARIOS)
    assert [variant(each.key) for each in VARIANTS] == list(VARIANTS)


@every_case("each", [*SCENARIOS, *VARIANTS], ids=lambda each: each.key)
def test_defaults_are_in_range_and_words_are_there(each: Scenario | ServerVariant) -> None:
    parameters = each.parameters if isinstance(each, Scenario) else each.settings
    assert each.title
    for parameter in parameters:
        assert parameter.check(parameter.default) == parameter.default
        assert parameter.hint.endswith(".")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_contestants_mirror_each_other(folder: str) -> None:
    modules = {path.stem for path in Path(PROJECT_ROOT, "servers", "apps", folder).glob("*.py")}
    scenarios = {each.key for each in SCENARIOS} - {"mixed"}
    package = f"servers.apps.{folder}"
    (one, *_) = (each for each in VARIANTS if each.package == package)
    clients = next(each for each in one.settings if each.key == CLIENT).choices
    others = {f"upstream_{each}" for each in clients[1:]}
    shared = {"__init__", "upstream_query", "upstream_models", QUOTES, ITEMS}
    assert modules - shared == scenarios | others


def test_each_way_to_validate_has_one_application_that_takes_quotes() -> None:
    packages = [each.validation for each in CONTRACT_APPLICATIONS]
    assert len(set(packages)) == len(packages) == len({each.validation for each in VARIANTS})
    for each in CONTRACT_APPLICATIONS:
        for name in (QUOTES, ITEMS):
            assert module_file(f"{each.package}.{name}") is not None


def test_an_order_says_what_it_is() -> None:
    (request,) = scenario("orders").requests(defaults(scenario("orders").parameters))
    assert request.method == "POST"
    assert ("content-type", "application/json") in request.headers
    assert len(json.loads(request.body)["lines"]) == 3


def test_a_scenario_without_modules_is_served_by_every_app_from_its_start() -> None:
    assert {each.key for each in SCENARIOS if not each.modules} == {*ALWAYS_SERVED}
