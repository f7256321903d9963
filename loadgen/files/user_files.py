"""Where Faceoff keeps what outlives the program: settings, calibration, log, races, demonstrations.

The folders are those of platformdirs. Linux: ``$XDG_CONFIG_HOME`` or ``~/.config``, and
``$XDG_STATE_HOME`` or ``~/.local/state`` for the log, ``$XDG_DATA_HOME`` or ``~/.local/share`` for
races and demonstrations; macOS: ``~/Library/Application Support`` and ``~/Library/Logs``; Windows:
``%LOCALAPPDATA%``. With ``FACEOFF_SETTINGS`` everything is beside that file. A path is None where
the user has no home folder, as with a number without a name in a container.
"""

import os
import sys
from pathlib import Path

from platformdirs import PlatformDirs

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


def last_document_path(kind: str) -> Path | None:
    """The document of the window's last ``sweep``, ``cost`` or ``claims``."""
    return _in(state_folder(), f"last-{kind}.json")


def races_folder() -> Path | None:
    """The folder of recorded races."""
    named = os.environ.get(SETTINGS)
    return _in(Path(named).parent if named else _platform_folder("user_data_path"), "races")


def demonstrations_folder() -> Path | None:
    """The folder of the user's own demonstrations, ``*.toml``. It may not exist."""
    named = os.environ.get(SETTINGS)
    return _in(Path(named).parent if named else _platform_folder("user_data_path"), "demos")


def stored(path: Path | None) -> Path | None:
    """The file to read for ``path``: where an earlier version wrote it, if ``path`` is missing."""
    if path is None or path.exists() or (older := _older_config_folder()) is None:
        return path
    return older / path.name if (older / path.name).exists() else path


def config_folder() -> Path | None:
    """For settings. It may have to be created."""
    return _folder("user_config_path")


def state_folder() -> Path | None:
    """For what the program writes by itself. It may have to be created."""
    return _folder("user_log_path")


def pictures_folder() -> Path | None:
    """The user's pictures. It may not exist; None where the user has no home folder."""
    return _platform_folder("user_pictures_path")


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


def _folder(name: str) -> Path | None:
    named = os.environ.get(SETTINGS)
    return Path(named).parent if named else _platform_folder(name)


def _platform_folder(name: str) -> Path | None:
    """A property of PlatformDirs. ``opinion=False``: the log is in the folder, not one below."""
    folders = PlatformDirs(_FOLDER, appauthor=False, opinion=False)
    try:
        folder: Path = getattr(folders, name)
    except (RuntimeError, ValueError):  # neither HOME nor an entry in the list of users
        return None
    return folder if folder.is_absolute() else None


def _older_config_folder() -> Path | None:
    """Where settings and calibration were on macOS in version 0.1.0."""
    if sys.platform != "darwin" or os.environ.get(SETTINGS):
        return None
    return _in(home_folder(), "Library/Preferences", _FOLDER)


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
