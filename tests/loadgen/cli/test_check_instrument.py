"""The command: its table, its document, its exit codes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from loadgen.cli.check_instrument import main
from loadgen.selfcheck.check_context import CheckContext
from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.table import conclusion

ROOT = Path(__file__).parents[3]
GOOD = Finding(figure="Speed", subject="ours", value=11.92, unit="µs", bar="≤ 12 µs", holds=True)
BAD = Finding(figure="Speed", subject="theirs", value=0.5, unit="×", bar="≤ 0.4 ×", holds=False)
ABSENT = Finding(figure="Lag", subject="wrk", bar="≤ 1 ms", note="not installed: apt install wrk")
TOLD = Finding(figure="Lag", subject="hey", value=3.0, unit="ms", details={"requests": 12})


def good(bench: CheckContext) -> Iterator[Finding]:
    bench.tell("measuring the good one")
    yield GOOD
    yield TOLD


def bad(bench: CheckContext) -> Iterator[Finding]:
    yield BAD
    yield ABSENT


def interrupted(bench: CheckContext) -> Iterator[Finding]:
    yield TOLD
    raise KeyboardInterrupt


def test_all_bars_that_could_be_measured_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], [good]) == 0
    out, err = capsys.readouterr()
    assert "11.9 µs" in out
    assert "≤ 12 µs" in out
    assert "holds" in out
    assert "1 of 1 bars that could be measured hold." in out
    assert "measuring the good one" in err


def test_one_bar_that_falls_short_fails_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick"], [good, bad]) == 1
    out = capsys.readouterr().out
    assert "falls short" in out
    assert "not installed: apt install wrk" in out


def test_the_conclusion_counts_what_could_not_be_measured() -> None:
    assert conclusion([GOOD, BAD, ABSENT, TOLD]) == (
        "1 of 2 bars that could be measured hold; 1 could not be measured here; 1 falls short."
    )


def test_the_document_has_it_all(tmp_path: Path) -> None:
    path = tmp_path / "instrument.json"
    assert main(["--quick", "--out", str(path)], [good, bad]) == 1
    document = json.loads(path.read_text("utf-8"))
    assert document["format"] == "faceoff-instrument"
    assert (document["quick"], document["complete"], document["holds"]) == (True, True, False)
    assert document["machine"]["cores"] >= 1
    assert "others_cpu_percent" in document
    assert document["peers"]["Faceoff"] is True
    assert [each["holds"] for each in document["findings"]] == [True, None, False, None]
    assert document["findings"][1]["details"] == {"requests": 12}


def test_ctrl_c_keeps_what_was_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "instrument.json"
    assert main(["--out", str(path)], [good, interrupted, bad]) == 130
    assert "Interrupted" in capsys.readouterr().out
    document = json.loads(path.read_text("utf-8"))
    assert document["complete"] is False
    assert [each["subject"] for each in document["findings"]] == ["ours", "hey", "hey"]


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="posix_spawn")
def test_a_child_that_was_being_started_when_it_was_interrupted_is_ended() -> None:
    started: list[int] = []

    def interrupted_in_popen(bench: CheckContext) -> Iterator[Finding]:
        forever = [sys.executable, "-c", "import time; time.sleep(600)"]
        started.append(os.posix_spawn(sys.executable, forever, os.environ))
        raise KeyboardInterrupt
        yield

    assert main(["--quick"], [interrupted_in_popen]) == 130
    assert not psutil.pid_exists(started[0])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--out", "table.txt"], "ends in .json"),
        (["--out", "no/such/folder/x.json"], "does not exist"),
        (["--fast"], "--fast"),
    ],
)
def test_bad_usage_is_one_sentence(
    words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words, [good])
    assert left.value.code == 2
    assert why in capsys.readouterr().err


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to one process there")
@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["-m", "loadgen.cli.check_instrument"], signal.SIGINT),
        (["main.py", "check-instrument"], signal.SIGTERM),
    ],
)
def test_leaving_in_the_midst_tells_what_there_is_and_leaves_no_child(
    words: list[str], number: signal.Signals
) -> None:
    check = subprocess.Popen(
        [sys.executable, *words, "--quick"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with check:
        try:
            assert check.stderr is not None
            check.stderr.readline()  # it measures
            while not (children := psutil.Process(check.pid).children(recursive=True)):
                assert check.poll() is None
            check.send_signal(number)
            out, err = check.communicate(timeout=20)
        finally:
            check.kill()
    assert check.returncode == 128 + number, err
    assert b"Interrupted" in out
    assert b"Traceback" not in err
    assert not any(child.is_running() for child in children)
