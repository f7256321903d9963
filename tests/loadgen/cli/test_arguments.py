"""What may be typed, and how the rest is refused."""

from pathlib import Path

import pytest

from loadgen.cli.arguments import RunRequest, parse
from loadgen.export.exporters import EXPORTERS
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.race.process_control import cpu_layout
from tests.support.every_case import every_case


def run(*words: str) -> RunRequest:
    request = parse(["run", *words], EXPORTERS)
    assert isinstance(request, RunRequest)
    return request


def test_without_flags_it_is_flask_against_fastapi_waiting() -> None:
    plan = run().plan
    assert [lane.variant for lane in plan.lanes.values()] == ["flask", "fastapi"]
    assert (plan.scenario, plan.model, plan.duration_s) == ("wait", ClosedModel(64), 10)
    assert run().outputs == ()


def test_everything_can_be_set(tmp_path: Path) -> None:
    request = run(
        *("--a", "fastapi-def", "--b", "flask", "--scenario", "wait", "--set", "wait_ms=1,000"),
        *("--set", "payload_bytes=9", "--set", "a.workers=2", "--set", "b.threads=64"),
        *("--concurrency", "1,024", "--duration", "3", "--timeout", "7", "--summary"),
        *("--out", str(tmp_path / "x.JSON"), "--out", str(tmp_path / "x.csv")),
        *("--theme", "dark", "--scale", "4"),
    )
    plan = request.plan
    assert plan.parameters == {"wait_ms": 1000, "payload_bytes": 9}
    assert plan.lanes["a"].settings["workers"] == 2
    assert plan.lanes["b"].settings["threads"] == 64
    assert (plan.model, plan.duration_s, plan.timeout_s) == (ClosedModel(1024), 3, 7)
    assert [exporter.suffix for _, exporter in request.outputs] == [".json", ".csv"]
    options = request.options
    assert (options.summary, options.theme, options.scale) == (True, "dark", 4)


def test_how_it_is_measured_can_be_chosen() -> None:
    plan = run("--mode", "turns", "--block", "5", "--client", "httpx-per-user").plan
    assert (plan.mode, plan.block_s, plan.client, plan.duration_s) == (
        *("turns", 5, "httpx-per-user"),
        30,
    )
    plan = run("--until-clear", "--rate", "1,000", "--max-in-flight", "9").plan
    assert (plan.model, plan.until_clear, plan.duration_s) == (OpenModel(1000.0, 9), True, 300)
    plan = run("--rate", "500", "--connections", "8").plan
    assert plan.model == OpenModel(500.0, 1_000, 8)
    plan = run("--until-clear", "--duration", "7").plan
    assert (plan.mode, plan.duration_s, plan.pinned) == ("together", 7, False)


def test_the_ceiling_is_measured_when_asked_to_or_when_it_is_not_known() -> None:
    asked = [run(*words).calibrate for words in ([], ["--calibrate"], ["--no-calibrate"])]
    assert asked == [None, True, False]


def test_pinning_is_refused_where_the_system_does_not_allow_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cpu_layout, "cores", lambda: [(0,), (1,)])
    assert run("--pin").plan.pinned
    monkeypatch.setattr(cpu_layout, "cores", list)
    with pytest.raises(SystemExit):
        run("--pin")
    assert "does not let a program keep its processes" in capsys.readouterr().err


@every_case(
    ("words", "complaint"),
    [
        (["--rate", "0"], "Arrival rate takes a whole number from 1 to 20,000 /s"),
        (["--rate", "1e3"], "Arrival rate takes a whole number from 1 to 20,000 /s, not “1e3”"),
        (["--rate", "5", "--concurrency", "5"], "--rate and --concurrency exclude each other"),
        (["--rate", "5", "--max-in-flight", "0"], "Most in flight takes a whole number from 1"),
        (["--max-in-flight", "5"], "--max-in-flight bounds a rate; give --rate too"),
        (["--connections", "5"], "--connections are what a rate is sent over; give --rate too"),
        (["--rate", "5", "--connections", "4097"], "Connections takes a whole number from 0 to"),
        (["--requests-per-connection", "1001"], "per connection takes a whole number from 0 to 1,"),
        (["--mode", "apart"], "There is no mode “apart”; there are: together, turns."),
        (["--mode", "turns", "--block", "61"], "Turn takes a whole number from 1 to 60 s"),
        (["--block", "5"], "--block is the length of a turn; give --mode turns too"),
        (["--fresh-servers"], "--fresh-servers is between two turns; give --mode turns too"),
        (["--client", "curl"], "There is no client “curl”; there are: faceoff, httpx-shared"),
        (["--concurrency", "0"], "Concurrency takes a whole number from 1 to 4,096"),
        (["--concurrency", "-1"], "Concurrency takes a whole number from 1 to 4,096, not “-1”"),
        (["--concurrency=-1"], "Concurrency takes a whole number from 1 to 4,096, not “-1”"),
        (["--concurrency", "1000000000"], "Concurrency takes a whole number from 1 to 4,096"),
        (["--concurrency", "1e3"], "from 1 to 4,096, not “1e3”"),
        (["--concurrency", "NaN"], "from 1 to 4,096, not “NaN”"),
        (["--concurrency", "6.5"], "not “6.5”"),
        (["--concurrency", ""], "not “”"),
        (["--duration", "0"], "Duration takes a whole number from 1 to 3,600 s"),
        (["--timeout", "301"], "Timeout takes a whole number from 1 to 300 s"),
        (["--a", "rails"], "There is no server “rails”; there are: flask, fastapi"),
        (["--scenario", "dance"], "There is no scenario “dance”; there are: hello, wait"),
        (["--scale", "3"], "There is no scale “3”; there are: 1, 2, 4."),
        (["--set", "wait_ms"], "--set takes NAME=VALUE, not “wait_ms”"),
        (["--set", "wait_ms="], "Wait takes a whole number from 0 to 10,000 ms, not “”"),
        (["--set", "wait_ms=10001"], "Wait takes a whole number from 0 to 10,000 ms"),
        (
            ["--scenario", "mixed"]
            + [
                word
                for key in ("hello", "wait", "orders", "database", "cache", "page")
                for word in ("--set", f"weight_{key}=0")
            ],
            "All weights of the mix are 0; set at least one to 1 or more.",
        ),
        (["--set", "pause=1"], "There is no setting “pause” here; there are: wait_ms"),
        (["--set", "threads=8"], "write a.threads=…"),
        (["--set", "b.threads=8"], "There is no setting “threads” here; there are: workers"),
        (["--set", "c.threads=8"], "There is no lane “c”; there are: a, b"),
        (["--scenario", "cpu", "--set", "wait_ms=1"], "there are: primes_below"),
        (["--out", "race.xlsx"], "its ending has to be one of .json, .csv"),
        (["--out", "race"], "its ending has to be one of .json, .csv"),
        (["more"], "unexpected extra argument (more)"),
        (["--stop-when-decided"], "needs a requirement: add --require"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert complaint in told.err
    assert "--help" in told.err
    assert len(told.err.splitlines()) == 2
    assert told.out == ""


def test_help_names_all_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--help")
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for word in (
        "--until-clear",
        "check-instrument",
        "wait_ms=50",
        "a.threads=4",
        "1 to 4,096",
        "examples:",
        "130, 143, 129",
        ".json",
    ):
        assert word in told


def test_a_named_value_is_set_by_its_name() -> None:
    lanes = run("--set", "b.client=AioHTTP", "--set", "a.client=urllib3").plan.lanes
    assert (lanes["a"].settings["client"], lanes["b"].settings["client"]) == (2, 1)
