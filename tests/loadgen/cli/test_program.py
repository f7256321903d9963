"""The command as a person runs it: exit codes and files."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from loadgen.cli.program import main
from loadgen.export.run_document import encode_run
from loadgen.recording.race_opening import RaceOpening
from tests.loadgen.recording.recorded import frames, write
from tests.support.program import FASTER, run, running

pytestmark = pytest.mark.process


def _check_recorded(races: Path, document: dict[str, Any]) -> None:
    """The race was recorded, and its file makes the same run document."""
    (file,) = races.glob("*.faceoff")
    again = json.loads(encode_run(RaceOpening(file).read()))
    for id_, lane in document["lanes"].items():
        assert again["lanes"][id_]["requests"] == lane["requests"]
        assert again["lanes"][id_]["throughput_per_second"] == pytest.approx(
            lane["throughput_per_second"], rel=1e-4
        )
    for key in ("plan", "environment", "verdict", "fairness", "started_at"):
        assert again[key] == document[key]


def test_turns_at_a_rate_with_a_ceiling(tmp_path: Path) -> None:
    out = tmp_path / "race.json"
    words = ("--mode", "turns", "--block", "1", "--duration", "2", "--rate", "200")
    ended = run(
        "run",
        *words,
        "--calibrate",
        "--set",
        "wait_ms=5",
        "--out",
        str(out),
        *("--require", "ratio > 1"),
    )
    assert ended.returncode == 0, ended.stderr
    assert "Calibrating: what can the generator send at most? (Faceoff, 64 users)" in ended.stderr
    assert "turn 2: FastAPI" in ended.stderr
    for word in ("p99 from send", "Generator ceiling", "Requests dropped", "turns of 1 s"):
        assert word in ended.stdout
    assert "ratio > 1 is not decided: too little was measured" in ended.stdout
    document = json.loads(out.read_text())
    assert document["plan"]["model"]["kind"] == "open"
    for lane in document["lanes"].values():
        requests = lane["requests"]
        over = requests["ok"] + sum(requests["failed"].values()) + requests["cancelled"]
        assert requests["sent"] == over > 0
        assert lane["ceiling_per_s"] > 1_000
    _check_recorded(tmp_path / "races", document)


def test_a_decided_race_ends_early_and_is_compared_with_another(tmp_path: Path) -> None:
    limits, out = tmp_path / "limits.toml", tmp_path / "race.json"
    limits.write_text('require = ["a.throughput > 1"]\n')
    earlier = write(tmp_path / "earlier.faceoff", frames(12.0))
    ended = run(
        *("run", "--duration", "40", *FASTER, "--out", str(out), "--stop-when-decided"),
        *("--require-file", str(limits), "--baseline", str(earlier)),
    )
    assert ended.returncode == 0, ended.stderr
    assert "a.throughput > 1 holds: " in ended.stdout
    assert json.loads(out.read_text())["measured"]["to_s"] < 35
    assert "Differs: " in ended.stdout


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
        (
            ("run", "--out", "missing/race.xml"),
            "its ending has to be one of .json, .csv, .html, .png",
        ),
    ],
)
def test_bad_usage_is_exit_2_and_a_sentence(words: tuple[str, ...], complaint: str) -> None:
    """The sentences of all mistakes are in ``test_arguments.py``."""
    ended = run(*words)
    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("run", "--concurrency", "1e3"), "Concurrency takes a whole number"),
        (("dance",), "There is no command “dance”."),
        (("run", "--out", "missing/race.json"), "does not exist; create it first"),
        (("run", "--duration", "2", "--baseline", "none.faceoff"), "none.faceoff"),
    ],
)
def test_bad_usage_is_refused_before_the_race(
    words: tuple[str, ...],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """In this process: a race would show on stderr, and take seconds."""
    monkeypatch.chdir(tmp_path)
    assert exit_code(words) == 2
    told = capsys.readouterr()
    assert complaint in told.err
    assert told.out == ""


def exit_code(words: tuple[str, ...]) -> object:
    try:
        return main(words)
    except SystemExit as ended:
        return ended.code
