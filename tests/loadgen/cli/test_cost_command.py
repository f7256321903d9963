"""The command ``cost``: what it takes, what it refuses, and that Ctrl-C keeps what was measured."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from loadgen.cli.arguments import parse
from loadgen.cli.cost_command import CostRequest
from loadgen.export.exporters import EXPORTERS
from loadgen.objective.cost import Price
from loadgen.objective.objective import Objective
from servers.process.child_process import PROJECT_ROOT
from tests.support.every_case import every_case


def cost(*words: str) -> CostRequest:
    request = parse(["cost", *words], EXPORTERS)
    assert isinstance(request, CostRequest)
    return request


def test_without_options_it_is_the_default_race_at_a_usual_objective() -> None:
    request = cost()
    assert request.objective == Objective(percentile="p99", limit_ms=100, failures=0.01)
    assert (request.price, request.utilisation) == (None, 0.5)
    assert request.plan.mode == "turns"


def test_objective_and_price_are_what_is_typed() -> None:
    request = cost(
        *("--objective", "p90_ms<5.5", "--failures", "0.1", "--utilisation", "30"),
        *("--price", "0.096 EUR 2026-11-01", "--scenario", "hello"),
    )
    assert request.objective == Objective(percentile="p90", limit_ms=5.5, failures=0.001)
    assert request.price == Price(0.096, "EUR", date(2026, 11, 1))
    assert request.utilisation == pytest.approx(0.3)
    assert request.plan.scenario == "hello"


@every_case(
    ("words", "sentence"),
    [
        (["--objective", "p95_ms < 3"], "write one of p50_ms, p90_ms, p99_ms"),
        (["--objective", "p99_ms > 3"], "write one of"),
        (["--objective", "p99_ms < 0"], "a number above 0, up to 60,000 ms"),
        (["--objective", "p99_ms < nan"], "a number above 0, up to 60,000 ms"),
        (["--failures", "0"], "0.01<=x<=50"),
        (["--failures", "nan"], "“nan” is no number from 0.01 to 50."),
        (["--price", "0.1 EUR"], "0.096 EUR 2026-11-01"),
        (["--price", "-1 EUR 2026-11-01"], "is no price"),
        (["--price", "1 euro 2026-11-01"], "is no price"),
        (["--price", "1 EUR 2026-13-01"], "is no price"),
        (["--utilisation", "0"], "1<=x<=100"),
        (["--out", "cost.html"], ".json, .csv, .md, .png"),
        (["--rate", "5"], "--rate"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_is_allowed(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cost(*words)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to one process there")
def test_ctrl_c_writes_what_there_is(tmp_path: Path) -> None:
    path = tmp_path / "cost.json"
    words = ["main.py", "cost", "--scenario", "hello", "--no-keep", "--out", str(path)]
    running = subprocess.Popen(
        [sys.executable, *words],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with running:
        try:
            assert running.stderr is not None
            assert b"racing flat out" in running.stderr.readline()
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 130, err
    assert b"Flask was not searched" in out
    assert json.loads(path.read_bytes())["results"]["a"]["sustained_per_s"] is None
