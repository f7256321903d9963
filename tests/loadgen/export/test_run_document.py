"""The run document: agreed names and units, and what is read back is what was raced."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from loadgen.export.exporters import (
    EXPORTERS,
    Exporter,
    ExportError,
    ExportOptions,
    encode_csv,
    exporter_for,
)
from loadgen.export.frame_log import FrameLog
from loadgen.export.run_document import Measured, RunFileError, encode_run, load_run
from loadgen.export.run_record import RunRecord
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.lane_timeline import COLUMNS
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, SyntheticFrames


@pytest.fixture
def record() -> RunRecord:
    """Six steady seconds after one mark, Flask with a gap before."""
    line, log, fabricator = Timeline(), FrameLog(), SyntheticFrames()
    fast = Side(per_tick=120, latency_ms=60, uss=45)
    slow = Side(per_tick=8, latency_ms=800, failed=1)
    for frame in (
        *fabricator.frames(2, Side(state="restarting"), fast),
        *fabricator.frames(8, slow, fast, mark="concurrency 16 → 64"),
    ):
        line.add(frame)
        log.add(frame)
    return RunRecord.of(RacePlan.default(), line, log)


def test_the_document_is_as_agreed(record: RunRecord) -> None:
    document: dict[str, Any] = json.loads(encode_run(record))
    assert document["format"] == "faceoff-run"
    assert document["version"] == 1
    assert datetime.fromisoformat(document["started_at"]) == record.started_at
    assert {"python", "os", "cpu", "cores", "memory_mib", "versions"} <= set(
        document["environment"]
    )
    assert document["plan"]["model"] == {"kind": "closed", "concurrency": 64}
    assert document["plan"]["mode"] == "together"
    assert document["measured"] == {"from_s": 2.8, "to_s": 10.0, "warm_up_s": 0.0, "blocks": 0}
    assert [mark["text"] for mark in document["marks"]] == ["concurrency 16 → 64"]
    assert document["verdict"]["throughput_ratio"]["estimate"] == pytest.approx(15)
    assert len(document["frames"]) == 100
    lane = document["lanes"]["a"]
    assert lane["variant"] == "flask"
    assert lane["settings"]["chosen"]["threads"] == 4
    assert lane["settings"]["chosen"]["client"] == "httpx"
    assert lane["requests"]["failed"] == {"reset": 80}
    assert lane["throughput_per_second"] == pytest.approx(80)
    assert set(lane["latency_ms"]) == {"p50", "p90", "p99", "p99_9", "max"}
    assert lane["latency_ms"]["max"] == pytest.approx(800)
    assert lane["memory_mib"] == {"rss_peak": 40.0, "uss_peak": 30.0}
    assert lane["generator"]["is_the_limit"] is False
    assert lane["service_ms"] is None
    assert lane["cpu_us_per_request"] == pytest.approx(0.5 / 80 * 1e6, rel=0.01)
    assert (lane["generators"], lane["ceiling_per_s"], lane["generator_bound"]) == (1, None, False)
    assert {name for name in document["verdict"] if name.endswith("_ratio")} == {
        f"{each}_ratio"
        for each in ("throughput", "p50", "p99", "tail", "cpu_per_request", "memory")
    }
    verdict = document["verdict"]
    assert (verdict["kind"], verdict["missing"], verdict["tail"]) == ("comparison", None, 0.95)
    assert (verdict["p99_ratio"], verdict["tail_ratio"]["low"] > 0) == (None, True)


def test_what_was_missing_is_in_the_document() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(3, Side(per_tick=8), Side(per_tick=120)):
        line.add(frame)
    for frame in fabricator.frames(0.1, Side(), Side(), phase="ended"):
        line.add(frame)
    verdict = json.loads(encode_run(RunRecord.of(RacePlan.default(), line)))["verdict"]
    assert verdict["kind"] == "too-little"
    assert verdict["missing"] == {"seconds": 4.0, "pairs": 0, "answers": 0}
    assert {verdict[name] for name in verdict if name.endswith("_ratio")} == {None}


def test_an_open_model_and_turns_are_in_the_document() -> None:
    plan = msgspec.structs.replace(
        RacePlan.default(),
        model=OpenModel(400, 50),
        mode="turns",
        block_s=2,
        client="httpx-shared",
        pinned=True,
    )
    side = Side(per_tick=40, latency_ms=30, service_ms=10, dropped=2, ceiling=450)
    line = Timeline()
    for frame in SyntheticFrames().turns(8, 2, side, side):
        line.add(frame)
    document: dict[str, Any] = json.loads(encode_run(RunRecord.of(plan, line)))
    assert document["plan"]["model"] == {
        "kind": "open",
        "rate": 400,
        "max_in_flight": 50,
        "connections": 0,
    }
    assert (document["plan"]["mode"], document["plan"]["block_s"]) == ("turns", 2)
    assert (document["plan"]["client"], document["plan"]["pinned"]) == ("httpx-shared", True)
    assert document["measured"]["blocks"] == 8
    assert document["measured"]["warm_up_s"] == pytest.approx(0.1)
    lane = document["lanes"]["b"]
    assert lane["latency_ms"]["p99"] == pytest.approx(30, rel=0.01)
    assert lane["service_ms"]["p99"] == pytest.approx(10, rel=0.01)
    assert lane["requests"]["dropped"] == 160
    assert (lane["ceiling_per_s"], lane["generator_bound"]) == (450, True)
    ratio = document["verdict"]["throughput_ratio"]
    assert ratio == pytest.approx({"estimate": 1, "low": 0.995, "high": 1.005}, abs=1e-4)


def test_a_run_of_the_first_release_is_still_read() -> None:
    document = load_run(Path(__file__).parent / "files" / "run_of_version_1.json")
    assert document.plan.model == ClosedModel(64)
    assert (document.plan.mode, document.plan.client) == ("together", "faceoff")
    assert document.verdict.sentence.startswith("FastAPI answers 15× as many requests")
    assert document.verdict.p50_ratio is None
    assert document.lanes["a"].requests.ok == 280
    assert document.measured == Measured(1.5, 4.0)
    replayed = document.record().timeline
    assert len(replayed.lane("a")) == 40
    assert replayed.lane("b").column("p99_send_ms")[-1] == pytest.approx(60, rel=0.01)
    assert judge(replayed, document.plan).kind == "measuring"


def test_the_summary_leaves_the_frames_out_and_nothing_else(record: RunRecord) -> None:
    whole, summary = json.loads(encode_run(record)), json.loads(encode_run(record, summary=True))
    assert "frames" not in summary
    del whole["frames"]
    assert summary == whole


def test_what_is_read_back_draws_the_same_lines(record: RunRecord, tmp_path: Path) -> None:
    path = tmp_path / "race.json"
    path.write_bytes(encode_run(record))
    document = load_run(path)
    replayed = document.record()
    for id_ in ("a", "b"):
        for name in COLUMNS:
            before = record.timeline.lane(id_).column(name)
            assert np.array_equal(replayed.timeline.lane(id_).column(name), before, equal_nan=True)
    assert replayed.verdict == record.verdict
    assert replayed.plan == record.plan
    assert replayed.started_at == record.started_at


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not a Faceoff run"),
        (b"\x89PNG\r\n", "is not a Faceoff run"),
        (b"[1, 2]", "is not a Faceoff run"),
        (b'{"format": "other", "version": 1}', "is not a Faceoff run"),
        (b'{"format": "faceoff-run", "version": 1', "cut off"),
        (b'{"format": "faceoff-run", "version": 1}', "is a damaged run"),
        (b'{"format": "faceoff-run", "version": 2}', "written by a newer Faceoff"),
    ],
)
def test_a_file_that_is_no_run_is_told_as_such(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = tmp_path / "race.json"
    path.write_bytes(content)
    with pytest.raises(RunFileError, match=complaint):
        load_run(path)


def test_a_missing_file_and_a_broken_frame_are_told(record: RunRecord, tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="cannot be read"):
        load_run(tmp_path / "none.json")
    path = tmp_path / "race.json"
    path.write_bytes(encode_run(record).replace(b'"phase":"racing"', b'"phase":"dancing"', 1))
    document = load_run(path)
    with pytest.raises(RunFileError, match="A frame of this run is broken"):
        document.replay()


def test_the_table_has_a_row_for_each_tick_and_lane(record: RunRecord) -> None:
    rows = list(csv.DictReader(io.StringIO(encode_csv(record).decode())))
    assert len(rows) == 2 * 100
    assert [row["lane"] for row in rows[:4]] == ["a", "b", "a", "b"]
    assert rows[0]["throughput_per_second"] == ""  # a gap
    assert rows[-1]["server"] == "FastAPI"
    assert rows[-1]["time_s"] == "10.000"
    assert float(rows[-1]["throughput_per_second"]) == pytest.approx(1200)
    assert rows[-1]["p99_from_send_ms"] == rows[-1]["p99_ms"]  # as always in the closed model
    assert (rows[-1]["arrivals_dropped_in_tick"], rows[-1]["generator_processes"]) == ("0", "1")
    assert (rows[-1]["generator_ceiling_per_second"], rows[-1]["generator_stood_still"]) == (
        "",
        "0",
    )
    assert float(rows[-1]["lane_time_s"]) == pytest.approx(10)


def test_the_form_is_chosen_by_the_ending(record: RunRecord, tmp_path: Path) -> None:
    picture = Exporter(".png", "picture", lambda record, options: b"\x89PNG")
    exporters = (*EXPORTERS, picture)
    exporter_for(Path("RACE.PNG"), exporters).write(tmp_path / "r.png", record, ExportOptions())
    assert (tmp_path / "r.png").read_bytes() == b"\x89PNG"
    with pytest.raises(ExportError, match=r"one of \.json, \.csv, \.png"):
        exporter_for(Path("race.xlsx"), exporters)
