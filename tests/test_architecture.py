"""The house keeps its shape: the floors, the file sizes, the one PySide6 not to meet."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "main.py"] + [
    path
    for folder in ("gui", "servers", "loadgen", "faceoff", "tests")
    for path in (ROOT / folder).rglob("*.py")
]


@pytest.mark.process
def test_the_import_contracts_hold() -> None:
    code = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_is_no_import_circle() -> None:
    import grimp

    graph = grimp.build_graph("servers", "loadgen", "gui", cache_dir=None)
    circles = [
        (importer, imported)
        for importer in sorted(graph.modules)
        for imported in graph.find_modules_directly_imported_by(importer)
        if graph.chain_exists(importer=imported, imported=importer)
    ]
    assert circles == []


def count_edges(package: str) -> set[tuple[str, str]]:
    """The imports between what is directly inside a package: (importer, imported)."""
    import grimp

    graph = grimp.build_graph("servers", "loadgen", "gui", cache_dir=None)
    return {
        (importer.split(".")[1], imported.split(".")[1])
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if importer.startswith(f"{package}.") and imported.startswith(f"{package}.")
        if importer.split(".")[1] != imported.split(".")[1]
    }


ON_TOP = {
    *("recording", "comparison", "contract", "report", "sweep", "objective", "demonstration"),
    *("claims", "migration"),
}
"""Parts that stand on the rest: of the others only the command line may know them."""


@pytest.mark.parametrize(("package", "most"), [("servers", 25), ("loadgen", 28)])
def test_the_parts_of_a_package_depend_on_few_others(package: str, most: int) -> None:
    edges = count_edges(package)
    below = {edge for edge in edges if not ON_TOP & {*edge}}
    assert 0 < len(below) <= most, sorted(below)
    known_to = {importer for importer, imported in edges if imported in ON_TOP}
    assert known_to <= {"cli"} | ON_TOP


def test_no_part_of_loadgen_is_left_out_of_the_contract_about_click() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (about,) = (
        each for each in contracts["contracts"] if each.get("forbidden_modules") == ["click"]
    )
    parts = {f"loadgen.{each.parent.name}" for each in (ROOT / "loadgen").glob("*/__init__.py")}
    assert set(about["source_modules"]) == {"servers", "gui", *parts} - {"loadgen.cli"}


def test_no_file_is_far_over_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := len(path.read_text("utf-8").splitlines())) > 320
    }
    assert long == {}


def test_tests_stand_on_helpers_only() -> None:
    """Not on other tests, nor on benchmarks, but for the tests of these."""
    imported = re.compile(r"^(?:from|import) (tests\.\S+)", re.MULTILINE)
    wrong = [
        (str(path.relative_to(ROOT)), module)
        for path in (ROOT / "tests").rglob("*.py")
        for module in imported.findall(path.read_text("utf-8"))
        if module.rpartition(".")[2].startswith("test_")
        or (
            module.startswith("tests.benchmarks")
            and path.parent.name != "benchmarks"
            and not path.name.startswith("test_benchmark")
        )
    ]
    assert wrong == []


@pytest.mark.process
def test_void_qt_calls_keep_their_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one per call, and aborts after some thousand."""
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication, QWidget\n"
        "app = QApplication([]); widget = QWidget()\n"
        "before = sys.getrefcount(None)\n"
        "for _ in range(1000): widget.update()\n"
        "print(sys.getrefcount(None) - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) > -100
