"""``python -m servers`` in a shell: help that helps, one sentence for bad usage, and an end."""

import subprocess
import sys

import msgspec
import pytest

from servers.process.child_process import PROJECT_ROOT
from servers.telemetry.messages import Message, Ready, Telemetry

pytestmark = pytest.mark.process


def run(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "servers", *words],
        cwd=PROJECT_ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
        check=False,
    )


def test_help_names_every_server_and_setting() -> None:
    said = run("--help").stdout.decode()
    for word in ("flask", "fastapi-def", "threads: 1 to 512", "workers: 1 to 4", "Ctrl-D"):
        assert word in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "The following arguments are required: --variant. See --help."),
        (("--variant", "django"), "There is no server “django”; there are: flask, fastapi"),
        (("--variant", "flask", "--set", "threads=1e3"), "Threads takes a whole number from 1 to"),
        (("--variant", "flask", "--set", "threads=0"), "Threads takes a whole number from 1 to"),
        (("--variant", "flask", "--set", "threads"), "--set takes KEY=VALUE, not “threads”."),
        (("--variant", "flask", "--set", "workers=2"), "Flask has no setting “workers”; it has"),
        (("--variant", "flask", "--speed", "9"), "Unrecognized arguments: --speed 9. See --help."),
    ],
)
def test_bad_usage_is_answered_with_a_sentence(words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == b""
    (sentence,) = done.stderr.decode().splitlines()
    assert sentence.startswith(said)


@pytest.mark.parametrize("variant", ["flask", "fastapi"])
def test_it_says_where_it_is_and_leaves_at_the_end_of_stdin(variant: str) -> None:
    done = run("--variant", variant)
    assert (done.returncode, done.stderr) == (0, b"")
    decoder = msgspec.json.Decoder(Message)
    ready, *telemetry = [decoder.decode(line) for line in done.stdout.splitlines()]
    assert isinstance(ready, Ready)
    assert ready.port > 0
    assert all(isinstance(each, Telemetry) for each in telemetry)
