"""Without a display Qt is never asked: it would abort the process."""

import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from loadgen.command_line.display import display_problem
from loadgen.command_line.qt_libraries import import_problem, missing_library

linux = pytest.mark.skipif(sys.platform != "linux", reason="displays of Linux")
NOWHERE = ":64999"


def problem(environ: dict[str, str], *, lacks: str = "") -> str:
    return display_problem(environ, "linux", lambda plugins: lacks)


@linux
@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, "There is no display to open a window on"),
        ({"DISPLAY": ""}, "There is no display to open a window on"),
        ({"DISPLAY": NOWHERE}, "The display :64999 does not answer"),
        ({"DISPLAY": "nonsense"}, "The display nonsense does not answer"),
        ({"DISPLAY": "127.0.0.1:59000"}, "does not answer"),
        ({"DISPLAY": "127.0.0.1:99999999999"}, "does not answer"),
        ({"WAYLAND_DISPLAY": "none", "XDG_RUNTIME_DIR": "/nowhere"}, "none does not answer"),
        ({"QT_QPA_PLATFORM": "xcb"}, "There is no display to open a window on"),
    ],
)
def test_where_no_window_can_open_it_says_what_can_be_done(
    environ: dict[str, str], told: str
) -> None:
    assert told in problem(environ)
    assert "main.py run" in problem(environ)


@pytest.mark.parametrize(
    ("environ", "platform"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux"),
        ({}, "darwin"),
        ({}, "win32"),
    ],
)
def test_where_no_display_is_needed(environ: dict[str, str], platform: str) -> None:
    assert display_problem(environ, platform) == ""


@linux
def test_a_display_that_answers(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as x11, socket.socket(socket.AF_UNIX) as wayland:
        x11.bind("\0/tmp/.X11-unix/X64998")
        wayland.bind(str(tmp_path / "wayland-7"))
        x11.listen()
        wayland.listen()
        named = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
        for environ in ({"DISPLAY": ":64998.0"}, named, named | {"DISPLAY": NOWHERE}):
            assert problem(environ) == ""
        told = problem({"DISPLAY": ":64998"}, lacks="Qt needs the system library x.")
        assert told.startswith("Qt needs the system library x. Without a window, race with:")


@linux
@pytest.mark.parametrize("plugins", [["offscreen"], ["no-such-plugin", "offscreen"]])
def test_what_can_be_loaded_lacks_nothing(plugins: Sequence[str]) -> None:
    assert missing_library(plugins) == ""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"),
            "libEGL.so.1, which is not installed (on Debian or Ubuntu: apt install libegl1)",
        ),
        (
            ImportError("libfoo-2.so.7: cannot open shared object file"),
            "libfoo-2.so.7, which is not installed (install its package)",
        ),
        (ModuleNotFoundError("No module named 'PySide6'", name="PySide6"), "uv run main.py"),
    ],
)
def test_what_qt_lacks_is_named(error: ImportError, told: str) -> None:
    assert told in import_problem(error)


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ImportError, match="loadgen"):
        import_problem(ImportError("cannot import name 'x' from 'loadgen'"))
