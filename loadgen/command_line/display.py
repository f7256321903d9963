"""Whether a window can be opened here, known before Qt is asked: Qt would abort the process."""

import re
import sys
from collections.abc import Mapping

HEADLESS = "uv run main.py run --a flask --b fastapi --scenario wait --out race.png"

# Which Debian package has the library that Qt misses.
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
    "libxcb-cursor.so.0": "libxcb-cursor0",
}


def display_problem(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Why there can be no window, in a sentence that names what works instead; empty when there
    can.
    """
    if not platform.startswith("linux"):
        return ""
    if any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        return ""
    return f"There is no display to open a window on; without one, race with: {HEADLESS}"


def import_problem(error: ImportError) -> str:
    """What to install when Qt cannot be loaded; raises the error itself when it is not about
    that.
    """
    missing = re.search(r"(lib[\w.+-]+\.so[.\d]*)", str(error))
    if missing:
        library = missing[1]
        package = _PACKAGES.get(library)
        how = f"on Debian or Ubuntu: apt install {package}" if package else "install its package"
        return f"Qt needs the system library {library}, which is not installed ({how})."
    if (error.name or "").partition(".")[0] in ("PySide6", "pyqtgraph", "shiboken6"):
        return f"{error.name} is not installed; run this program with: uv run main.py"
    raise error
