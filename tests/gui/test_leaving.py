"""The window is left: by a signal, or because its display has gone. Nothing measured is lost."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gui.session.window_settings import load
from loadgen.cli.qt_libraries import missing_libraries
from servers.process.child_process import PROJECT_ROOT
from tests.support.window_program import open_window

pytestmark = pytest.mark.process

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

# Once a second of the race was measured it says so; ``then`` runs after that. A light race without
# a service, and of Flask alone, which starts with half the CPU time: it is only to be kept.
RACING = """
self.session.set_scenario("wait")
self.session.set_variant("b", "flask")
self.session.set_load("concurrency", 8)
self.session.start()
def measured():
    if self.session.timeline.duration_s > 1 and not said:
        said.append(print("measured", flush=True))
        {then}
said = []
self.session.framed.connect(measured)
"""


@contextlib.contextmanager
def racing(
    tmp_path: Path, then: str = "pass", **environment: str
) -> Iterator["subprocess.Popen[str]"]:
    with open_window(RACING.format(then=then), tmp_path, **environment) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "measured\n"
            yield child
        finally:
            child.kill()


def check_kept(tmp_path: Path) -> None:
    document = json.loads((tmp_path / "last-race.json").read_text())
    assert document["format"] == "faceoff-run"
    assert all(lane["requests"]["ok"] > 0 for lane in document["lanes"].values())
    assert (tmp_path / "last-race.csv").read_text().count("\n") > 10
    assert load(tmp_path / "settings.json")[1] == ""
    assert (tmp_path / "settings.json").is_file()


@posix
def test_a_signal_closes_it_and_the_race_is_kept(tmp_path: Path) -> None:
    """SIGINT is sent in test_app, and SIGTERM in end_to_end/test_window_process."""
    with racing(tmp_path) as child:
        child.send_signal(signal.SIGHUP)
        _, complained = child.communicate(timeout=30)
    assert (child.returncode, complained) == (0, "")
    check_kept(tmp_path)


@posix
@pytest.mark.parametrize("blocked", ["", "signal.SIGHUP, signal.SIGTERM"])
def test_the_second_signal_does_not_wait_for_the_window(blocked: str, tmp_path: Path) -> None:
    """The window's thread sleeps: the first cannot close it. A system call that begins just after
    the signals came is not interrupted by them, as none is where they are blocked.
    """
    then = (
        "import signal, time; "
        f"signal.pthread_sigmask(signal.SIG_BLOCK, [{blocked}]); "
        "print('sleeps', flush=True); time.sleep(600)"
    )
    with racing(tmp_path, then) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "sleeps\n"
        children = psutil.Process(child.pid).children(recursive=True)
        child.send_signal(signal.SIGTERM)
        child.send_signal(signal.SIGHUP)
        _, complained = child.communicate(timeout=30)
    # Two threads of the process may take them, in any order.
    assert (child.returncode, complained) in {(129, ""), (143, "")}
    check_kept(tmp_path)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_a_display_that_has_gone_is_told_and_the_race_is_kept(tmp_path: Path) -> None:
    """By Qt's own words, after which it ends the process."""
    words = "The X11 connection broke (error 1). Did the X11 server die?"
    then = f"from PySide6.QtCore import qWarning; qWarning({words!r})"
    with racing(tmp_path, then) as child:
        _, complained = child.communicate(timeout=30)
    assert child.returncode == 1
    assert f"The race is kept as {tmp_path / 'last-race.json'}." in complained
    check_kept(tmp_path)


@pytest.fixture
def x_server(tmp_path: Path) -> "subprocess.Popen[str]":
    """An X server of its own; its number is the first line on its stdout."""
    if reason := missing_libraries(["xcb"]):
        pytest.skip(reason)
    try:
        return subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("Xvfb is not installed.")


@pytest.mark.skipif(sys.platform != "linux", reason="X11")
def test_a_real_x_server_that_dies(x_server: "subprocess.Popen[str]", tmp_path: Path) -> None:
    assert x_server.stdout is not None
    with x_server:
        display = f":{x_server.stdout.readline().strip()}"
        try:
            with racing(tmp_path, DISPLAY=display, QT_QPA_PLATFORM="xcb") as child:
                x_server.kill()
                _, complained = child.communicate(timeout=30)
        finally:
            x_server.kill()
    assert child.returncode == 1
    assert "The display has gone" in complained
    check_kept(tmp_path)


WINDOW = "from gui import app; import sys; sys.exit(app.main(['faceoff']))"
APPLICATION = "from gui.qt_application import start_application; start_application(['faceoff'])"
"""What the window begins with. That ends the process, so that the window need not be imported."""


@pytest.mark.skipif(sys.platform != "linux", reason="plugins of Qt on Linux")
@pytest.mark.parametrize(
    ("environment", "opens"),
    [
        ({"QT_QPA_PLATFORM": "nonsense"}, WINDOW),
        ({"QT_QPA_PLATFORM": "linuxfb:fb=/nowhere"}, APPLICATION),
        ({"QT_QPA_PLATFORM": "eglfs"}, APPLICATION),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":64996"}, APPLICATION),
        ({"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "nothing"}, APPLICATION),
    ],
)
def test_a_display_that_qt_cannot_use_is_one_sentence_and_exit_2(
    environment: dict[str, str], opens: str, tmp_path: Path
) -> None:
    settings = {"FACEOFF_SETTINGS": str(tmp_path / "settings.json")}
    done = subprocess.run(
        [sys.executable, "-c", opens],
        cwd=PROJECT_ROOT,
        env=os.environ | settings | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Qt cannot use the display (")
    assert done.stderr.count("\n") == 1
