"""What is said of packages that lack, and how the program is called that is to be started."""

import sys

import pytest

from servers.process import installation, packages
from servers.process.packages import Package, missing_text

ABSENT = Package(import_name="no_such_package", requirement="no-such-package[binary]")
TWO = (ABSENT, Package(import_name="nor_this", extra="more"), Package(import_name="sys"))


def test_nothing_is_said_where_all_are_installed() -> None:
    assert missing_text("X", (Package(import_name="msgspec"),)) == ""


def test_in_the_source_tree_uv_adds_them() -> None:
    assert missing_text("X", (ABSENT,)) == "X needs the package no-such-package: uv run main.py."
    assert missing_text("X", TWO) == (
        "X needs the packages no-such-package and nor_this: uv run --extra more main.py."
    )


def test_installed_the_command_names_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/somewhere/bin/faceoff", "run"])
    monkeypatch.setattr(sys, "executable", "/some where/python")
    monkeypatch.setattr(installation, "find_spec", lambda name: name)
    assert missing_text("X", (ABSENT,)) == (
        "X needs the package no-such-package: "
        '"/some where/python" -m pip install "no-such-package[binary]".'
    )


@pytest.mark.parametrize(
    ("started_as", "in_tree", "name"),
    [
        ("main.py", True, "main.py"),
        ("/x/bin/faceoff", True, "faceoff"),
        ("C:/x/Scripts/faceoff.exe", True, "faceoff"),
        ("/x/faceoff/__main__.py", True, "faceoff"),
        ("/x/bin/pytest", True, "main.py"),
        ("/x/bin/pytest", False, "faceoff"),
    ],
)
def test_the_program_is_called_as_it_was_started(
    started_as: str, in_tree: bool, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [started_as])
    monkeypatch.setattr(installation, "IN_SOURCE_TREE", in_tree)
    assert installation.program_name() == name
    assert installation.start_command() == ("faceoff" if name == "faceoff" else "uv run main.py")


def test_a_package_is_found_without_importing_it() -> None:
    assert packages.is_installed("antigravity")
    assert "antigravity" not in sys.modules
