"""The wheel: what it holds, and that it races from any folder without adding a name of its own."""

import email
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from loadgen.model.version import VERSION

ROOT = Path(__file__).parents[2]
ENTRY = "import sys; from faceoff.__main__ import start; sys.exit(start())"
"""What pip writes into the script ``faceoff``."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in this process: pip would fetch the build backend from a package index."""
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


@pytest.fixture(scope="module")
def site_packages(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, as an installer does it."""
    folder = tmp_path_factory.mktemp("installed") / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(
    site_packages: Path, cwd: Path, words: Sequence[str], code: str = ENTRY
) -> "subprocess.CompletedProcess[str]":
    """Run the installed program from ``cwd``; its dependencies are those of this interpreter."""
    prelude = f"import sys; sys.path.append({str(site_packages)!r}); "
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH")
    return subprocess.run(
        [sys.executable, "-c", prelude + code, *words],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name not in hidden}
        | {"PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_adds_one_package_to_site_packages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"faceoff", f"faceoff-{VERSION}.dist-info"}
    # Everything of the source tree that the program runs, templates included; nothing compiled.
    trees = [path for each in ("gui", "loadgen", "servers") for path in (ROOT / each).rglob("*")]
    files = [
        path.relative_to(ROOT).as_posix()
        for path in trees
        if path.is_file() and "__pycache__" not in path.parts
    ]
    expected = {f"faceoff/{name}" for name in (*files, "main.py", "__init__.py", "__main__.py")}
    assert {name for name in names if name.startswith("faceoff/")} == expected


def test_its_metadata_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = f"faceoff-{VERSION}.dist-info"
        metadata = email.message_from_bytes(archive.read(f"{folder}/METADATA"))
        scripts = archive.read(f"{folder}/entry_points.txt").decode()
    assert metadata["Name"] == "faceoff"
    assert metadata["Version"] == VERSION
    assert metadata["Author"] == "Faceoff developers"
    assert metadata["License-Expression"] == "MIT"
    assert str(metadata.get_payload()).startswith("# Faceoff")
    assert scripts.split() == ["[console_scripts]", "faceoff", "=", "faceoff.__main__:start"]


@pytest.mark.process
def test_it_races_from_any_folder_with_its_own_modules(site_packages: Path, tmp_path: Path) -> None:
    """Modules of the same names in the working folder and in site-packages are not taken."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for folder in (elsewhere, tmp_path):
        for name in ("main", "gui", "loadgen", "servers"):
            (folder / f"{name}.py").write_text("raise SystemExit('not Faceoff')\n", "utf-8")
    words = "run --no-calibrate --scenario wait --concurrency 4 --duration 1 --out race.json"
    shadowed = f"sys.path.insert(0, {str(tmp_path)!r}); "
    done = run_installed(site_packages, elsewhere, words.split(), shadowed + ENTRY)
    assert done.returncode == 0, done.stdout + done.stderr
    lanes = json.loads((elsewhere / "race.json").read_text("utf-8"))["lanes"]
    assert lanes.keys() == {"a", "b"}
    assert all(lane["requests"]["ok"] > 0 for lane in lanes.values())
    assert not (elsewhere / "__pycache__").exists()


@pytest.mark.process
def test_it_has_the_demonstrations(site_packages: Path, tmp_path: Path) -> None:
    done = run_installed(site_packages, tmp_path, ["demo"])
    assert done.returncode == 0, done.stderr
    for path in (ROOT / "loadgen/demonstration/files").glob("*.toml"):
        assert f"\n{path.stem.split('-', 1)[1]}  " in f"\n{done.stdout}"


@pytest.mark.process
def test_it_names_its_own_command_when_there_is_no_display(
    site_packages: Path, tmp_path: Path
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("a display is a matter of Linux")
    done = run_installed(site_packages, tmp_path, [])
    assert done.returncode == 2
    assert "race with: faceoff run " in done.stderr
    assert "main.py" not in done.stderr


@pytest.mark.process
@pytest.mark.parametrize("words", [["--out", "race.png"], []])
def test_a_missing_package_of_the_window_is_said_in_a_sentence(
    words: list[str], site_packages: Path, tmp_path: Path
) -> None:
    """As where Qt has no wheels; the window is asked for with a platform that needs no display."""
    missing = (
        "sys.modules['PySide6'] = None; import os; os.environ['QT_QPA_PLATFORM'] = 'minimal'; "
    )
    command = ["run", "--duration", "1", *words] if words else []
    done = run_installed(site_packages, tmp_path, command, missing + ENTRY)
    assert done.returncode == 2
    assert "need PySide6" in done.stderr
    assert "pyside6-essentials" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


@pytest.mark.process
@pytest.mark.parametrize(
    ("missing", "words", "sentence"),
    [
        ("psycopg", "run --scenario database", "“Database” needs the package psycopg: "),
        ("redis", "sweep --scenario cache", "“Cache” needs the package redis: "),
        ("jinja2", "run --scenario page", "“Render a page” needs the package jinja2: "),
        ("jinja2", "run --out race.html", "The report (.html) needs the package jinja2: "),
        ("waitress", "run", "Flask needs the package waitress: "),
        ("gevent", "run --a flask-gevent", "Flask gevent needs the package gevent: "),
        ("httpx", "check-instrument --quick", "The load generator needs the package httpx: "),
    ],
)
def test_a_missing_package_of_a_lane_is_said_in_a_sentence(
    missing: str, words: str, sentence: str, site_packages: Path, tmp_path: Path
) -> None:
    blocked = f"sys.modules[{missing!r}] = None; "
    done = run_installed(site_packages, tmp_path, words.split(), blocked + ENTRY)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert " install " in done.stderr
    assert "Traceback" not in done.stderr
