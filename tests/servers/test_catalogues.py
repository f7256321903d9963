"""The catalogues are complete and consistent, and no process holds both frameworks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from servers.child import PROJECT_ROOT
from servers.parameters import defaults
from servers.scenarios import SCENARIOS, Scenario, scenario
from servers.variants import VARIANTS, ServerVariant, variant

FLASK_SIDE = {"flask", "werkzeug", "waitress", "marshmallow"}
FASTAPI_SIDE = {"fastapi", "starlette", "pydantic", "uvicorn"}
FOLDERS = ("flask_app", "fastapi_app", "fastapi_app/sync")


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
    modules = {path.stem for path in Path(PROJECT_ROOT, "servers", folder).glob("*.py")}
    assert modules - {"__init__"} == {each.key for each in SCENARIOS} - {"mixed"}


def test_an_order_says_what_it_is() -> None:
    (request,) = scenario("orders").requests(defaults(scenario("orders").parameters))
    assert request.method == "POST"
    assert ("content-type", "application/json") in request.headers
    assert len(json.loads(request.body)["lines"]) == 3


@pytest.mark.parametrize("each", VARIANTS, ids=lambda each: each.key)
def test_no_server_process_holds_both_frameworks(each: ServerVariant) -> None:
    # What a child does before it serves; then it tells what it has imported.
    program = (
        "import sys, servers.__main__; from servers.serving import serving;"
        "from servers.variants import variant; from servers.parameters import defaults;"
        f"v = variant({each.key!r}); serving(v, defaults(v.settings), (), 'nonce');"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT_ROOT, capture_output=True, check=True
    )
    imported = set(said.stdout.decode().split())
    own, other = (
        (FLASK_SIDE, FASTAPI_SIDE) if each.server == "waitress" else (FASTAPI_SIDE, FLASK_SIDE)
    )
    assert own <= imported
    assert not other & imported
