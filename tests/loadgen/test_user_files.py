"""Where the user's files are on each system, and what is said where there is no place for them."""

import os
from pathlib import Path

import pytest

from loadgen import user_files

HOME = Path.home()


@pytest.mark.parametrize(
    ("platform", "environ", "config", "state"),
    [
        ("linux", {}, HOME / ".config", HOME / ".local/state"),
        ("linux", {"XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}, Path("/c"), Path("/s")),
        ("linux", {"XDG_CONFIG_HOME": "c"}, HOME / ".config", HOME / ".local/state"),
        ("darwin", {}, HOME / "Library/Preferences", HOME / "Library/Logs"),
        ("win32", {"LOCALAPPDATA": "/l"}, Path("/l"), Path("/l")),
        ("win32", {}, HOME / "AppData/Local", HOME / "AppData/Local"),
    ],
)
def test_each_system_has_its_folders(
    platform: str, environ: dict[str, str], config: Path, state: Path
) -> None:
    assert user_files.config_folder(environ, platform) == config / "faceoff"
    assert user_files.state_folder(environ, platform) == state / "faceoff"


def test_all_are_beside_the_settings_that_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FACEOFF_SETTINGS", str(tmp_path / "mine.json"))
    assert user_files.settings_path() == tmp_path / "mine.json"
    assert user_files.calibration_path() == tmp_path / "calibration.json"
    assert user_files.log_path() == tmp_path / "faceoff.log"
    assert user_files.last_race_path() == tmp_path / "last-race.json"
    assert user_files.problem() == ""


def test_a_user_without_a_home_has_no_files_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("FACEOFF_SETTINGS", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
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
