"""Without a display Qt is never asked: it would abort the process."""

import pytest

from loadgen.command_line.display import display_problem, import_problem


@pytest.mark.parametrize(
    ("environ", "platform", "possible"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_where_a_window_can_open(environ: dict[str, str], platform: str, possible: bool) -> None:
    problem = display_problem(environ, platform)
    assert (problem == "") == possible
    if not possible:
        assert "main.py run" in problem


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"),
            "libEGL.so.1, which is not installed (on Debian or Ubuntu: apt install libegl1)",
        ),
        (
            ImportError("libfoo-2.so.7: cannot open shared object file"),
            "libfoo-2.so.7, which is not installed (install its package)",
        ),
        (ModuleNotFoundError("No module named 'PySide6'", name="PySide6"), "uv run main.py"),
    ],
)
def test_what_qt_lacks_is_named(error: ImportError, told: str) -> None:
    assert told in import_problem(error)


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ImportError, match="loadgen"):
        import_problem(ImportError("cannot import name 'x' from 'loadgen'"))
