"""Where pictures are saved until a folder is chosen."""

import tempfile
from pathlib import Path

import pytest

from gui.picture.saver import free_path, pictures_folder
from loadgen.files import user_files


def test_without_a_folder_for_pictures_it_is_the_home_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert pictures_folder() == tmp_path
    assert free_path(tmp_path, "a.png") == tmp_path / "a.png"


def test_without_a_home_folder_it_is_that_for_temporary_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(user_files, "pictures_folder", lambda: None)
    monkeypatch.setattr(user_files, "home_folder", lambda: None)
    assert pictures_folder() == Path(tempfile.gettempdir())
