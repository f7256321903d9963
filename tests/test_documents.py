"""Documents are true: their paths exist, their diagrams are those of the code, the schema is
current.
"""

import ast
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from loadgen.export.json_schema import encoded_schema
from loadgen.export.run_document import encode_run
from tests.support.every_case import every_case
from tests.support.synthetic_runs import run

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("*", "docs/**/*", "findings/*", ".github/**/*", "tests/**/*")
    for path in ROOT.glob(f"{folder}.md")
)
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
PACKAGES = ("servers", "loadgen", "gui")


def fenced(title: str, text: str = ARCHITECTURE) -> list[str]:
    """The lines of the fenced block with this title."""
    found = re.search(rf"^```{re.escape(title)}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"no block “{title}”"
    return found[1].splitlines()


@cache
def defined_names() -> frozenset[str]:
    """Modules and folders, classes with their methods and fields, functions and constants."""
    names = set()
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        names |= {path.stem, path.name, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names.add(node.name)
            if isinstance(node, ast.ClassDef):
                names |= {f"{node.name}.{name}" for name in map(defined, node.body) if name}
            names.add(defined(node))
    return frozenset(names)


def defined(node: ast.AST) -> str:
    """The name that a definition or an assignment gives; "" for anything else."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    target: ast.expr | None = node.target if isinstance(node, ast.AnnAssign) else None
    if isinstance(node, ast.Assign):
        target = node.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def contracts() -> dict[str, list[str]]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found = pyproject["tool"]["importlinter"]["contracts"]
    return {each["name"]: each["layers"] for each in found if each["type"] == "layers"}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_layers_are_those_of_the_import_contracts(package: str) -> None:
    drawn = fenced(f"layers of {package}")
    assert drawn == contracts()[f"Layers of {package}"]
    parts = {part.strip() for line in drawn for part in line.split("|")}
    modules = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    assert parts == modules | folders


def test_the_packages_lie_above_each_other_as_drawn() -> None:
    floors = contracts()["Floors: gui -> loadgen -> servers, never back"]
    assert fenced("layers of the program") == floors


def test_the_processes_are_modules() -> None:
    for line in fenced("processes"):
        name = line.lstrip("|-` ").split("  ")[0]
        path = ROOT / name if name.endswith(".py") else ROOT / name.replace(".", "/")
        assert path.exists() or path.with_suffix(".py").exists(), name


@every_case("document", [each for each in DOCUMENTS if each != "CHANGELOG.md"])
def test_every_path_in_a_document_exists(document: str) -> None:
    """A changelog names what is no longer there."""
    text = (ROOT / document).read_text("utf-8")
    named = re.findall(r"`((?:servers|loadgen|gui|tests|docs|findings|faceoff)/[\w./-]+)`", text)
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text)
    paths = [ROOT / each for each in named] + [(ROOT / document).parent / each for each in linked]
    missing = [path for path in paths if not path.exists() and not path.with_suffix(".py").exists()]
    assert missing == []


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_name_in_code_font_is_in_the_code(document: str) -> None:
    """Classes, functions, fields and constants; paths are another test's."""
    text = re.sub(r"^```.*?^```", "", (ROOT / document).read_text("utf-8"), flags=re.M | re.S)
    names = set(re.findall(r"`([A-Za-z]\w+(?:\.\w+)?)`", text))
    assert len(names) > 10
    files = {path.name for path in ROOT.iterdir()}
    assert names - defined_names() - files == set()


EXTENSION_POINTS = (
    "scenario",
    "variant that differs in validation",
    "HTTP server",
    "backing service",
    "figure that servers report",
    "load parameter",
    "client",
    "chart",
    "page",
    "form of export",
    "finding",
    "benchmark",
)


@every_case("point", EXTENSION_POINTS)
def test_every_extension_point_has_a_recipe(point: str) -> None:
    assert re.search(rf"^### An? {point}$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M)


@every_case("document", DOCUMENTS)
def test_no_document_has_a_path_of_a_machine(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    assert re.findall(r"/(?:root|tmp|work|Users)/\w+", text) == []


def test_the_names_in_the_glossary_are_in_the_code() -> None:
    rows = re.findall(r"\| `([^`]+)` \|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M)
    assert len(rows) >= 40
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    code = "\n".join(path.read_text("utf-8") for path in files)
    stems = {path.stem for path in files}
    known = stems | {name for name in rows if re.search(rf"\b{re.escape(name)}\b", code)}
    assert {*rows} <= known


def test_the_schema_is_current() -> None:
    """Made by: python -m uv run python -m loadgen.export.json_schema"""
    assert (ROOT / "docs/run-document.schema.json").read_bytes() == encoded_schema()


def test_a_run_document_is_valid_by_the_schema() -> None:
    schema: dict[str, Any] = json.loads(encoded_schema())
    document = json.loads(encode_run(run()))
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(document)
    assert not validator.is_valid({**document, "version": "one"})
    assert not validator.is_valid({**document, "lanes": {"a": {}}})


def test_a_document_of_version_1_is_valid_by_the_schema() -> None:
    path = ROOT / "tests/loadgen/export/files/run_of_version_1.json"
    schema: dict[str, Any] = json.loads(encoded_schema())
    jsonschema.Draft202012Validator(schema).validate(json.loads(path.read_text("utf-8")))


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert text.startswith("# Changelog\n")
    assert re.search(r"^## Unreleased$", text, re.MULTILINE)
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / ".github").rglob("*.yml")), ROOT / ".pre-commit-config.yaml"],
    ids=lambda path: path.name,
)
def test_the_files_of_the_forge_can_be_read(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict)


def test_one_word_is_used_for_one_thing() -> None:
    """Latency, as docs/glossary.md says, also where a library of the field says response time."""
    sources = (
        path for part in ("gui", "loadgen", "servers") for path in (ROOT / part).rglob("*.py")
    )
    named = {
        path.name
        for path in (*sources, ROOT / "README.md", *(ROOT / "docs").glob("*.json"))
        if "response time" in path.read_text("utf-8").lower()
    }
    assert named == set()
