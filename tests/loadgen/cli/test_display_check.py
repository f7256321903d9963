"""Without a display Qt is never asked: it would abort the process."""

import contextlib
import ctypes
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from loadgen.cli import display_check
from loadgen.cli.display_check import display_problem
from loadgen.cli.qt_libraries import import_problem, missing_libraries
from tests.support.every_case import every_case

linux = pytest.mark.skipif(sys.platform != "linux", reason="displays of Linux")
NOWHERE = ":64999"


def problem(environ: dict[str, str], *, lacks: str = "") -> str:
    return display_problem(environ, "linux", lambda plugins: lacks)


@linux
@every_case(
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
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "There is no display to open a window on"),
        ({"QT_QPA_PLATFORM": "wayland-egl;xcb:a=1"}, "There is no display to open a window on"),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": NOWHERE}, ":64999 does not answer"),
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
        ({"QT_QPA_PLATFORM": "xcb;offscreen"}, "linux"),
        ({}, "darwin"),
        ({}, "win32"),
    ],
)
def test_where_no_display_is_needed(environ: dict[str, str], platform: str) -> None:
    assert display_problem(environ, platform) == ""


@contextlib.contextmanager
def server(address: str, reply: bytes = b"\0") -> Iterator[list[bytes]]:
    """A display server that answers one greeting for each connection; no reply: it hangs."""
    heard: list[bytes] = []
    leaving = threading.Event()

    def serve() -> None:
        while not leaving.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = listening.accept()
                with connection:
                    heard.append(connection.recv(64))
                    connection.sendall(reply) if reply else leaving.wait()

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        listening.settimeout(0.05)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield heard
        finally:
            leaving.set()
            thread.join()


@linux
def test_a_display_that_answers(tmp_path: Path) -> None:
    with server("\0/tmp/.X11-unix/X64998") as x11, server(str(tmp_path / "wayland-7")) as wayland:
        named = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
        for environ in (
            {"DISPLAY": ":64998.0"},
            named,
            named | {"DISPLAY": NOWHERE},
            named | {"QT_QPA_PLATFORM": "xcb;wayland", "DISPLAY": NOWHERE},
            {"DISPLAY": ":64998", "QT_QPA_PLATFORM": "wayland;xcb"},
        ):
            assert problem(environ) == ""
        told = problem({"DISPLAY": ":64998"}, lacks="Qt needs the system library x.")
        assert told.startswith("Qt needs the system library x. Without a window, race with:")
        assert len(x11) == 3
        assert len(wayland) == 3
        # The one that was asked for does not answer, and Qt tries no other.
        only = {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":64998"}
        assert "There is no display" in problem(only)


@linux
def test_a_display_that_hangs_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display_check, "TIMEOUT_S", 0.1)
    with server("\0/tmp/.X11-unix/X64997", reply=b""):
        assert "The display :64997 does not answer" in problem({"DISPLAY": ":64997"})


@pytest.mark.process
@linux
@pytest.mark.parametrize("plugins", [["offscreen"], ["no-such-plugin", "offscreen"]])
def test_what_can_be_loaded_lacks_nothing(plugins: Sequence[str]) -> None:
    assert missing_libraries(plugins) == ""


LISTED = """
\tlibxcb-icccm.so.4 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
\tlibxcb-keysyms.so.1 => not found
\tlibxcb-icccm.so.4 => not found
"""


@linux
def test_all_libraries_are_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def lacks(name: str) -> object:
        raise OSError("libxcb-icccm.so.4: cannot open shared object file")

    def ldd(words: Sequence[str], **_: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.CompletedProcess(words, 0, LISTED)

    monkeypatch.setattr(ctypes, "CDLL", lacks)
    monkeypatch.setattr(subprocess, "run", ldd)
    assert missing_libraries(["xcb"]) == (
        "Qt needs system libraries that are not installed: libxcb-icccm.so.4, libxcb-keysyms.so.1 "
        "(on Debian or Ubuntu: apt install libxcb-icccm4 libxcb-keysyms1)."
    )


def test_without_ldd_the_first_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacks(name: str) -> object:
        raise OSError("libfoo.so.1: cannot open shared object file")

    def no_ldd(*_: object, **__: object) -> object:
        raise FileNotFoundError("ldd")

    monkeypatch.setattr(ctypes, "CDLL", lacks)
    monkeypatch.setattr(subprocess, "run", no_ldd)
    assert missing_libraries(["xcb"]) == (
        "Qt needs the system library libfoo.so.1, which is not installed (install its package)."
    )


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
