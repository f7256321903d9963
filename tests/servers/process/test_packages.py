"""Each package that is needed is declared, and a sentence says how those that lack are added."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from loadgen.contract.typed_client.tools import CHECKER, GENERATOR
from loadgen.model.clients import CLIENTS
from servers.catalog.backing_services import BACKING_SERVICES
from servers.catalog.document_page import DOCUMENT_PAGE_FILES
from servers.catalog.race_catalog import RACE_VARIANTS
from servers.catalog.scenarios import SCENARIOS
from servers.catalog.variants import VARIANTS
from servers.process import installation
from servers.process.child_process import PROJECT_ROOT
from servers.process.packages import Package, is_installed, missing_text

NEEDED = {
    package
    for packages in (
        *(each.all_packages for each in RACE_VARIANTS),
        *(setting.packages for each in VARIANTS for setting in each.settings),
        *(packages for each in SCENARIOS for packages in each.packages.values()),
        *((*each.packages, *each.provided_by) for each in BACKING_SERVICES),
        *(each.packages for each in CLIENTS),
        (DOCUMENT_PAGE_FILES,),
    )
    for package in packages
}
CORE = {"msgspec", "psutil"}
"""What the program itself cannot do without."""
BROUGHT = {
    **dict.fromkeys(("starlette", "pydantic", "anyio"), "fastapi"),
    **dict.fromkeys(("werkzeug", "itsdangerous"), "flask"),
}
OPTIONAL = {"uvloop"}
"""What is used only where it is installed."""


def imported(folder: str) -> set[str]:
    """The packages of others that the modules below ``folder`` import."""
    names = set()
    for file in Path(PROJECT_ROOT, "servers", folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"servers"}


@pytest.mark.parametrize("folder", ["apps", "hosts", "clients", "backing_services"])
def test_what_is_imported_is_declared_by_an_entry(folder: str) -> None:
    needed = {each.import_name for each in NEEDED}
    found = {BROUGHT.get(name, name) for name in imported(folder) - CORE - OPTIONAL}
    assert found
    assert found <= needed


def test_what_is_declared_is_a_dependency_or_in_its_extra() -> None:
    project = tomllib.loads(Path(PROJECT_ROOT, "pyproject.toml").read_text("utf-8"))["project"]
    lists = {"": project["dependencies"]} | project["optional-dependencies"]
    known = {
        (extra, re.split(r"[>=<!; ]", line)[0]) for extra, lines in lists.items() for line in lines
    }
    pulled = {"pydantic": "fastapi"}  # dependencies of dependencies
    tools = {GENERATOR, CHECKER}  # of typed clients, which no server has
    for each in NEEDED | tools:
        assert (each.extra, pulled.get(each.distribution, each.distribution)) in known
    assert {each.extra for each in NEEDED | tools if each.extra} == set(
        project["optional-dependencies"]
    )


ABSENT = Package(import_name="faceoff_absent", requirement="absent[binary]")


@pytest.mark.parametrize(
    ("has_pip", "is_pipx", "command"),
    [
        (True, False, '"/a b/python" -m pip install "absent[binary]"'),
        (False, False, 'uv pip install --python "/a b/python" "absent[binary]"'),
        (True, True, 'pipx inject faceoff "absent[binary]"'),
    ],
)
def test_an_installed_faceoff_names_the_installer_of_its_environment(
    has_pip: bool, is_pipx: bool, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "faceoff")])
    monkeypatch.setattr(sys, "executable", "/a b/python")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(installation, "find_spec", lambda name: object() if has_pip else None)
    if is_pipx:
        (tmp_path / "pipx_metadata.json").touch()
    assert missing_text("It", [ABSENT]) == f"It needs the package absent: {command}."


@pytest.mark.parametrize(
    ("argv", "in_source_tree", "name", "start"),
    [
        ("/x/main.py", True, "main.py", "uv run main.py"),
        ("/x/bin/faceoff", True, "faceoff", "faceoff"),  # an editable installation
        ("C:/x/Scripts/faceoff.exe", True, "faceoff", "faceoff"),
        ("/x/faceoff/__main__.py", True, "faceoff", "faceoff"),
        ("/x/faceoff/__main__.py", False, "faceoff", "faceoff"),
        ("/x/site-packages/faceoff/servers/__main__.py", False, "faceoff", "faceoff"),
        ("/x/bin/pytest", True, "main.py", "uv run main.py"),
    ],
)
def test_help_and_messages_call_the_program_alike(
    argv: str, in_source_tree: bool, name: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [argv])
    monkeypatch.setattr(installation, "IN_SOURCE_TREE", in_source_tree)
    assert (installation.program_name(), installation.start_command()) == (name, start)


TWO = (ABSENT, Package(import_name="faceoff_absent_too", extra="more"), Package(import_name="sys"))


def test_nothing_is_said_where_all_are_installed() -> None:
    assert missing_text("X", (Package(import_name="msgspec"),)) == ""


def test_in_the_source_tree_uv_adds_them() -> None:
    assert missing_text("X", (ABSENT,)) == "X needs the package absent: uv run main.py."
    assert missing_text("X", TWO) == (
        "X needs the packages absent and faceoff_absent_too: uv run --extra more main.py."
    )


def test_a_package_is_found_without_importing_it() -> None:
    assert is_installed("antigravity")
    assert "antigravity" not in sys.modules
