"""The catalogues are complete and consistent, and no process holds both frameworks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from servers.catalog.contract_applications import CONTRACT_APPLICATIONS, QUOTES
from servers.catalog.handler_source import module_file
from servers.catalog.http_servers import MOUNTED, WAITRESS
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import SCENARIOS, Scenario, scenario
from servers.catalog.server_parameters import CLIENT
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS, variant
from servers.process.child_process import PROJECT_ROOT

FLASK = {"flask", "werkzeug"}
FASTAPI = {"fastapi", "starlette", "pydantic", "uvicorn"}
FLASK_LIBRARIES = {
    name
    for each in VARIANTS
    if each.framework == "flask" and each.server is not MOUNTED
    for name in (
        *each.validation.import_names,
        *(package.import_name for package in each.all_packages),
    )
    if name not in FASTAPI
}
RUNNABLE = [each for each in VARIANTS if not each.unavailable()]
FOLDERS = ("flask", "fastapi", "fastapi_def", "fastapi_blocking")


def test_keys_are_unique_and_found() -> None:
    assert [scenario(each.key) for each in SCENARIOS] == list(SCENARIOS)
    assert [variant(each.key) for each in VARIANTS] == list(VARIANTS)


@pytest.mark.parametrize("each", [*SCENARIOS, *VARIANTS], ids=lambda each: each.key)
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
    shared = {"__init__", "upstream_query", "upstream_models", QUOTES}
    assert modules - shared == scenarios | others


def test_each_way_to_validate_has_one_application_that_takes_quotes() -> None:
    packages = [each.validation for each in CONTRACT_APPLICATIONS]
    assert len(set(packages)) == len(packages) == len({each.validation for each in VARIANTS})
    for each in CONTRACT_APPLICATIONS:
        assert module_file(f"{each.package}.{QUOTES}") is not None


def test_an_order_says_what_it_is() -> None:
    (request,) = scenario("orders").requests(defaults(scenario("orders").parameters))
    assert request.method == "POST"
    assert ("content-type", "application/json") in request.headers
    assert len(json.loads(request.body)["lines"]) == 3


def sides(each: ServerVariant) -> tuple[set[str], set[str]]:
    """What its process holds at least, and what it must not hold."""
    own = {package.import_name for package in each.all_packages}
    if each.framework == "fastapi":
        return FASTAPI, {*FLASK, *FLASK_LIBRARIES} - own
    flask = FLASK | set(each.validation.import_names)
    if each.server is WAITRESS:
        flask.add("waitress")
    if each.server is MOUNTED:
        return flask | FASTAPI, {"waitress", "gevent", "gunicorn"}
    return flask, (FASTAPI | FLASK_LIBRARIES) - {*flask, *own}


@pytest.mark.process
@pytest.mark.parametrize("each", RUNNABLE, ids=lambda each: each.key)
def test_no_server_process_holds_both_frameworks(each: ServerVariant) -> None:
    # What a child does before it serves; then it tells what it has imported.
    program = (
        "import sys, servers.__main__; from servers.hosts import serving;"
        "from servers.catalog.variants import variant;"
        "from servers.catalog.scenarios import ALWAYS_SERVED;"
        "from servers.process.import_string import import_object;"
        "from servers.catalog.parameter import defaults;"
        f"v = variant({each.key!r}); serving(v, defaults(v.settings), (), 'nonce');"
        # gunicorn makes the app in its workers.
        "served = [each for each in ALWAYS_SERVED if v.serves(each)];"
        "import_object(f'{v.package}:create_app')(served);"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT_ROOT, capture_output=True, check=True
    )
    imported = set(said.stdout.decode().split())
    own, other = sides(each)
    assert own <= imported
    assert not other & imported
