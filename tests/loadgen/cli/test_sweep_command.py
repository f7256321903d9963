"""The command ``sweep``: what it takes, what it refuses, and that a sweep is gone on with."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from loadgen.cli.arguments import parse
from loadgen.cli.sweep_command import SweepRequest, run_sweep_command
from loadgen.export.exporters import EXPORTERS
from loadgen.model.load_plan import ClosedModel
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.quantity import USERS
from loadgen.sweep.sweep_document import encode_sweep
from loadgen.sweep.sweep_run import SweepRun
from tests.support.sweep_points import FASTAPI, FLASK, point


def sweep(*words: str) -> SweepRequest:
    request = parse(["sweep", *words], EXPORTERS)
    assert isinstance(request, SweepRequest)
    return request


def test_without_options_it_is_over_users() -> None:
    request = sweep()
    assert request.ladder == Ladder(USERS, 1, 1024)
    assert (request.budget_s, request.keep, request.points) == (120, True, ())
    assert request.plan.mode == "turns"


def test_over_something_else_it_takes_a_load_and_ends() -> None:
    request = sweep("--over", "wait_ms", "--concurrency", "16", "--least", "10", "--most", "200")
    assert request.ladder.quantity.key == "wait_ms"
    assert (request.ladder.low, request.ladder.high) == (10, 200)
    assert request.plan.model == ClosedModel(16)
    assert sweep("--over", "threads", "--most", "64").ladder.high == 64


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--over", "wait"], "there are: concurrency, rate, wait_ms"),
        (["--over", "threads", "--most", "600"], "Threads takes a whole number from 1 to 512"),
        (["--least", "8", "--most", "8"], "--least 8 is not below --most 8."),
        (["--concurrency", "8"], "--concurrency is what a sweep over concurrency decides."),
        (["--over", "rate", "--rate", "9"], "--rate is what a sweep over rate decides."),
        (["--resume", "missing.json"], "“missing.json” cannot be gone on with"),
        (["--resume", "x.json", "--most", "9"], "--most cannot be changed with --resume"),
        (["--resume", "x.json", "--scenario", "hello"], "--scenario cannot be changed with"),
        (["--out", "sweep.html"], "--out takes .json, .csv, .md, .png"),
    ],
)
def test_what_makes_no_sense_is_refused(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        sweep(*words)
    assert ended.value.code == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


def test_a_sweep_that_was_written_goes_on_with_its_plan(tmp_path: Path) -> None:
    plan = sweep("--scenario", "hello").plan
    points = [point(n, FLASK, FASTAPI) for n in (1, 4)]
    path = tmp_path / "sweep.json"
    path.write_bytes(encode_sweep(SweepRun(plan, points), Ladder.of(USERS, high=64)))
    request = sweep("--resume", str(path), "--budget", "30")
    assert request.plan == plan
    assert [each.value for each in request.points] == [1, 4]
    assert request.ladder.next(request.points) == (16, ("a", "b"))
    assert (request.ladder.high, request.budget_s) == (64, 30)


@pytest.mark.parametrize("name", ["sweep.png", "SWEEP.PNG"])
def test_a_picture_is_refused_before_the_first_race_where_it_cannot_be_drawn(
    name: str, tmp_path: Path
) -> None:
    request = sweep("--out", str(tmp_path / name), "--no-keep")
    out, err = Console(file=io.StringIO()), Console(file=io.StringIO(), width=200)
    assert run_sweep_command(request, out, err) == 2
    assert isinstance(err.file, io.StringIO)
    assert "cannot be written as .png here: choose .json, .csv or .md." in err.file.getvalue()
    assert not list(tmp_path.iterdir())
