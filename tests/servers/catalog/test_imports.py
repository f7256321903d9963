"""What is not asked for is not imported: the other framework, modules of scenarios, drivers.

Each variant is set up once in a process of its own, step by step: what the first steps have not
imported is not of those that follow.
"""

import functools
import subprocess
import sys

import msgspec
import pytest

from servers.catalog.http_servers import MOUNTED, WAITRESS
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS, variant
from servers.process.child_process import PROJECT_ROOT

pytestmark = pytest.mark.process

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
APPS = ("flask", "fastapi", "fastapi-def")
MODULES = ("page", "catalogue", "upload")
DRIVERS = {"psycopg", "psycopg_pool", "redis", "httpx", "httpcore", "sqlite3"}

SET_UP = """
import json, sys
before = set(sys.modules)  # coverage.py's, where it measures this child
import servers.__main__
from servers.catalog.parameter import defaults
from servers.catalog.app_modules import ALWAYS_SERVED
from servers.catalog.variants import variant
from servers.hosts import serving
from servers.process.import_string import import_object
from servers.telemetry.backend_usage import current

v = variant(sys.argv[1])
# What a child does before it serves; gunicorn makes the app in its workers.
serving(v, defaults(v.settings), (), "nonce")
create_app = import_object(f"{v.package}:create_app")
always = [each for each in ALWAYS_SERVED if v.serves(each)]

def imported(modules):
    create_app([*always, *modules])
    return sorted(sys.modules.keys() - before)

print(json.dumps({
    "plain": imported([]),
    "used_services": list(current()),
    "without_page": imported(each for each in ("catalogue", "upload") if v.serves(each)),
    "with_all": imported(each for each in ("page", "catalogue", "upload") if v.serves(each)),
}))
"""


class Imported(msgspec.Struct):
    """Names of modules that a process has imported, by what its app serves besides what every app
    does; and the backing services that the first of these apps uses.
    """

    plain: set[str]
    without_page: set[str]
    with_all: set[str]
    used_services: list[str]


@functools.cache
def imported(key: str) -> Imported:
    said = subprocess.run(
        [sys.executable, "-c", SET_UP, key], cwd=PROJECT_ROOT, capture_output=True, check=True
    )
    return msgspec.json.decode(said.stdout, type=Imported)


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


@pytest.mark.parametrize("each", RUNNABLE, ids=lambda each: each.key)
def test_no_server_process_holds_both_frameworks(each: ServerVariant) -> None:
    packages = {name.partition(".")[0] for name in imported(each.key).plain}
    own, other = sides(each)
    assert own <= packages
    assert not other & packages


@pytest.mark.parametrize("key", APPS)
def test_a_module_is_imported_when_it_is_asked_for(key: str) -> None:
    found, package = imported(key), variant(key).package
    own = {f"{package}.{each}" for each in MODULES} | {"servers.apps.workload.products"}
    assert own <= found.with_all
    assert not own & found.plain


@pytest.mark.parametrize("key", ["fastapi", "fastapi-def"])
def test_fastapi_has_no_template_engine_without_a_page(key: str) -> None:
    """Flask always has Jinja2, and Starlette always python-multipart: both are their own choice."""
    assert "jinja2" not in imported(key).without_page
    assert "jinja2" in imported(key).with_all


@pytest.mark.parametrize("key", APPS)
def test_who_asks_no_service_holds_none_of_the_drivers(key: str) -> None:
    assert not DRIVERS & imported(key).plain
    assert imported(key).used_services == []
