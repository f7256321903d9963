"""What is marked, what is not, and that every form tells the same."""

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest

from loadgen.export.exporters import EXPORTERS, ExportOptions, encode_fairness
from loadgen.export.fairness import (
    GROUPS,
    LOAD,
    FairnessRow,
    cell,
    grouped,
    preview,
    summary,
    table,
)
from loadgen.export.run_document import RunDocument, encode_run
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from servers.telemetry.messages import Ready, Setting
from tests.support.every_case import every_case
from tests.support.synthetic_frames import Side, SyntheticFrames

FLASK = Ready(
    "flask",
    11,
    4001,
    "n",
    (
        Setting("threads", "Threads", "4", "4"),
        Setting("backlog", "Backlog", "4,096", "1,024"),
        Setting("keep_alive", "Keep-alive", "120 s", "120 s"),
        Setting("python_gil", "GIL", "on", "on"),
        Setting("app_refusal", "Refused input", "422", "500"),
    ),
    {"Python": "3.11.7", "Flask": "3.1.3", "anyio": "4.0"},
)
FASTAPI = Ready(
    "fastapi",
    12,
    4002,
    "n",
    (
        Setting("backlog", "Backlog", "4,096", "2,048"),
        Setting("keep_alive", "Keep-alive", "5 s", "5 s"),
        Setting("python_gil", "GIL", "off", "on"),
        Setting("something_new", "Something new", "x", "x"),
    ),
    {"Python": "3.11.7", "FastAPI": "0.165.0", "anyio": "4.1"},
)


def reusing(requests: int) -> RacePlan:
    return msgspec.structs.replace(RacePlan.default(), requests_per_connection=requests)


def rows() -> dict[str, FairnessRow]:
    return {row.key: row for row in table(FLASK, FASTAPI)}


# key, values, whether the lanes differ, whether each differs from its default
MARKED = [
    ("backlog", ("4,096", "4,096"), False, (True, True)),
    ("keep_alive", ("120 s", "5 s"), True, (False, False)),
    ("threads", ("4", None), True, (False, False)),
    ("python_gil", ("on", "off"), True, (False, True)),
    ("something_new", (None, "x"), True, (False, False)),
    ("Python", ("3.11.7", "3.11.7"), False, (False, False)),
    ("anyio", ("4.0", "4.1"), True, (False, False)),
    # Two frameworks have two lists of packages, two processes two numbers: that is no finding.
    ("Flask", ("3.1.3", None), False, (False, False)),
    ("pid", ("11", "12"), False, (False, False)),
]


@every_case(("key", "values", "differs", "marked"), MARKED)
def test_what_is_marked(
    key: str, values: tuple[str | None, str | None], differs: bool, marked: tuple[bool, bool]
) -> None:
    row = rows()[key]
    assert (row.values, row.differs, row.marked) == (values, differs, marked)
    assert row.is_marked == (differs or any(marked))


def test_rows_stand_in_groups_the_weightiest_first() -> None:
    groups = grouped(table(FLASK, FASTAPI, plan=reusing(1)))
    assert tuple(group for group, _ in groups) == GROUPS
    assert [row.key for row in dict(groups)["Application"]] == ["app_refusal"]
    settings = [row.key for row in dict(groups)["Settings"]]
    assert settings == ["threads", "backlog", "keep_alive", "something_new"]
    assert next(row.key for row in dict(groups)["Versions"]) == "Python"


def test_a_setting_that_nobody_described_has_the_title_that_the_server_gave_it() -> None:
    assert (rows()["something_new"].title, rows()["something_new"].means) == ("Something new", "")
    assert rows()["threads"].means.endswith(".")


def test_before_a_server_told_there_is_nothing() -> None:
    assert table(None, None) == ()
    assert summary((), ("Flask", "FastAPI")) == ""


def test_with_one_server_nothing_is_compared() -> None:
    alone = table(FLASK, None)
    assert not any(row.differs for row in alone)
    assert [row.a for row in alone if row.key == "threads"] == ["4"]
    assert all(row.b is None for row in alone)


def test_the_preview_says_of_each_row_what_it_decides() -> None:
    shown = preview()
    assert {row.group for row in shown} == set(GROUPS) - {LOAD}
    assert all(row.means for row in shown)
    assert not any(row.is_marked for row in shown)


def test_the_summary_counts() -> None:
    assert summary(table(FLASK, FASTAPI), ("Flask", "FastAPI")) == (
        "6 of 10 entries differ between the lanes; not the framework's default: "
        "2 on Flask, 2 on FastAPI."
    )


@pytest.mark.parametrize(
    ("value", "default", "words"),
    [
        (None, None, "–"),
        ("3.1", None, "3.1"),
        ("4", "4", "4"),
        ("off", "on", "◆ off (default on)"),
    ],
)
def test_a_cell_in_plain_text(value: str | None, default: str | None, words: str) -> None:
    assert cell(value, default) == words


@pytest.fixture
def record() -> RunRecord:
    line = Timeline()
    for n, frame in enumerate(SyntheticFrames().frames(3, Side(per_tick=8), Side(per_tick=80))):
        told: dict[str, Ready] = {"a": FLASK, "b": FASTAPI} if n == 0 else {}
        lanes = {
            lane: msgspec.structs.replace(each, announced=told.get(lane))
            for lane, each in frame.lanes.items()
        }
        line.add(msgspec.structs.replace(frame, lanes=lanes))
    return RunRecord.of(RacePlan.default(), line)


def test_the_document_has_the_table_and_gives_it_back(record: RunRecord) -> None:
    encoded = encode_run(record, summary=True)
    assert json.loads(encoded)["fairness"][3] == {
        "group": "Settings",
        "key": "threads",
        "title": "Threads",
        "a": "4",
        "b": None,
        "a_default": "4",
        "b_default": None,
        "differs": True,
    }
    assert msgspec.json.decode(encoded, type=RunDocument).fairness == record.fairness


def test_beside_the_table_of_ticks_stands_that_of_settings(record: RunRecord) -> None:
    told = {row["setting"]: row for row in csv.DictReader(io.StringIO(_text(record)))}
    assert len(told) == len(record.fairness) + 1
    assert told["faceoff"]["a"] == record.environment.get("faceoff", "")
    assert (told["threads"]["a"], told["threads"]["b"]) == ("4", "")
    assert (told["backlog"]["a_default"], told["backlog"]["lanes_differ"]) == ("1,024", "0")
    assert told["keep_alive"]["lanes_differ"] == "1"


def test_the_exporter_knows_all_its_files(record: RunRecord, tmp_path: Path) -> None:
    (exporter,) = (each for each in EXPORTERS if each.suffix == ".csv")
    exporter.write(tmp_path / "race.csv", record, ExportOptions())
    assert sorted(tmp_path.iterdir()) == sorted(exporter.paths(tmp_path / "race.csv"))
    assert (tmp_path / "race.fairness.csv").read_text() == _text(record)


def _text(record: RunRecord) -> str:
    return encode_fairness(record).decode()


def test_a_limit_of_requests_per_connection_is_a_row_of_the_load_for_both_lanes() -> None:
    (row, *others) = table(FLASK, FASTAPI, plan=reusing(10))
    assert (row.group, row.key, row.values) == ("Load", "requests_per_connection", ("10", "10"))
    assert not row.is_marked
    assert row.means
    assert others == list(table(FLASK, FASTAPI))
    assert summary([row, *others], ("a", "b")) == summary(others, ("a", "b"))
    assert table(None, None, plan=reusing(10)) == ()
