"""Which system libraries Qt misses, and in which packages they come.

Qt itself would abort without a word of them.
"""

import ctypes
import importlib.util
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from servers.process.installation import command_to_add, start_command

_LDD_S = 10.0
_QT_PACKAGES = {
    "PySide6": "pyside6-essentials",
    "shiboken6": "pyside6-essentials",
    "pyqtgraph": "pyqtgraph",
    "fontpkg_inter": "fontpkg-inter",
}
"""Of each import, the distribution that has it."""

# Of Debian and Ubuntu.
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libICE.so.6": "libice6",
    "libOpenGL.so.0": "libopengl0",
    "libSM.so.6": "libsm6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xinput.so.0": "libxcb-xinput0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


def missing_libraries(plugins: Sequence[str]) -> str:
    """What to install, in a sentence, when none of these platform plugins can be loaded.

    Else empty. All that is missing is named, for the first plugin of them.
    """
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return ""  # the import will say so
    folder = Path(found.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms"
    sentences = []
    for plugin in plugins:
        file = folder / f"libq{plugin}.so"
        try:
            ctypes.CDLL(str(file))
        except OSError as error:
            sentences.append(_sentence(_list_unresolved(file) or _parse_complaint(str(error))))
        else:
            return ""
    # A plugin that is not there at all is no library of the system: Qt knows where else to look.
    return next(filter(None, sentences), "")


def import_problem(error: ImportError) -> str:
    """What to install when Qt cannot be imported.

    Raises the error itself when it is not about that.
    """
    named = _parse_complaint(str(error))
    if named:
        modules = [Path(error.path)] if error.path else []
        return _sentence([each for file in modules for each in _list_unresolved(file)] or named)
    name = (error.name or "").partition(".")[0]
    if name not in _QT_PACKAGES:
        raise error
    add = command_to_add([_QT_PACKAGES[name]])
    return (
        f"The window and pictures need {name}, which is not installed (type: {add}); "
        f"without them, race with: {start_command()} run --out race.json"
    )


def _parse_complaint(complaint: str) -> list[str]:
    """The library that the loader's complaint is about; it stops at the first."""
    missing = re.match(r"(lib[\w.+-]+\.so[.\d]*): cannot open", complaint)
    return [missing[1]] if missing else []


def _list_unresolved(file: Path) -> list[str]:
    """All libraries that a file lacks, directly or by others, as the system's ldd finds them."""
    try:
        listed = subprocess.run(
            ["ldd", str(file)], capture_output=True, text=True, timeout=_LDD_S, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return sorted(set(re.findall(r"^\s*(\S+) => not found", listed, re.MULTILINE)))


def _sentence(missing: Sequence[str]) -> str:
    if not missing:
        return ""
    packages = [_PACKAGES[each] for each in missing if each in _PACKAGES]
    complete = len(packages) == len(missing)
    how = (
        f"on Debian or Ubuntu: apt install {' '.join(dict.fromkeys(packages))}" if packages else ""
    )
    rest = "install their packages" if len(missing) > 1 else "install its package"
    hint = how if complete else "; ".join(filter(None, (how, rest)))
    if len(missing) == 1:
        return f"Qt needs the system library {missing[0]}, which is not installed ({hint})."
    return f"Qt needs system libraries that are not installed: {', '.join(missing)} ({hint})."
