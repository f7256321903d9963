"""Pytest plugin: the tier of each test, by what it needs, and unit tests that need nothing.

``unit`` is the tier of every test that is in no other: it starts no process, no QApplication, does
not compute for seconds and bears a busy machine. ``process`` and ``qt`` follow from the fixtures
below; a test that starts a child itself is marked with ``@pytest.mark.process``.
"""

import sys
from collections.abc import Generator
from typing import Any

import pytest

MARKERS = {
    "unit": "starts no process and no QApplication (set automatically)",
    "process": "starts processes of its own, or uses shared servers or backing services",
    "qt": "needs a QApplication (set automatically where a fixture makes one)",
    "slow": "computes for 0.3 s and more, all its cases together, or waits on sockets",
    "exclusive_cpu": "runs while no other test runs, since it measures what others would disturb",
}
FIXTURES = {"running": "process", "services": "process", "qapp": "qt"}
"""Fixtures that put a test into a tier, also where another fixture asks for them."""

STARTS_A_CHILD = {
    "subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system",
}  # fmt: skip
"""Audit events of CPython; ``asyncio.create_subprocess_exec`` raises the first."""

WORKERS = {"unit": 2}
"""Workers of ``-n auto`` where that tier alone is selected: each takes 4 s to collect the tests."""

MOST_WORKERS = 3
"""For all tests, on two cores, too: most tests of processes wait most of the time."""

_started: list[str] = []
_HAD_APPLICATION = pytest.StashKey[bool]()


def _note(
    event: str, args: tuple[Any, ...], noted: frozenset[str] = frozenset(STARTS_A_CHILD)
) -> None:
    # A default: at the end of the interpreter, which raises events too, globals are None.
    if event in noted:
        _started.append(f"{event} {args[0] if args else ''}".strip())


sys.addaudithook(_note)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers: pytest runs with ``--strict-markers``."""
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Of xdist, for ``-n auto``."""
    return WORKERS.get(config.option.markexpr, MOST_WORKERS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test, before ``-m`` selects among them."""
    for item in items:
        for fixture in FIXTURES.keys() & getattr(item, "fixturenames", ()):
            item.add_marker(FIXTURES[fixture])
        if not MARKERS.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker("unit")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """From before the first fixture of the test, which may be one of its module."""
    _started.clear()
    item.stash[_HAD_APPLICATION] = _has_application()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a unit test that has started a child process or the QApplication."""
    done = yield
    if item.get_closest_marker("unit") is not None:
        if _started:
            pytest.fail(f"a unit test started a child ({_started[0]}): mark it with process")
        if _has_application() and not item.stash[_HAD_APPLICATION]:
            pytest.fail("a unit test started a QApplication: let it use the fixture qapp")
    return done


def _has_application() -> bool:
    core = sys.modules.get("PySide6.QtCore")
    return core is not None and core.QCoreApplication.instance() is not None
