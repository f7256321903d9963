"""What is not asked for is not there: neither the route nor what it would import."""

import functools
import json
import subprocess
import sys

import pytest

from servers.process.child_process import PROJECT_ROOT

pytestmark = pytest.mark.process

APPS = ("servers.apps.flask", "servers.apps.fastapi", "servers.apps.fastapi_def")
MINE = ("page", "catalogue", "upload")


@functools.cache
def imported(app: str, modules: tuple[str, ...]) -> set[str]:
    """What a process has imported that has built this app."""
    code = (
        f"import json, sys\nfrom {app} import create_app\ncreate_app({modules!r})\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, check=True
    )
    return set(json.loads(said.stdout))


@pytest.mark.parametrize("app", APPS)
def test_a_module_is_imported_when_it_is_asked_for(app: str) -> None:
    without, with_all = imported(app, ()), imported(app, MINE)
    own = {f"{app}.{each}" for each in MINE} | {"servers.apps.workload.products"}
    assert own <= with_all
    assert not own & without


@pytest.mark.parametrize("app", ["servers.apps.fastapi", "servers.apps.fastapi_def"])
def test_fastapi_has_no_template_engine_without_a_page(app: str) -> None:
    """Flask always has Jinja2, and Starlette always python-multipart: both are their own choice."""
    assert "jinja2" not in imported(app, ("catalogue", "upload"))
    assert "jinja2" in imported(app, MINE)
