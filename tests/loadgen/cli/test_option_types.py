"""Suggestions, variables and completion: all made from the catalogue."""

import subprocess
import sys
from typing import Any

import msgspec
import pytest

from loadgen.cli.arguments import RunRequest, parse
from loadgen.cli.program import complete
from loadgen.export.exporters import EXPORTERS
from servers.process.child_process import PROJECT_ROOT


def run(*words: str) -> RunRequest:
    request = parse(["run", *words], EXPORTERS)
    assert isinstance(request, RunRequest)
    return request


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["rnu"], "“run”"),
        (["check-instrumnt"], "“check-instrument”"),
        (["run", "--concurency", "8"], "“--concurrency”"),
        (["run", "--scenario", "orderz"], "“orders”"),
        (["run", "--a", "fastpi-def"], "“fastapi-def”"),
        (["run", "--client", "httpx-shard"], "“httpx-shared”"),
        (["run", "--set", "wait_m=5"], "“wait_ms”"),
        (["run", "--set", "a.thread=5"], "“a.threads”"),
        (["run", "--set", "b.wait_ms=5"], "“wait_ms”"),
        (["check-instrument", "--qick"], "“--quick”"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_one_meant(
    words: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(words, EXPORTERS)
    assert ended.value.code == 2
    sentence, _ = capsys.readouterr().err.splitlines()
    assert meant in sentence.partition("Did you mean")[2]


def test_variables_set_options_and_what_is_typed_has_precedence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (
        ("SCENARIO", "cpu"),
        ("MAX_IN_FLIGHT", "9"),
        ("SET", "primes_below=70 a.threads=8"),
        ("SUMMARY", "1"),
    ):
        monkeypatch.setenv(f"FACEOFF_RUN_{name}", value)
    request = run("--rate", "5")
    assert request.plan.scenario == "cpu"
    assert request.plan.parameters == {"primes_below": 70}
    assert request.plan.lanes["a"].settings["threads"] == 8
    assert getattr(request.plan.model, "max_in_flight", None) == 9
    assert request.options.summary
    assert run("--scenario", "hello", "--set", "payload_bytes=1").plan.scenario == "hello"


def test_a_wrong_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FACEOFF_RUN_MAX_IN_FLIGHT", "0")
    with pytest.raises(SystemExit) as ended:
        run("--rate", "5")
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(
        "FACEOFF_RUN_MAX_IN_FLIGHT: Most in flight takes a whole number from 1 to 10,000"
    )


@pytest.mark.parametrize(
    ("variables", "words", "meaning"),
    [
        ({"CONCURRENCY": "8"}, ["--rate", "5"], {"kind": "open", "rate": 5.0}),
        ({"RATE": "5"}, ["--concurrency", "8"], {"kind": "closed", "concurrency": 8}),
        ({"CONNECTIONS": "5"}, [], {"kind": "closed", "concurrency": 64}),
        ({"BLOCK": "5", "FRESH_SERVERS": "1"}, [], {"kind": "closed", "concurrency": 64}),
    ],
)
def test_a_variable_that_has_no_use_in_this_race_is_ignored(
    variables: dict[str, str],
    words: list[str],
    meaning: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"FACEOFF_RUN_{name}", value)
    plan = run(*words).plan
    assert msgspec.to_builtins(plan.model).items() >= meaning.items()
    assert (plan.block_s, plan.fresh_servers) == (3, False)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (
            "",
            [
                *("check-instrument", "claims", "compare", "contract", "cost", "demo", "export"),
                *("migration", "replay", "report", "run", "runs", "sweep"),
            ],
        ),
        ("run --sc", ["--scale", "--scenario"]),
        ("run --scenario o", ["orders"]),
        ("run --b fastapi-d", ["fastapi-def", "fastapi-def-once"]),
        ("run --set w", ["wait_ms=50"]),
        ("run --scenario cpu --set p", ["primes_below=2000"]),
        ("run --set b.wo", ["b.workers=1"]),
        ("run --set a.client=r", ["a.client=requests"]),
        ("--show-completion f", ["fish"]),
    ],
)
def test_a_shell_completes_what_the_catalogues_have(
    typed: str,
    offered: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In this process; the test below asks the program, as a shell does."""
    words = ["faceoff", *typed.split(" ")]
    monkeypatch.setenv("COMP_WORDS", " ".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    assert complete("bash_complete") == 0
    found = capsys.readouterr().out.split()
    assert sorted(each.removeprefix("plain,") for each in found) == offered


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_bash_completes_with_the_script() -> None:
    script = subprocess.run(
        [sys.executable, "main.py", "--show-completion", "bash"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    tab = (
        "COMP_WORDS=(faceoff run --scenario o); COMP_CWORD=3; _faceoff_completion 2>&1; "
        'echo "${COMPREPLY[*]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{script}{tab}; faceoff --version"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.splitlines()[0] == "orders", done.stderr
    assert done.stdout.splitlines()[1].startswith("Faceoff ")
