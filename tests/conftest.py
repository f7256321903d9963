"""What holds for every test: no display is needed, nothing outlives the test, and a test that needs
the CPU for itself has it.
"""

import contextlib
import gc
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from servers.process.child_environment import RUN_ID
from tests.support.machine_lock import FOLDER, MachineLock

pytest_plugins = ["tests.support.tiers", "tests.support.worker_groups"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Or each of the children, some hundreds, would compile the project's modules again, and each worker
# would rewrite the assertions of all tests in every run (4.5 s of CPU each).
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Options of the user who runs the tests.
for _name in [each for each in os.environ if each.startswith(("FACEOFF_RUN_", "FACEOFF_CHECK_"))]:
    if _name != RUN_ID:
        del os.environ[_name]

GRACE_S = 5.0
_FD_FOLDER = "/proc/self/fd"
_TASKS = Path("/proc/self/task")
_LOCK = pytest.StashKey[MachineLock]()


def pytest_configure(config: pytest.Config) -> None:
    """The controller makes the folder of the machine lock, and each worker is given its path."""
    given = getattr(config, "workerinput", {}).get("machine_lock")
    if given is None:
        folder = tempfile.TemporaryDirectory(prefix="faceoff-test-lock-")
        config.add_cleanup(folder.cleanup)
        given = folder.name
    config.stash[_LOCK] = MachineLock(Path(given))
    config.stash[FOLDER] = Path(given)
    # Children would inherit that a signal is ignored: SIGINT in the background of a script, SIGHUP
    # under nohup. A handler is not inherited, and one that does nothing still ignores the signal.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda number, frame: None)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Of xdist, in the controller, for each worker."""
    node.workerinput["machine_lock"] = str(node.config.stash[_LOCK].folder)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Without the garbage collector, which would look at some thousand tests again and again: 0.5 s
    of each worker's 4.4 s of CPU, and more while it runs them.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Hold the machine lock from before the test's first fixture until after its last: alone for a
    test that is marked ``exclusive_cpu``. The time that a test waits for it is outside of its
    timeout.
    """
    alone = item.get_closest_marker("exclusive_cpu") is not None
    with item.config.stash[_LOCK].hold(exclusive=alone):
        return (yield)


def _children() -> set[int]:
    """Process ids of the direct children: 0.1 ms, where psutil reads every process of the machine.

    What a child has started in its turn needs no look: it ends with that child, or has been given
    to init, where nobody finds it by its parent.
    """
    if not (_TASKS / str(os.getpid()) / "children").exists():
        return {child.pid for child in psutil.Process().children()}
    children: set[int] = set()
    for task in _TASKS.iterdir():  # a process is listed with the thread that started it
        with contextlib.suppress(OSError):  # the thread has ended since
            children.update(map(int, (task / "children").read_bytes().split()))
    return children


def _alive(children: Iterable[int]) -> set[str]:
    alive = set()
    for pid in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            child = psutil.Process(pid)
            if child.status() != psutil.STATUS_ZOMBIE:
                alive.add(f"child {pid}: {' '.join(child.cmdline())}")
    return alive


def _kill(children: Iterable[int]) -> None:
    """So that it is not the next tests that are slow, or fail with what it left behind."""
    for pid in children:
        with contextlib.suppress(psutil.Error):
            psutil.Process(pid).kill()


def _threads() -> set[str]:
    return {f"thread {thread.name} ({thread.ident})" for thread in threading.enumerate()}


def _sockets() -> set[str]:
    """Without pathlib, which takes 0.17 ms instead of 0.08: this runs twice for each test."""
    if not os.path.isdir(_FD_FOLDER):
        return {f"socket {each.laddr}" for each in psutil.Process().net_connections()}
    sockets = set()
    for fd in os.listdir(_FD_FOLDER):
        try:
            target = os.readlink(f"{_FD_FOLDER}/{fd}")
        except OSError:  # closed between listing and reading
            continue
        if target.startswith("socket:"):
            sockets.add(target)
    return sockets


@pytest.fixture(autouse=True)
def nothing_leaks() -> Iterator[None]:
    """A child, thread or socket that a test started and left behind fails that test."""
    children, others = _children(), _threads() | _sockets()
    yield
    deadline = time.monotonic() + GRACE_S
    while leaked := _alive(_children() - children) | ((_threads() | _sockets()) - others):
        if time.monotonic() > deadline:
            _kill(_children() - children)
            pytest.fail("left behind: " + "; ".join(sorted(leaked)))
        gc.collect()
        time.sleep(0.02)


@pytest.fixture(scope="session")
def settings_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the tests of one worker that ask for no folder of their own."""
    return tmp_path_factory.mktemp("settings")


@pytest.fixture(autouse=True)
def own_settings(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, settings_folder: Path
) -> Iterator[None]:
    """No test reads or writes the settings of the user who runs the tests, nor another test's.

    A test without ``tmp_path`` gets none here: making one takes 0.1 ms at least, for each of some
    thousand tests.
    """
    own = "tmp_path" in request.fixturenames
    folder = request.getfixturevalue("tmp_path") if own else settings_folder
    monkeypatch.setenv("FACEOFF_SETTINGS", str(folder / "settings.json"))
    yield
    if not own:
        for written in folder.iterdir():
            shutil.rmtree(written) if written.is_dir() else written.unlink()
