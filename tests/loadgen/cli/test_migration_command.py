"""The command ``migration`` as a person types it: what it writes, its exit codes, its refusals."""

import json
from pathlib import Path

import click
import pytest

from loadgen.cli.arguments import parse
from loadgen.cli.migration_command import MigrationRequest
from loadgen.export.exporters import EXPORTERS
from servers.catalog.migration_stages import FASTAPI_ALONE, MOUNTED, TRAPS
from tests.support import program


def request(*words: str) -> MigrationRequest:
    found = parse(("migration", *words), EXPORTERS)
    assert isinstance(found, MigrationRequest)
    return found


@pytest.mark.process
def test_it_compares_real_servers_and_knows_an_earlier_migration(tmp_path: Path) -> None:
    earlier, table = tmp_path / "earlier.json", tmp_path / "migration.md"
    words = ("migration", "--stage", "9", "--open", "queries")
    ended = program.run(*words, "--out", str(earlier), "--out", str(table))
    assert ended.returncode == 0, ended.stderr
    assert (
        "Stage 9, FastAPI alone: FastAPI answers 100 % of the traffic, 3 of 51 requests differ."
        in ended.stdout
    )
    assert table.read_text("utf-8").startswith("# From Flask to FastAPI\n")
    document = json.loads(earlier.read_text("utf-8"))
    assert document["open_traps"] == ["queries"]

    for each in document["stages"][0]["requests"]:
        each["differences"] = [one for one in each["differences"] if one["field"] != "status"]
    earlier.write_text(json.dumps(document), "utf-8")
    again = program.run(*words, "--baseline", str(earlier))
    assert again.returncode == 1
    said = f"Not in {earlier}: at stage 9 GET /items?limit=abc differs in status."
    assert said in again.stderr.splitlines()


@pytest.mark.parametrize("command", ["claims", "contract", "migration"])
def test_capitals_of_a_suffix_do_not_matter(command: str) -> None:
    found = parse((command, "--out", "found.JSON"), EXPORTERS)
    assert getattr(found, "out", ()) == (Path("found.JSON"),)


def test_all_stages_and_no_open_trap_are_the_default() -> None:
    found = request()
    assert found.stages == tuple(range(MOUNTED, FASTAPI_ALONE + 1))
    assert found.traps == ()
    assert request("--open", "all").traps == TRAPS


@pytest.mark.parametrize(
    "words",
    [
        ("--stage", "0"),
        ("--stage", "10"),
        ("--open", "door"),
        ("--out", "migration.csv"),
        ("--code", "3", "--out", "migration.md"),
    ],
)
def test_what_it_cannot_do_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises((click.UsageError, SystemExit)):
        request(*words)
