"""Output never raises, wherever it goes: a child prints what Faceoff prints into each place."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from servers.process.child_environment import PARENT_PID
from servers.process.child_process import NOTHING

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full, and descriptors to close")


def printed(
    stdout: int | None = subprocess.PIPE,
    stderr: int | None = subprocess.PIPE,
    close: str = "",
    environment: Mapping[str, str] = NOTHING,
) -> "subprocess.CompletedProcess[bytes]":
    words = [sys.executable, "-m", "tests.servers.process.children.prints"]
    if close:
        words = ["sh", "-c", f'exec "$@" {close}', "sh", *words]
    return subprocess.run(
        words,
        stdout=stdout,
        stderr=stderr,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(
    ("encoding", "signs", "note"),
    [
        ("utf-8", "≠ ◆ 4.13× ━╌ → −3 ∞ é", "12 µs · “late” …"),
        ("cp1252", "! * 4.13× =- -> -3 inf é", "12 µs · “late” …"),
        ("ascii", "! * 4.13x =- -> -3 inf ?", '12 us - "late" ...'),
        ("ascii:strict", "! * 4.13x =- -> -3 inf ?", '12 us - "late" ...'),
        ("shift_jis", "≠ ◆ 4.13× ━- → −3 ∞ ?", "12 us - “late” …"),
    ],
)
def test_signs_that_an_encoding_lacks_are_replaced(encoding: str, signs: str, note: str) -> None:
    done = printed(environment={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    name = encoding.partition(":")[0]
    assert done.returncode == 0
    assert done.stdout.decode(name).strip() == signs
    assert done.stderr.decode(name).strip() == note


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "no_SUCH.locale"},
    ],
)
def test_any_locale_will_do(environment: dict[str, str]) -> None:
    done = printed(environment=environment)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@pytest.mark.parametrize(
    "environment",
    [{"FORCE_COLOR": "1"}, {"TTY_COMPATIBLE": "1", "TTY_INTERACTIVE": "1"}, {"TERM": "dumb"}],
)
def test_there_is_no_live_display_in_a_file(environment: dict[str, str]) -> None:
    done = printed(environment=environment)
    assert b"live" not in done.stderr
    # Colours are what FORCE_COLOR asks for; moving the cursor is not.
    assert not any(code in done.stderr for code in (b"\x1b[?25l", b"\x1b[1A", b"\x1b[2K"))


@linux
@pytest.mark.parametrize(
    ("close", "code"),
    [(">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0), (">/dev/full", 3), ("2>/dev/full", 0)],
)
def test_closed_streams_and_full_devices(close: str, code: int) -> None:
    done = printed(close=close)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@linux
def test_a_reader_that_has_gone_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = printed(stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, b"Exception" in done.stderr) == (0, False)


@pytest.mark.parametrize(
    "module",
    ["servers", "servers.backing_services", "loadgen.generator", "loadgen.cli.check_instrument"],
)
def test_every_program_of_the_project_can_print_its_help_anywhere(module: str) -> None:
    without = {name: value for name, value in os.environ.items() if name != PARENT_PID}
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        capture_output=True,
        cwd=ROOT,
        env=without | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


@linux
@pytest.mark.parametrize("word", ["--help", "--version"])
def test_a_help_that_could_not_be_printed_is_a_failure(word: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} main.py {word} >/dev/full"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "The result could not be printed: No space left on device.\n"
