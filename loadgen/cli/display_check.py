"""Whether a window can be opened here, known before Qt is asked: Qt would abort the process."""

import os
import socket
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from loadgen.cli.qt_libraries import missing_libraries
from servers.process.installation import start_command

HEADLESS = f"{start_command()} run --a flask --b fastapi --scenario wait --out race.png"
TIMEOUT_S = 3.0
"""A server that has not answered by then is one that hangs: Qt would wait for ever."""

_BY_VARIABLE = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
# The shortest greetings that a server has to answer: X11 without a cookie, which may be refused;
# wl_display.sync.
_X11_HELLO = struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0)
_WAYLAND_HELLO = struct.pack("=III", 1, 12 << 16, 2)


def display_problem(
    environ: Mapping[str, str],
    platform: str = sys.platform,
    lacks: Callable[[Sequence[str]], str] = missing_libraries,
) -> str:
    """Why there can be no window, in a sentence that names what works instead.

    Empty when there can.

    Where Qt is set to use something that needs no display (``QT_QPA_PLATFORM``, which may name
    several, divided by semicolons), it is believed.
    """
    asked = _plugin_names(environ)
    if not platform.startswith("linux") or any(plugin not in _BY_VARIABLE for plugin in asked):
        return ""
    named = {plugin: environ.get(_BY_VARIABLE[plugin], "") for plugin in asked or _BY_VARIABLE}
    if not any(named.values()):
        return f"There is no display to open a window on; without one, race with: {HEADLESS}"
    ask = {"wayland": _wayland_answers, "xcb": _x11_answers}
    answering = [plugin for plugin, name in named.items() if name and ask[plugin](environ)]
    if not answering:
        which = " and ".join(filter(None, named.values()))
        return f"The display {which} does not answer; without one, race with: {HEADLESS}"
    missing = lacks(answering)
    return f"{missing} Without a window, race with: {HEADLESS}" if missing else ""


def _plugin_names(environ: Mapping[str, str]) -> list[str]:
    """``wayland-egl;xcb:option=1`` asks for wayland and xcb, in this order."""
    names = (each.partition(":")[0] for each in environ.get("QT_QPA_PLATFORM", "").split(";"))
    known = {"wayland-egl": "wayland"}
    return [known.get(name, name) for name in names if name]


def _x11_answers(environ: Mapping[str, str]) -> bool:
    """``:0``, ``unix:0.0`` and ``host:10`` are what DISPLAY may say."""
    host, colon, rest = environ.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdecimal():
        return False
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen
    if host in ("", "unix"):
        return any(_unix_answers(each, _X11_HELLO) for each in ("\0" + path, path))
    try:
        with socket.create_connection((host, 6000 + int(number)), TIMEOUT_S) as asking:
            return _replies(asking, _X11_HELLO)
    except (OSError, OverflowError):
        return False


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    # An absolute name stands for itself.
    folder = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return bool(name) and _unix_answers(str(Path(folder) / name), _WAYLAND_HELLO)


def _unix_answers(address: str, hello: bytes) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(TIMEOUT_S)
        try:
            asking.connect(address)
            return _replies(asking, hello)
        except OSError:
            return False


def _replies(asking: socket.socket, hello: bytes) -> bool:
    asking.sendall(hello)
    return bool(asking.recv(1))
