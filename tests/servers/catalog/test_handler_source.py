"""The handler's file is found for every variant and scenario, without importing either
framework.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from servers.catalog import handler_source
from servers.catalog.handler_source import choices, shown_path, source
from servers.catalog.http_servers import WAITRESS
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import SCENARIOS, Scenario, scenario
from servers.catalog.server_variant import ServerVariant
from servers.catalog.validation import MARSHMALLOW
from servers.catalog.variants import VARIANTS, variant
from tests.support.every_case import every_case

SINGLE = tuple(each.key for each in SCENARIOS if each.key != "mixed")


@pytest.mark.parametrize(
    ("key", "file"),
    [
        ("flask", "servers/apps/flask/wait.py"),
        ("fastapi", "servers/apps/fastapi/wait.py"),
        ("fastapi-def", "servers/apps/fastapi_def/wait.py"),
    ],
)
def test_each_app_has_its_own_wait(key: str, file: str) -> None:
    path = source(variant(key), "wait")
    assert path is not None
    assert shown_path(path) == file


@pytest.mark.parametrize(
    ("key", "client", "file"),
    [
        ("flask", 0, "servers/apps/flask/upstream.py"),
        ("flask", 2, "servers/apps/flask/upstream_urllib3.py"),
        ("flask-gunicorn", 1, "servers/apps/flask/upstream_requests.py"),
        ("fastapi-mounted", 1, "servers/apps/flask/upstream_requests.py"),
        ("fastapi-asyncio", 1, "servers/apps/fastapi/upstream_aiohttp.py"),
        ("fastapi-def", 1, "servers/apps/fastapi_def/upstream_requests.py"),
        ("fastapi-blocking", 2, "servers/apps/fastapi_blocking/upstream_urllib3.py"),
    ],
)
def test_the_code_is_that_of_the_chosen_client(key: str, client: int, file: str) -> None:
    path = source(variant(key), "upstream", {"client": client})
    assert path is not None
    assert shown_path(path) == file
    assert source(variant(key), "wait", {"client": client}) == source(variant(key), "wait")


@every_case("each", VARIANTS, ids=lambda each: str(each.key))
@every_case("scenario_key", SINGLE)
def test_every_variant_shows_the_code_of_what_it_serves(
    each: ServerVariant, scenario_key: str
) -> None:
    path = source(each, scenario_key)
    if not each.serves(scenario_key):
        assert path is None
    else:
        assert path is not None
        assert path.is_file()


def test_a_mix_shows_what_is_asked_for_most_at_first() -> None:
    mixed = scenario("mixed")
    weights = {each.key: 0 for each in mixed.parameters} | {"weight_cpu": 1, "weight_orders": 9}
    assert [each.key for each in choices(mixed, weights)] == ["orders", "cpu"]
    assert choices(scenario("wait"), {"wait_ms": 50}) == (scenario("wait"),)


def test_a_mix_of_nothing_is_still_something() -> None:
    mixed = scenario("mixed")
    assert choices(mixed, {each.key: 0 for each in mixed.parameters}) == (mixed,)


@every_case("each", SCENARIOS, ids=lambda each: str(each.key))
def test_what_may_be_chosen_has_a_handler_or_is_none(each: Scenario) -> None:
    found = choices(each, defaults(each.parameters))
    assert found
    assert len({one.key for one in found}) == len(found)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with packages of every shape that a variant may have."""
    files = {
        "apps/flask/__init__.py": "from servers.apps.flask import wait\n",
        "apps/flask/wait.py": "def wait(): ...\n",
        "apps/flask/orders.py": "def create(): ...\n",
        "apps/mounted.py": "from servers.apps.flask import create_app as theirs\n",
        "apps/passed_on/__init__.py": "",
        "apps/passed_on/wait.py": "from servers.apps.flask.wait import wait\n",
        "apps/manual/__init__.py": "from servers.apps.flask import wait\n",
        "apps/manual/orders.py": "def create(): ...\n",
        "apps/circle/__init__.py": "from servers.apps.around import x\n",
        "apps/around/__init__.py": "from servers.apps.circle import x\n",
    }
    for name, text in files.items():
        path = tmp_path / "servers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(handler_source, "_ROOT", tmp_path)
    handler_source._find_file.cache_clear()
    yield tmp_path
    handler_source._find_file.cache_clear()


@pytest.mark.parametrize(
    ("app", "key", "file"),
    [
        ("mounted", "wait", "servers/apps/flask/wait.py"),
        ("passed_on", "wait", "servers/apps/flask/wait.py"),
        ("manual", "orders", "servers/apps/manual/orders.py"),
        ("manual", "wait", "servers/apps/flask/wait.py"),
        ("circle", "wait", ""),
        ("elsewhere", "wait", ""),
    ],
)
def test_a_package_shows_what_it_takes_from_another(
    house: Path, app: str, key: str, file: str
) -> None:
    made = ServerVariant(
        key=app,
        title="X",
        subtitle="",
        teaches="",
        framework="flask",
        server=WAITRESS,
        validation=MARSHMALLOW,
    )
    path = source(made, key)
    assert (shown_path(path) if path else "") == file


def test_what_a_variant_does_not_serve_has_no_code() -> None:
    only = replace(variant("flask"), scenarios=("orders",))
    assert source(only, "wait") is None


@pytest.mark.process
def test_neither_framework_is_imported() -> None:
    code = (
        "import sys\n"
        "from servers.catalog.handler_source import source\n"
        "from servers.catalog.variants import VARIANTS\n"
        "[source(each, 'wait') for each in VARIANTS]\n"
        "print(sorted({'flask', 'fastapi', 'marshmallow'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
