"""Where Faceoff keeps what outlives the program: settings, calibration, its log, the last race.

Linux: ``$XDG_CONFIG_HOME`` or ``~/.config``, and ``$XDG_STATE_HOME`` or ``~/.local/state`` for log
and race; macOS: ``~/Library/Preferences`` and ``~/Library/Logs``; Windows: ``%LOCALAPPDATA%``. With
``FACEOFF_SETTINGS`` everything is beside that file. A path is None where the user has no home
folder, as with a number without a name in a container.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

SETTINGS = "FACEOFF_SETTINGS"
_FOLDER = "faceoff"


def settings_path() -> Path | None:
    """The file with the window's settings."""
    named = os.environ.get(SETTINGS)
    return Path(named) if named else _in(config_folder(), "settings.json")


def calibration_path() -> Path | None:
    """The file with the generator's measured ceilings, beside the settings."""
    return _in(config_folder(), "calibration.json")


def log_path() -> Path | None:
    """The log file of the program; older ones stand beside it with a number."""
    return _in(state_folder(), "faceoff.log")


def last_race_path() -> Path | None:
    """The run document of a race that was left without being saved."""
    return _in(state_folder(), "last-race.json")


def config_folder(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Path | None:
    """For settings. It may have to be created."""
    return _folder(environ, platform, "XDG_CONFIG_HOME", ".config", "Library/Preferences")


def state_folder(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Path | None:
    """For what the program writes by itself. It may have to be created."""
    return _folder(environ, platform, "XDG_STATE_HOME", ".local/state", "Library/Logs")


def problem() -> str:
    """Why nothing can be kept, in one sentence that says what to do; empty when it can."""
    for folder in (config_folder(), state_folder()):
        reason = _refusal(folder)
        if reason:
            return (
                f"Settings, calibration and log cannot be kept: {reason}. "
                f"To keep them, set {SETTINGS} to a file in a folder that you can write to."
            )
    return ""


def _folder(
    environ: Mapping[str, str], platform: str, xdg: str, below_home: str, on_macos: str
) -> Path | None:
    if named := environ.get(SETTINGS):
        return Path(named).parent
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return Path(local) / _FOLDER if local else _in(home_folder(), "AppData/Local", _FOLDER)
    if platform == "darwin":
        return _in(home_folder(), on_macos, _FOLDER)
    given = environ.get(xdg, "")
    # The specification has a relative one ignored.
    return (
        Path(given) / _FOLDER if os.path.isabs(given) else _in(home_folder(), below_home, _FOLDER)
    )


def home_folder() -> Path | None:
    """The user's; None for a number without a name that was given none."""
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor an entry in the list of users
        return None
    return home if home.is_absolute() else None


def _in(folder: Path | None, *names: str) -> Path | None:
    return None if folder is None else folder.joinpath(*names)


def _refusal(folder: Path | None) -> str:
    """Why files cannot be made in a folder, which is created if need be; empty: they can."""
    if folder is None:
        return "this user has no home folder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return f"{folder} cannot be created ({error.strerror})"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"{folder} cannot be written to"
