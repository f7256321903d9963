"""The command ``contract`` as a person types it: what it writes, its exit codes, its refusals."""

import json
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from loadgen.cli.arguments import parse
from loadgen.cli.contract_command import run_contract_command
from loadgen.cli.contract_pictures import ContractPictures
from loadgen.cli.contract_request import ContractRequest
from loadgen.contract import drift_run, validation_cost
from loadgen.contract import exchange as exchange_module
from loadgen.contract.answer_conformance import Nonconformance
from loadgen.contract.bodies import BODIES, JSON, LARGEST, Body
from loadgen.contract.drift_run import DriftOutcome
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.typed_client import client_run
from loadgen.contract.typed_client.client_check import ClientCheck
from loadgen.contract.validation_cost import ApplicationCost, CostBlocks
from loadgen.export.exporters import EXPORTERS
from servers.catalog.drifts import Drift
from servers.catalog.server_variant import ServerVariant
from servers.process import packages
from tests.support import program

EXTRA = '{"customer": "Ada", "quantity": "5", "price": 1, "express": true, "colour": "red"}'
LAX = '{"customer": "Ada", "quantity": "7", "price": 1, "express": true}'


def request(*words: str) -> ContractRequest:
    found = parse(("contract", *words), EXPORTERS)
    assert isinstance(found, ContractRequest)
    return found


def test_a_body_without_text_has_a_title() -> None:
    assert [each.title for each in request("--body", "").bodies] == ["an empty body of mine"]


@pytest.mark.process
def test_it_writes_the_contract_and_compares_it_with_an_earlier_one(tmp_path: Path) -> None:
    """FastAPI accepts both bodies, which its document forbids; one of them in the baseline, too."""
    earlier, table = tmp_path / "earlier.json", tmp_path / "contract.md"
    applications = ("--app", "fastapi", "--app", "flask-manual")
    words = ("contract", *applications, "--body", EXTRA, "--body", LAX)
    ended = program.run(*words, "--errors", "--out", str(earlier), "--out", str(table))
    assert ended.returncode == 0, ended.stderr
    assert "fastapi† · 422: flask-manual" in " ".join(ended.stdout.split())
    assert "How they refuse" in ended.stdout
    assert '"quantity":"must be a whole number from 1 to 100"' in ended.stdout
    assert table.read_text("utf-8").startswith("|  | fastapi | flask-manual |\n")

    document = json.loads(earlier.read_text("utf-8"))
    assert document["bodies"][1]["cells"]["fastapi"]["drift"] is not None
    document["bodies"][0]["cells"]["fastapi"]["drift"] = None
    earlier.write_text(json.dumps(document), "utf-8")
    drifted = program.run(*words, "--baseline", str(earlier))
    assert drifted.returncode == 1
    sentence = f"fastapi accepts “{EXTRA}”, which its document forbids."
    assert drifted.stderr == f"Not in {earlier}: {sentence}\n"


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_ctrl_c_ends_it_and_its_servers(tmp_path: Path) -> None:
    out = tmp_path / "contract.json"
    with program.running("contract", "--out", str(out)) as process:
        parent = psutil.Process(process.pid)
        children: list[psutil.Process] = []
        while not children:
            assert process.poll() is None
            children = parent.children(recursive=True)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert psutil.wait_procs(children, 10)[1] == []
    assert not out.exists()


@pytest.mark.process
def test_a_baseline_that_is_none_is_refused_before_a_server_starts(tmp_path: Path) -> None:
    ended = program.run("contract", "--baseline", str(tmp_path / "none.json"))
    assert ended.returncode == 2
    assert ended.stderr == f"{tmp_path / 'none.json'} cannot be read: No such file or directory.\n"
    assert ended.stdout == ""


def test_with_cost_the_applications_that_ran_are_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    measured: list[str] = []

    async def exchange(variants: Sequence[ServerVariant], bodies: object) -> list[Exchange]:
        return [Exchange(variants[0], (Answer(422, "no"),)), Exchange(variants[1], failure="No.")]

    async def measure(
        variants: Sequence[ServerVariant], on_block: Callable[[int], None]
    ) -> dict[str, ApplicationCost]:
        measured.extend(each.key for each in variants)
        on_block(1)
        blocks = CostBlocks([100] * 3, [0.1] * 3)
        return {each.key: ApplicationCost(blocks, blocks) for each in variants}

    monkeypatch.setattr(exchange_module, "exchange_bodies", exchange)
    monkeypatch.setattr(validation_cost, "measure_costs", measure)
    out, err = Console(record=True, width=120), Console(record=True, width=120)
    path = tmp_path / "contract.json"
    asked = request("--cost", "--app", "fastapi", "--app", "flask", "--body", "{}")
    assert run_contract_command(replace(asked, out=(path,)), out, err) == 1  # one did not run
    assert measured == ["fastapi"]
    assert "1,000 µs (1,000 to 1,000)" in out.export_text()
    assert "Measuring what an order costs: 1 of 6" in err.export_text()
    assert json.loads(path.read_bytes())["costs"].keys() == {"fastapi"}


def test_what_is_as_in_the_baseline_is_exit_0_without_a_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def exchange(variants: Sequence[ServerVariant], bodies: object) -> list[Exchange]:
        return [Exchange(each, (Answer(422, "no"),)) for each in variants]

    monkeypatch.setattr(exchange_module, "exchange_bodies", exchange)
    path = tmp_path / "contract.json"
    asked = request("--app", "fastapi", "--app", "flask", "--body", "{}")
    out, err = Console(record=True, width=120), Console(record=True, width=10_000)
    assert run_contract_command(replace(asked, out=(path,)), out, err) == 0
    assert err.export_text() == f"Written: {path}\n"
    assert run_contract_command(replace(asked, baseline=path), out, err) == 0
    assert err.export_text() == ""


def test_drift_says_who_noticed_and_writes_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def run(
        variants: Sequence[ServerVariant],
        drifts: Sequence[Drift],
        on_done: Callable[[DriftOutcome], None],
    ) -> list[DriftOutcome]:
        (drift,) = drifts
        refused = DriftOutcome(variants[0], drift, "-price\n+cost", refused=("a new item: 422",))
        on_done(refused)
        return [refused, DriftOutcome(variants[1], drift, failure="It ended.")]

    monkeypatch.setattr(drift_run, "run_drifts", run)
    out, err = Console(record=True, width=160), Console(record=True, width=160)
    paths = (tmp_path / "drift.json", tmp_path / "drift.md")
    asked = request("--drift", "renamed-field", "--app", "fastapi", "--app", "flask")
    assert run_contract_command(replace(asked, out=paths), out, err) == 1  # one did not run
    printed = out.export_text()
    assert "A field renamed: price is called cost" in printed
    assert "at the request" in printed
    assert "-price\n+cost" in printed
    assert "FastAPI: a field renamed" in err.export_text()
    found = json.loads(paths[0].read_bytes())["outcomes"]
    assert [each["noticed"] for each in found] == ["request", None]
    assert "| FastAPI | at the request |" in paths[1].read_text("utf-8")


def test_drift_that_an_earlier_one_did_not_have_is_exit_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    untrue = Nonconformance("status_code_conformance", "a new item", "409")

    async def run(
        variants: Sequence[ServerVariant], drifts: Sequence[Drift], on_done: object
    ) -> list[DriftOutcome]:
        found = (untrue,) if len(written) else ()
        return [DriftOutcome(variants[0], drifts[0], nonconformances=found)]

    monkeypatch.setattr(drift_run, "run_drifts", run)
    path, written = tmp_path / "earlier.json", list[str]()
    out, err = Console(record=True, width=160), Console(record=True, width=10_000)
    asked = request("--drift", "renamed-field", "--app", "fastapi", "--baseline", str(path))
    assert run_contract_command(replace(asked, baseline=None, out=(path,)), out, err) == 0
    assert err.export_text() == f"Written: {path}\n"
    assert run_contract_command(asked, out, err) == 0
    assert err.export_text() == ""
    written.append("so it drifts now")
    assert run_contract_command(asked, out, err) == 1
    sentence = "After renamed-field the document of fastapi is not true: status_code_conformance"
    assert err.export_text() == f"Not in {path}: {sentence}, a new item.\n"
    path.write_text("{}", "utf-8")
    assert run_contract_command(asked, out, err) == 2


def test_clients_are_generated_of_what_answered_and_pictures_are_made_of_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def exchange(variants: Sequence[ServerVariant], bodies: object) -> list[Exchange]:
        return [Exchange(each, (Answer(422, "no"),), b"{}") for each in variants]

    async def check(
        documents: Sequence[tuple[ServerVariant, bytes]], on_done: object
    ) -> dict[str, ClientCheck]:
        checks = (ClientCheck(each, failure=text.decode()) for each, text in documents)
        return {each.variant.key: each for each in checks}

    drawn: list[object] = []

    def draw(*parts: object) -> bytes:
        drawn.append(parts)
        return b"a picture"

    monkeypatch.setattr(exchange_module, "exchange_bodies", exchange)
    monkeypatch.setattr(client_run, "check_clients", check)
    pictures = ContractPictures(check=lambda: drawn.append("checked"), contract=draw, drift=draw)
    paths = tmp_path / "contract.png", tmp_path / "contract.json", tmp_path / "contract.md"
    asked = replace(request("--clients", "--app", "fastapi", "--body", "{}"), out=paths)
    out, err = Console(record=True, width=120), Console(record=True, width=10_000)
    assert run_contract_command(asked, out, err, pictures) == 0
    assert "FastAPI: {}" in out.export_text()
    assert paths[0].read_bytes() == b"a picture"
    assert json.loads(paths[1].read_bytes())["clients"]["fastapi"]["failure"] == "{}"
    assert "## Typed clients" in paths[2].read_text("utf-8")
    assert drawn[0] == "checked"
    assert run_contract_command(asked, out, err) == 2  # of a program that draws nothing


def test_without_options_all_applications_get_all_bodies() -> None:
    found = request()
    assert len(found.applications) == 10
    assert found.bodies == BODIES


def test_own_bodies_take_the_place_of_the_list(tmp_path: Path) -> None:
    path = tmp_path / "body.bin"
    path.write_bytes(b"\xff")
    found = request("--body", "{no", "--body", f"@{path}", "--body", "{no", "--body", "\udcff")
    assert found.bodies == (
        Body("{no", "", b"{no", JSON),
        Body(f"@{path}", "", b"\xff", JSON),
        Body("�", "", b"\xff", JSON),
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--app", "djangp"), "There is no application “djangp”; there are: fastapi"),
        (("--drift", "added-status", "--documents"), "--drift sends requests of its own: give"),
        (("--out", "contract.txt"), "--out takes .json, .md, .png, not “contract.txt”."),
        (("--body", "@none"), "none cannot be read: No such file or directory."),
        (("--body", "1" * (LARGEST + 1)), "A body has 10,000,000 bytes at most, and this one"),
    ],
)
def test_what_makes_no_sense_is_refused(
    words: tuple[str, ...],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        request(*words)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_without_its_packages_clients_are_refused_with_the_command_that_adds_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "mypy")
    with pytest.raises(SystemExit):
        request("--clients")
    sentence = "A typed client needs the package mypy: uv run --extra client main.py."
    assert capsys.readouterr().err.splitlines()[0] == sentence


def test_an_application_without_its_package_is_refused_with_the_command_that_adds_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "flasgger")
    with pytest.raises(SystemExit) as ended:
        request("--app", "flasgger")
    assert ended.value.code == 2
    sentence = "flasgger needs the package flasgger: uv run --extra validation main.py."
    assert capsys.readouterr().err.splitlines()[0] == sentence
