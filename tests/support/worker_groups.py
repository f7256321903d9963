"""Pytest plugin: which tests xdist gives to one worker.

xdist's own ``--dist loadgroup`` renames a test after its group and reads the group from the name.
With pytest 9.2 the name that it sets has no effect, and each worker started all shared servers.
"""

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.machine_lock import FOLDER

SERVERS = Path(__file__).parents[1] / "servers"
SHARED = {"running", "services"}


def group(item: pytest.Item) -> str:
    """Tests that share running servers or services are one group, so that these are started once;
    so is each other file of tests/servers, whose modules start servers, and each file with a
    fixture of its module, which each worker would make for itself. Others are each their own.
    """
    if SERVERS not in item.path.parents:
        return str(item.path) if item.path in _files_with_a_fixture(item.session) else item.nodeid
    if not SHARED.intersection(getattr(item, "fixturenames", ())):
        return str(item.path)
    # The tests of the services have services of their own.
    return "services" if SERVERS / "backing_services" in item.path.parents else "servers"


@functools.cache
def _files_with_a_fixture(session: pytest.Session) -> set[Path]:
    """Those of which a test uses a fixture of scope ``module``."""
    return {
        item.path
        for item in session.items
        if isinstance(item, pytest.Function)
        for fixtures in item._fixtureinfo.name2fixturedefs.values()
        if any(each.scope == "module" for each in fixtures)
    }


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """The first worker writes the groups for the controller, which collects no tests: before the
    hook of xdist, which reports that the collection has finished.
    """
    if getattr(session.config, "workerinput", {}).get("workerid") == "gw0":
        groups = {item.nodeid: group(item) for item in session.items}
        _file(session.config).write_text(json.dumps(groups), "utf-8")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Of xdist, in the controller; it asks for groups once all workers have collected."""
    from xdist.scheduler import LoadScopeScheduling

    groups: dict[str, str] = {}

    class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            if not groups:
                groups.update(json.loads(_file(config).read_text("utf-8")))
            return groups[nodeid]

    return GroupScheduling(config, log)


def _file(config: pytest.Config) -> Path:
    return config.stash[FOLDER] / "groups.json"
