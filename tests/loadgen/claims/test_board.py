"""The board as a person gets it: which tests are made, what is written, and what Ctrl-C leaves."""

import asyncio
import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import msgspec
import pytest
from rich.console import Console

from loadgen.claims import board_run
from loadgen.claims.board_document import CSV_HEADERS, BoardDocument, encode_board, encode_csv
from loadgen.claims.board_picture import BoardPicture
from loadgen.claims.board_run import BoardRun
from loadgen.claims.board_text import markdown, summary
from loadgen.claims.claim import Claim
from loadgen.claims.claim_list import CLAIMS, claim
from loadgen.claims.json_schema import encoded_schema
from loadgen.claims.progress import Progress, seconds_of
from loadgen.cli.arguments import parse
from loadgen.cli.claims_command import ClaimsRequest, run_claims_command
from loadgen.contract.bodies import Body
from loadgen.contract.exchange import Answer, Exchange
from loadgen.export.exporters import EXPORTERS
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_recording import RaceRecording
from servers.catalog.server_variant import ServerVariant
from servers.process.child_process import PROJECT_ROOT
from tests.support import synthetic_runs

RUN = synthetic_runs.run()


class FakeServices:
    closed = 0

    async def close(self) -> None:
        self.closed += 1


class FakeRaces:
    """Stands in for ``race_and_record``: each race is over at once, unless it is to be stopped."""

    def __init__(self) -> None:
        self.plans: list[RacePlan] = []
        self.endless_from = len(CLAIMS) * 10

    async def race(
        self, plan: RacePlan, *_: object, started: Callable[[Any], None], **__: object
    ) -> tuple[RunRecord, str]:
        over = asyncio.Event()
        started(SimpleNamespace(stop=over.set))
        self.plans.append(plan)
        if len(self.plans) > self.endless_from:
            await over.wait()
        return RUN, f"race-{len(self.plans)}"


@pytest.fixture
def races(monkeypatch: pytest.MonkeyPatch) -> FakeRaces:
    made = FakeRaces()

    async def exchange(variants: Sequence[ServerVariant], bodies: Sequence[Body]) -> list[Exchange]:
        made.plans.append(RacePlan.default())
        refused = tuple(Answer(422, "no") for _ in bodies)
        return [Exchange(each, refused) for each in variants]

    monkeypatch.setattr(board_run, "race_and_record", made.race)
    monkeypatch.setattr(board_run, "exchange_bodies", exchange)
    return made


def put_to_the_test(claims: Sequence[Claim], **listeners: Any) -> BoardRun:
    services: Any = FakeServices()
    run = BoardRun(claims, services, RaceRecording(None, print), **listeners)
    asyncio.run(run.run())
    assert services.closed == 1
    return run


def test_each_test_is_made_once_for_all_claims(races: FakeRaces) -> None:
    progress: list[Progress] = []
    run = put_to_the_test(CLAIMS, on_progress=progress.append)
    assert [each.claim for each in run.judgements] == list(CLAIMS)
    encoded = [msgspec.json.encode(plan) for plan in races.plans]
    assert len(set(encoded)) == len(encoded)
    left = [each.left_s for each in progress]
    assert left == sorted(left, reverse=True)
    assert left[0] <= 12 * 60
    assert progress[-1].number == progress[-1].count == len(CLAIMS)


def test_a_figure_names_the_recorded_race_that_it_is_of(races: FakeRaces) -> None:
    (judged,) = put_to_the_test([claim("threads")]).judgements
    assert {each.race for each in judged.figures} == {"race-1"}
    assert all(each.value.interval for each in judged.figures)


def test_cancelling_leaves_what_was_decided(races: FakeRaces) -> None:
    races.endless_from = 1
    runs: list[BoardRun] = []

    def stop_the_second(progress: Progress) -> None:
        if progress.number == 2:
            asyncio.get_running_loop().call_soon(runs[0].cancel)

    async def run() -> BoardRun:
        services: Any = FakeServices()
        board = BoardRun(
            [claim("threads"), claim("html")],
            services,
            RaceRecording(None, print),
            on_progress=stop_the_second,
        )
        runs.append(board)
        await board.run()
        return board

    board = asyncio.run(run())
    assert [each.claim.key for each in board.judgements] == ["threads"]
    document = BoardDocument.of(board.judgements, complete=False)
    assert summary(document).endswith("Not all claims were put to the test.")


def test_a_server_that_cannot_run_here_decides_nothing(
    races: FakeRaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RacePlan, "refusal", lambda _: "FastAPI needs the package fastapi.")
    (judged,) = put_to_the_test([claim("html")]).judgements
    assert (judged.ruling.outcome, judged.ruling.failed) == ("undecided", True)
    assert "needs the package" in judged.ruling.condition
    assert not races.plans


def test_the_document_has_the_form_of_its_schema(races: FakeRaces) -> None:
    run = put_to_the_test(CLAIMS)
    document = json.loads(encode_board(BoardDocument.of(run.judgements, complete=True)))
    schema = json.loads(encoded_schema())
    jsonschema.Draft202012Validator(schema).validate(document)
    assert (PROJECT_ROOT / "docs/claims.schema.json").read_bytes() == encoded_schema()
    assert [each["key"] for each in document["claims"]] == [each.key for each in CLAIMS]


def test_markdown_shows_no_figure_without_its_interval(races: FakeRaces) -> None:
    run = put_to_the_test([claim("threads"), claim("validation")])
    text = markdown(BoardDocument.of(run.judgements, complete=True))
    assert text.startswith("# Claims")
    for judged in run.judgements:
        assert judged.claim.honest in text
        assert judged.claim.interview in text
        for figure in judged.figures:
            assert f"- {figure.title}: {figure.text}" in text
            assert " to " in figure.text


def test_the_table_has_a_row_for_each_figure_and_count(races: FakeRaces) -> None:
    run = put_to_the_test([claim("threads"), claim("migration")])
    board = BoardDocument.of(run.judgements, complete=True)
    rows = list(csv.DictReader(encode_csv(board).decode().splitlines()))
    assert tuple(rows[0]) == CSV_HEADERS
    count = sum(len(each.figures) + len(each.tallies) for each in run.judgements)
    assert len(rows) == count
    for row in rows:
        if row["unit"] == "count":
            assert (row["low"], row["high"]) == ("", "")
            assert int(row["value"]) <= int(row["of"])
        else:
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"])


def request(*words: str) -> ClaimsRequest:
    found = parse(("claims", *words), EXPORTERS)
    assert isinstance(found, ClaimsRequest)
    return found


def command(words: Sequence[str], picture: BoardPicture | None = None) -> tuple[int, str, str]:
    out, err = (Console(file=io.StringIO(), width=200) for _ in range(2))
    code = run_claims_command(request(*words), out, err, picture)
    return code, out.file.getvalue(), err.file.getvalue()  # type: ignore[attr-defined]


def test_the_command_writes_what_it_prints(races: FakeRaces, tmp_path: Path) -> None:
    files = [tmp_path / f"board{suffix}" for suffix in (".json", ".md", ".png")]
    outs = [word for path in files for word in ("--out", str(path))]
    picture = BoardPicture(check=lambda: None, encode=lambda board, theme, scale: b"drawn")
    code, out, err = command(["threads", "--no-keep", *outs], picture)
    assert code == 0
    assert claim("threads").sentence in out
    assert "1 of 1: One thread for each request, at most 16 s left" in err
    document = json.loads(files[0].read_bytes())
    assert document["complete"]
    assert len(document["claims"]) == 1
    assert files[1].read_text("utf-8").startswith("# Claims")
    assert files[2].read_bytes() == b"drawn"


def test_a_race_that_fails_fails_the_command(
    races: FakeRaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RacePlan, "refusal", lambda _: "There is no such server.")
    code, out, _ = command(["html", "--no-keep"])
    assert code == 1
    assert "not decided: A race failed. There is no such server." in out


def test_a_picture_that_cannot_be_drawn_is_refused_before_anything_is_raced(
    races: FakeRaces, tmp_path: Path
) -> None:
    code, _, err = command(["html", "--out", str(tmp_path / "board.png")], None)
    assert (code, races.plans) == (2, [])
    assert "choose .json, .csv or .md" in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["treads"], "Did you mean “threads”?"),
        (["--out", "board.txt"], "--out takes .json, .csv, .md, .png"),
    ],
)
def test_bad_words_are_refused(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        request(*words)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_without_names_all_claims_are_put_to_the_test() -> None:
    assert request().claims == CLAIMS
    assert [each.key for each in request("html", "threads").claims] == ["threads", "html"]
    assert all(seconds_of(test) >= 0 for each in CLAIMS for test in each.tests)
