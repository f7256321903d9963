"""Where the user's files are on each system, and what is said where there is no place for them."""

import os
import sys
from pathlib import Path

import pytest
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from loadgen.files import user_files


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home folder, and no variable that names another place."""
    for name in ("FACEOFF_SETTINGS", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("folders", "environ", "config", "state"),
    [
        (Unix, {}, "~/.config", "~/.local/state"),
        (Unix, {"XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}, "/c", "/s"),
        (Unix, {"XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": "s"}, "~/.config", "~/.local/state"),
        (MacOS, {}, "~/Library/Application Support", "~/Library/Logs"),
        (Windows, {}, "/local", "/local"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="asks the shell there, whatever the variables")
def test_each_system_has_its_folders(
    folders: type[PlatformDirsABC],
    environ: dict[str, str],
    config: str,
    state: str,
    unnamed: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(user_files, "PlatformDirs", folders)
    known = {"CSIDL_LOCAL_APPDATA": "/local"}
    monkeypatch.setattr("platformdirs.windows.get_win_folder", known.__getitem__)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert user_files.config_folder() == Path(config).expanduser() / "faceoff"
    assert user_files.state_folder() == Path(state).expanduser() / "faceoff"


def test_settings_of_an_earlier_version_are_read_where_it_wrote_them(
    unnamed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_files, "PlatformDirs", MacOS)
    monkeypatch.setattr(sys, "platform", "darwin")
    path = user_files.settings_path()
    assert path is not None
    assert user_files.stored(path) == path
    older = unnamed / "Library/Preferences/faceoff/settings.json"
    older.parent.mkdir(parents=True)
    older.touch()
    assert user_files.stored(path) == older
    path.parent.mkdir(parents=True)
    path.touch()
    assert user_files.stored(path) == path


def test_named_settings_are_read_from_no_other_place(
    unnamed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    older = unnamed / "Library/Preferences/faceoff/mine.json"
    older.parent.mkdir(parents=True)
    older.touch()
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "mine.json"))
    assert user_files.stored(user_files.settings_path()) == tmp_path / "mine.json"


def test_all_are_beside_the_settings_that_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "mine.json"))
    assert user_files.settings_path() == tmp_path / "mine.json"
    assert user_files.calibration_path() == tmp_path / "calibration.json"
    assert user_files.log_path() == tmp_path / "faceoff.log"
    assert user_files.last_race_path() == tmp_path / "last-race.json"
    assert user_files.problem() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="every user has a folder there")
def test_a_user_without_a_home_has_no_files_and_is_told(
    unnamed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number without a name, as in a container."""
    import pwd

    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert user_files.pictures_folder() is None
    assert user_files.settings_path() is None
    assert user_files.calibration_path() is None
    assert user_files.log_path() is None
    assert "this user has no home folder" in user_files.problem()


def test_a_folder_that_takes_no_files_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "not yet there"
    monkeypatch.setenv("FACEOFF_SETTINGS", str(folder / "settings.json"))
    assert user_files.problem() == ""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert f"{folder} cannot be written to" in user_files.problem()
    assert "FACEOFF_SETTINGS" in user_files.problem()


def test_a_file_in_the_place_of_a_folder_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "file" / "below" / "settings.json"))
    assert "cannot be created (Not a directory)" in user_files.problem()
