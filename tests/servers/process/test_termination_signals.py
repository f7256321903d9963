"""Leaving: whenever and however often it is asked for, nothing that was measured is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from servers.process.child_environment import RUN_ID
from servers.process.child_process import PROJECT_ROOT
from tests.support.program import FASTER, environment, running

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]

NEVER_ENDS = ("run", "--duration", "600", *FASTER)
NEVER_ANSWERS = ("run", "--duration", "600", "--no-calibrate", "--set", "wait_ms=10000")
"""Requests of 10 s are under way: the first signal waits for them."""


def until(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return
    raise AssertionError(f"it never said “{words}”")


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    told, complaints = process.communicate(timeout=30)
    assert "Traceback" not in complaints
    return process.returncode, told, complaints


def test_the_first_ends_the_race_in_good_order(tmp_path: Path) -> None:
    """In turns, since they say on stderr when there is something measured: all of the first.

    SIGTERM and SIGHUP are the first in the next two tests.
    """
    out = tmp_path / "race.json"
    turns = ("--mode", "turns", "--block", "1")
    with running(*NEVER_ENDS, *turns, "--out", str(out)) as process:
        until(process, "turn 2: FastAPI")
        process.send_signal(signal.SIGINT)
        code, told, _ = ended(process)
    assert code == 128 + signal.SIGINT
    assert "Throughput" in told
    document = json.loads(out.read_text())
    assert all(lane["requests"]["in_flight"] == 0 for lane in document["lanes"].values())


def test_the_second_writes_at_once_what_was_measured(tmp_path: Path) -> None:
    out = tmp_path / "race.json"
    with running(*NEVER_ANSWERS, "--out", str(out)) as process:
        until(process, "FastAPI: running")
        process.send_signal(signal.SIGTERM)
        # Else two threads of the process may take them, in any order.
        until(process, "stopped")
        process.send_signal(signal.SIGINT)
        code, told, _ = ended(process)
    assert code == 128 + signal.SIGTERM
    document = json.loads(out.read_text())
    assert document["verdict"]["sentence"] in told
    assert {lane["requests"]["ok"] for lane in document["lanes"].values()} == {0}


def test_the_third_leaves_without_another_word_and_leaves_no_child(tmp_path: Path) -> None:
    run_id = str(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-u", str(PROJECT_ROOT / "main.py"), *NEVER_ANSWERS],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(**{RUN_ID: run_id}),
    ) as process:
        until(process, "FastAPI: running")
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGHUP)
        until(process, "stopped")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        code, _, _ = ended(process)
    assert code == 128 + signal.SIGHUP
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


@pytest.mark.parametrize("after_s", [0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4])
def test_in_the_first_moments_there_is_no_traceback(after_s: float, tmp_path: Path) -> None:
    """From the first line of the program on; before that it is Python's own start."""
    starts = (
        "import runpy, sys\n"
        f"sys.argv[0] = {str(PROJECT_ROOT / 'main.py')!r}\n"
        "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        "print('python is up', flush=True)\n"
        f"runpy.run_path({str(PROJECT_ROOT / 'main.py')!r}, run_name='__main__')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starts, *NEVER_ENDS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "python is up\n"
        time.sleep(after_s)  # the moment is what is tried out
        process.send_signal(signal.SIGINT)
        code, _, _ = ended(process)
    assert code in (130, -signal.SIGINT)


def test_nohup_is_respected(tmp_path: Path) -> None:
    out = tmp_path / "race.json"
    words = ("run", "--duration", "1", *FASTER, "--out", str(out))
    command = ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh", sys.executable, "-u", "main.py"]
    with subprocess.Popen(
        [*command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
        env=environment(),
    ) as process:
        until(process, "FastAPI: running")
        os.kill(process.pid, signal.SIGHUP)
        code, _, _ = ended(process)
    assert code == 0
    assert out.is_file()
