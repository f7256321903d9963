"""Which system library Qt misses, and in which package it comes: Qt itself would abort without a
word of it.
"""

import ctypes
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

# Of Debian and Ubuntu.
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def missing_library(plugins: Sequence[str]) -> str:
    """What to install, in a sentence, when none of these platform plugins can be loaded; else
    empty.
    """
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return ""  # the import will say so
    folder = Path(found.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms"
    complaints = []
    for plugin in plugins:
        try:
            ctypes.CDLL(str(folder / f"libq{plugin}.so"))
        except OSError as error:
            complaints.append(_named(str(error)))
        else:
            return ""
    # A plugin that is not there at all is no library of the system: Qt knows where else to look.
    return next(filter(None, complaints), "")


def import_problem(error: ImportError) -> str:
    """What to install when Qt cannot be imported; raises the error itself when it is not about
    that.
    """
    named = _named(str(error))
    if named:
        return named
    if (error.name or "").partition(".")[0] in ("PySide6", "pyqtgraph", "shiboken6"):
        return f"{error.name} is not installed; run this program with: uv run main.py"
    raise error


def _named(complaint: str) -> str:
    missing = re.match(r"(lib[\w.+-]+\.so[.\d]*): cannot open", complaint)
    if missing is None:
        return ""
    package = _PACKAGES.get(missing[1])
    how = f"on Debian or Ubuntu: apt install {package}" if package else "install its package"
    return f"Qt needs the system library {missing[1]}, which is not installed ({how})."
