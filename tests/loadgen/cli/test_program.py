"""The command as a person runs it: exit codes and files."""

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FASTER = ("--no-calibrate", "--concurrency", "16")
"""16 users of *wait*, whose 50 ms make 80/s and 320/s: little CPU."""


def environment(**changed: str) -> dict[str, str]:
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in without} | changed


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=False,
    )


@contextlib.contextmanager
def running(*words: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-u", str(ROOT / "main.py"), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_race_writes_its_files_and_prints_the_comparison(tmp_path: Path) -> None:
    json_file, csv_file = tmp_path / "race.json", tmp_path / "race.csv"
    ended = run(
        *("run", "--duration", "2", *FASTER, "--out", str(json_file), "--out", str(csv_file))
    )
    assert ended.returncode == 0, ended.stderr
    assert "Too little was measured: " in ended.stdout
    assert "Throughput" in ended.stdout
    document = json.loads(json_file.read_text())
    for lane in document["lanes"].values():
        requests = lane["requests"]
        over = requests["ok"] + sum(requests["failed"].values()) + requests["cancelled"]
        assert requests["sent"] == over > 0
    assert document["measured"]["to_s"] == pytest.approx(2, abs=0.2)
    with csv_file.open() as rows:
        assert {row["lane"] for row in csv.DictReader(rows)} == {"a", "b"}
    beside = tmp_path / "race.fairness.csv"
    assert {*tmp_path.iterdir()} - {tmp_path / "faceoff.log"} == {csv_file, beside, json_file}
    with beside.open() as rows:
        told = {row["setting"]: row for row in csv.DictReader(rows)}
    assert (told["threads"]["a"], told["connection_limit"]["a_default"]) == ("4", "100")
    assert document["fairness"][0]["key"] == "variant"
    assert "◆ 32,768 (default 100)" in ended.stdout


def test_turns_at_a_rate_with_a_ceiling(tmp_path: Path) -> None:
    out = tmp_path / "race.json"
    words = ("--mode", "turns", "--block", "1", "--duration", "2", "--rate", "200")
    ended = run("run", *words, "--calibrate", "--set", "wait_ms=5", "--out", str(out))
    assert ended.returncode == 0, ended.stderr
    assert "Calibrating: what can the generator send at most? (Faceoff, 64 users)" in ended.stderr
    assert "turn 2: FastAPI" in ended.stderr
    for word in ("p99 from send", "Generator ceiling", "Requests dropped", "turns of 1 s"):
        assert word in ended.stdout
    document = json.loads(out.read_text())
    assert document["plan"]["model"]["kind"] == "open"
    for lane in document["lanes"].values():
        requests = lane["requests"]
        over = requests["ok"] + sum(requests["failed"].values()) + requests["cancelled"]
        assert requests["sent"] == over > 0
        assert lane["ceiling_per_s"] > 1_000


def test_the_check_of_the_instrument_takes_its_words_itself() -> None:
    ended = run("check-instrument", "--help")
    assert ended.returncode == 0
    assert "main.py check-instrument" in ended.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_lane_that_fails_is_exit_1_and_what_was_measured_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "race.json"
    with running("run", "--duration", "2", *FASTER, "--out", str(out)) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Flask: running" in line:
                os.kill(int(line.rpartition("pid ")[2]), signal.SIGKILL)
                break
        told, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Flask server stopped" in told
    document = json.loads(out.read_text())
    assert document["lanes"]["a"]["state"] == "failed"
    assert document["lanes"]["b"]["requests"]["ok"] > 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "There is no display to open a window on"),
        (("run", "--concurrency", "1e3"), "Concurrency takes a whole number"),
        (("dance",), "There is no command “dance”."),
        (("run", "--out", "missing/race.json"), "does not exist; create it first"),
        (("run", "--out", "missing/race.xml"), "its ending has to be one of .json, .csv, .png"),
    ],
)
def test_bad_usage_is_exit_2_and_a_sentence(words: tuple[str, ...], complaint: str) -> None:
    ended = run(*words)
    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
