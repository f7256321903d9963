"""A race in the surroundings of users: what is in their shell, who they are, where output goes."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
HIDDEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "FACEOFF_SETTINGS")
RACE = "run --no-calibrate --duration 1 --concurrency 8 --set wait_ms=20 --b flask"
"""Flask on both lanes: it starts with half the CPU time of FastAPI."""

# Each of them once changed a child, or ended the program.
HOSTILE = {
    "PYTHONSAFEPATH": "1",
    "PYTHONIOENCODING": "cp1252",
    "PYTHONUTF8": "0",
    "LC_ALL": "C",
    "PYTHONOPTIMIZE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONMALLOC": "malloc",
    "PYTHONPATH": "/nowhere",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
    "FACEOFF_DATABASE_URL": "",
    "PGREQUIREAUTH": "none",
    "PGHOST": "nowhere.invalid",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "socks5://127.0.0.1:9",
    "FORCE_COLOR": "1",
    "TMPDIR": "/nowhere",
    "TZ": "Nowhere/City",
    "COLUMNS": "0",
    "WEB_CONCURRENCY": "7",
    "OMP_NUM_THREADS": "x",
    "OPENBLAS_NUM_THREADS": "64",
    "MALLOC_ARENA_MAX": "1",
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
}


def race(
    tmp_path: Path,
    environment: Mapping[str, str],
    words: str = RACE,
    redirected: str = "",
) -> tuple["subprocess.CompletedProcess[bytes]", Path]:
    out = tmp_path / "race.json"
    command = [sys.executable, str(ROOT / "main.py"), *words.split(), "--out", str(out)]
    if redirected:
        command = ["sh", "-c", f'exec "$@" {redirected}', "sh", *command]
    surroundings = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    done = subprocess.run(
        command,
        env={**surroundings, "FACEOFF_SETTINGS": str(tmp_path / "s.json"), **environment},
        cwd=tmp_path,
        capture_output=True,
        timeout=90,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done, out


def check_raced(out: Path) -> None:
    lanes = json.loads(out.read_text("utf-8"))["lanes"].values()
    assert all(lane["requests"]["ok"] > 0 and not lane["requests"]["failed"] for lane in lanes)


def test_what_stands_in_the_shell_changes_nothing(tmp_path: Path) -> None:
    """With a service: then every kind of child is started."""
    words = "run --no-calibrate --duration 1 --concurrency 4 --scenario database --set delay_ms=50"
    done, out = race(tmp_path, HOSTILE, words)
    assert done.returncode == 0, done.stderr.decode("cp1252")
    check_raced(out)
    assert "Throughput" in done.stdout.decode("cp1252")
    # Colours are asked for; a display that moves the cursor is not.
    assert not any(code in done.stderr for code in (b"\x1b[?25l", b"\x1b[1A", b"\x1b[2K"))
    document = json.loads(out.read_text("utf-8"))
    assert document["environment"]["services"].keys() == {"database"}


@pytest.mark.skipif(sys.platform == "win32", reason="HOME is POSIX's")
def test_who_has_no_home_can_race_and_is_told_once_what_is_not_kept(tmp_path: Path) -> None:
    nowhere = {"HOME": "/proc/nowhere", "FACEOFF_SETTINGS": "", "XDG_CONFIG_HOME": ""}
    done, out = race(tmp_path, nowhere, RACE.replace("--no-calibrate ", ""))
    assert done.returncode == 0
    check_raced(out)
    assert done.stderr.count(b"cannot be kept") == 1
    assert done.stderr.count(b"could not be kept") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_output_that_cannot_be_written_loses_no_result(tmp_path: Path) -> None:
    done, out = race(tmp_path, {}, redirected=">/dev/full")
    assert done.returncode == 1
    check_raced(out)
    assert b"The result could not be printed: No space left on device." in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closes descriptors in a shell of POSIX")
def test_the_databases_password_is_handed_to_nobody_who_needs_none(tmp_path: Path) -> None:
    """With stdout and stderr closed, which loses no result either."""
    settings = {"FACEOFF_SETTINGS": str(tmp_path / "s.json")}
    url = {"FACEOFF_DATABASE_URL": "postgresql://ada:s3cret-word@127.0.0.1:9/shop"}
    out = tmp_path / "race.json"
    command = [sys.executable, str(ROOT / "main.py"), *RACE.split(), "--out", str(out)]
    with subprocess.Popen(
        ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], env=os.environ | settings | url
    ) as process:
        children = environments_of_children(process)
        assert process.wait(90) == 0
    assert len(children) == 4
    assert not any("s3cret-word" in str(each) for each in children.values())
    check_raced(out)
    log = (tmp_path / "faceoff.log").read_text("utf-8")
    assert "started: loadgen.generator" in log
    assert "s3cret-word" not in log


def environments_of_children(process: "subprocess.Popen[bytes]") -> dict[int, dict[str, str]]:
    """Of the two servers and two generators, by process id; fewer where the race ends before."""
    found: dict[int, dict[str, str]] = {}
    while len(found) < 4 and process.poll() is None:
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(process.pid).children(recursive=True):
                if "-m" in child.cmdline():  # before its exec it has what its parent has
                    found.setdefault(child.pid, child.environ())
        time.sleep(0.02)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="file size limits of POSIX")
def test_a_result_that_does_not_fit_is_kept_elsewhere_or_said_to_be_lost(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: it holds in every folder."""
    out = tmp_path / "race.json"
    limited = ["sh", "-c", 'ulimit -f 8; trap "" XFSZ; exec "$@"', "sh", sys.executable]
    done = subprocess.run(
        [*limited, str(ROOT / "main.py"), *RACE.split(), "--out", str(out)],
        env=os.environ | {"FACEOFF_SETTINGS": str(tmp_path / "s.json")},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 1
    assert "race.json could not be written: File too large." in done.stderr
    assert "free some space" in done.stderr
    assert "Throughput" in done.stdout
    assert not out.exists()
