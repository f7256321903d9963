"""The report: valid, small, without network, the same numbers, and the race inside it."""

import re
from pathlib import Path

import msgspec
import pytest

from loadgen.export.exporters import ExportOptions
from loadgen.export.figure_table import figure_rows
from loadgen.export.frame_log import FrameLog
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LaneStatus, Mark
from loadgen.model.race_plan import RacePlan
from loadgen.recording.find_race import open_run
from loadgen.recording.race_reader import RaceFileError
from loadgen.report.html_report import render_races, render_report
from loadgen.report.report_section import ReportSection
from loadgen.timeline.timeline import Timeline
from tests.loadgen.recording.recorded import STARTED_AT
from tests.support.html_checker import Checker
from tests.support.synthetic_frames import Side, SyntheticFrames

SCRIPT_IN_A_NAME = "<script>alert(1)</script>"


def run(seconds: float = 12.0, mark: str = "threads 4 to 16", text: str = "") -> RunRecord:
    timeline, log = Timeline(STARTED_AT), FrameLog()
    fabricator = SyntheticFrames()
    a, b = Side(jitter=1, spread=0.2), Side(per_tick=120, latency_ms=6, jitter=5, spread=0.3)
    for frame in (
        *fabricator.frames(seconds / 2, a, b),
        *fabricator.frames(seconds / 2, a, b, mark=mark),
    ):
        timeline.add(frame)
        log.add(frame)
    timeline.end()
    return RunRecord.of(RacePlan.default(), timeline, log)


@pytest.fixture(scope="module")
def report() -> tuple[RunRecord, bytes]:
    record = run()
    return record, render_report(record, ExportOptions())


def test_it_is_whole_and_needs_no_network(report: tuple[RunRecord, bytes]) -> None:
    record, page = report
    checker = Checker()
    checker.feed(page.decode())
    assert checker.open == []
    assert checker.addresses == []
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", page.decode())
    said = " ".join(" ".join(checker.text).split())
    assert record.verdict.sentence in said
    assert "threads 4 to 16" in said


def test_its_numbers_are_those_of_the_run_document(report: tuple[RunRecord, bytes]) -> None:
    record, page = report
    rows = {row.title: row for row in figure_rows(RunDocument.of(record, summary=True))}
    assert rows["Throughput"].a == "100/s"
    assert rows["Requests sent"].b.replace(",", "").isdigit()
    for row in rows.values():
        assert f'<td class="number">{row.a}</td>' in page.decode()


@pytest.mark.slow
def test_a_minute_of_a_race_is_small() -> None:
    page = render_report(run(60.0), ExportOptions())
    assert len(page) <= 200_000


def test_it_opens_as_the_run(report: tuple[RunRecord, bytes], tmp_path: Path) -> None:
    record, page = report
    path = tmp_path / "race.html"
    path.write_bytes(page)
    again = open_run(path)
    assert again.verdict == record.verdict
    assert again.plan == record.plan
    assert again.timeline.lane("b").requests == record.timeline.lane("b").requests


def test_a_summary_has_no_race_in_it(tmp_path: Path) -> None:
    path = tmp_path / "race.html"
    path.write_bytes(render_report(run(), ExportOptions(summary=True)))
    with pytest.raises(RaceFileError, match="has no race in it"):
        open_run(path)


def test_what_comes_from_outside_is_text() -> None:
    page = render_report(run(mark=SCRIPT_IN_A_NAME), ExportOptions()).decode()
    assert SCRIPT_IN_A_NAME not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_race_in_which_nothing_was_measured_has_a_report() -> None:
    timeline = Timeline(STARTED_AT)
    failed = LaneStatus("failed", "Flask server stopped (exit 1).", last_lines=("no <b>port</b>",))
    (frame,) = SyntheticFrames().frames(0.1, Side(state="failed"), Side(state="failed"))
    lanes = {id_: msgspec.structs.replace(lane, status=failed) for id_, lane in frame.lanes.items()}
    marks = (Mark(0.1, "Flask failed", "a"),)
    timeline.add(msgspec.structs.replace(frame, lanes=lanes, marks=marks))
    timeline.end()
    page = render_report(RunRecord.of(RacePlan.default(), timeline), ExportOptions()).decode()
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    assert "Flask: no &lt;b&gt;port&lt;/b&gt;" in page


@pytest.mark.parametrize("has_text", [True, False])
def test_sentences_are_read_from_the_left_and_figures_stand_at_the_right(has_text: bool) -> None:
    row = [("Threads", "One request occupies one thread.")]
    section = ReportSection.of("Claims", (), ("", "Claim"), row, has_text=has_text)
    page = render_races([], ExportOptions(), [section]).decode()
    assert ('class="number"' in page) is not has_text
