"""Pytest plugin: which tests xdist gives to one worker, and in which order.

xdist's own ``--dist loadgroup`` renames a test after its group and reads the group from the name.
With pytest 9.2 the name that it sets has no effect, and each worker started all shared servers.
"""

import functools
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.machine_lock import FOLDER

SERVERS = Path(__file__).parents[1] / "servers"
SHARED = {"running", "services"}


class Groups(msgspec.Struct):
    """The group of each test, by its id; and which groups mostly wait, for processes of theirs."""

    by_test: dict[str, str]
    waiting: set[str]

    @classmethod
    def of(cls, items: Iterable[pytest.Item]) -> "Groups":
        """Those of the collected tests."""
        by_test = {item.nodeid: group(item) for item in items}
        processes = (item for item in items if item.get_closest_marker("process"))
        return cls(by_test, {by_test[item.nodeid] for item in processes})


def group(item: pytest.Item) -> str:
    """Tests that share running servers or services are one group: these are started once.

    Of the others, those that start processes are each their own, where no fixture of their module
    is shared and they are not of tests/servers, whose modules start servers. The rest of a file is
    one group: for each group the controller is asked, and looks at all groups that it has given.
    """
    if SERVERS in item.path.parents:
        if not SHARED.intersection(getattr(item, "fixturenames", ())):
            return str(item.path)
        # The tests of the services have services of their own.
        return "services" if SERVERS / "backing_services" in item.path.parents else "servers"
    if item.get_closest_marker("process") and item.path not in _files_with_a_fixture(item.session):
        return item.nodeid
    return str(item.path)


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


def in_turns(groups: Sequence[str], waiting: set[str]) -> list[str]:
    """Groups that wait and groups that compute, each in their order and evenly mixed: several
    workers that wait at once would leave a core idle.
    """
    halves = ([each for each in groups if (each in waiting) == waits] for waits in (True, False))
    places = {each: (n + 0.5) / len(half) for half in halves for n, each in enumerate(half)}
    return sorted(groups, key=places.__getitem__)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """The first worker writes the groups for the controller, which collects no tests: before the
    hook of xdist, which reports that the collection has finished.
    """
    if getattr(session.config, "workerinput", {}).get("workerid") == "gw0":
        _file(session.config).write_bytes(msgspec.json.encode(Groups.of(session.items)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Of xdist, in the controller; it asks for groups once all workers have collected."""
    from xdist.scheduler import LoadScopeScheduling

    @functools.cache
    def groups() -> Groups:
        return msgspec.json.decode(_file(config).read_bytes(), type=Groups)

    class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
        workqueue: OrderedDict[str, dict[str, bool]]
        assigned_work: dict[Any, dict[str, dict[str, bool]]]

        def _split_scope(self, nodeid: str) -> str:
            return groups().by_test[nodeid]

        def schedule(self) -> None:
            """Give each worker its first groups, the largest of all, and mix the rest."""
            is_first = self.collection is None
            super().schedule()
            if is_first:
                order = in_turns(tuple(self.workqueue), groups().waiting)
                self.workqueue = OrderedDict((each, self.workqueue[each]) for each in order)

        def remove_node(self, node: Any) -> str | None:
            """What a worker leaves that ended before its time, without what it has finished: xdist
            gives that to the others, too, who then wait for tests of it, for ever.
            """
            units = self.assigned_work.get(node, {})
            self.assigned_work[node] = {
                group: tests for group, tests in units.items() if not all(tests.values())
            }
            lost: str | None = super().remove_node(node)
            return lost

    return GroupScheduling(config, log)


def _file(config: pytest.Config) -> Path:
    return config.stash[FOLDER] / "groups.json"
