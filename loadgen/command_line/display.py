"""Whether a window can be opened here, known before Qt is asked: Qt would abort the process."""

import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from loadgen.command_line.qt_libraries import missing_library

HEADLESS = "uv run main.py run --a flask --b fastapi --scenario wait --out race.png"
_TIMEOUT_S = 1.0


def display_problem(
    environ: Mapping[str, str],
    platform: str = sys.platform,
    lacks: Callable[[Sequence[str]], str] = missing_library,
) -> str:
    """Why there can be no window, in a sentence that names what works instead; empty when there
    can.

    Where Qt was told to use something that needs no display (``QT_QPA_PLATFORM``), it is believed.
    """
    told = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if not platform.startswith("linux") or told not in ("", "xcb", "wayland"):
        return ""
    named = {"wayland": environ.get("WAYLAND_DISPLAY", ""), "xcb": environ.get("DISPLAY", "")}
    if not any(named.values()):
        return f"There is no display to open a window on; without one, race with: {HEADLESS}"
    answering = [
        plugin
        for plugin, answers in (("wayland", _wayland_answers), ("xcb", _x11_answers))
        if answers(environ)
    ]
    if not answering:
        which = " and ".join(filter(None, named.values()))
        return f"The display {which} does not answer; without one, race with: {HEADLESS}"
    missing = lacks(answering)
    return f"{missing} Without a window, race with: {HEADLESS}" if missing else ""


def _x11_answers(environ: Mapping[str, str]) -> bool:
    """``:0``, ``unix:0.0`` and ``host:10`` are what DISPLAY may say."""
    host, colon, rest = environ.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdecimal():
        return False
    path = f"/tmp/.X11-unix/X{number}"
    if host in ("", "unix"):
        return _unix_answers("\0" + path) or _unix_answers(path)
    try:
        socket.create_connection((host, 6000 + int(number)), _TIMEOUT_S).close()
    except (OSError, OverflowError):
        return False
    return True


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    # An absolute name stands for itself.
    folder = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return bool(name) and _unix_answers(str(Path(folder) / name))


def _unix_answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(_TIMEOUT_S)
        try:
            asking.connect(address)
        except OSError:
            return False
    return True
