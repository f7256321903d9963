"""The report: valid, small, without network, the same numbers, and the race inside it."""

import re
from pathlib import Path

import msgspec
import numpy as np
import pytest
from markupsafe import escape

from loadgen.comparison.run_figures import FIGURES, run_figures
from loadgen.export.exporters import ExportOptions
from loadgen.export.figure_table import figure_rows
from loadgen.export.frame_log import FrameLog
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, Frame, LaneFrame, LaneStatus, Mark
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.race_plan import RacePlan
from loadgen.recording.embedded_race import extract
from loadgen.recording.find_race import open_run
from loadgen.recording.frame_codec import FrameDecoder, FrameEncoder
from loadgen.recording.race_reader import RaceFileError, read_race
from loadgen.report.html_report import render_races, render_report
from loadgen.report.report_section import ReportSection
from loadgen.timeline.timeline import Timeline
from tests.loadgen.recording.recorded import STARTED_AT
from tests.support.html_checker import Checker
from tests.support.synthetic_frames import Side, SyntheticFrames

SCRIPT_IN_A_NAME = "<script>alert(1)</script>"
GROUP, GROUP_SPREAD = 2, 0.7
"""So many latencies are alike; the groups have this standard deviation, of the logarithm."""


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
    shown = _figures(page)
    for title, row in rows.items():
        assert shown[title.strip()][0].split(" (")[0] == row.a


def test_what_a_comparison_shows_has_the_same_interval() -> None:
    record = run(20.0, mark="")
    shown = _figures(render_report(record, ExportOptions(summary=True)))
    figures = run_figures(record)
    assert {"Throughput", "Latency p50", "Server CPU per request", "Server memory"} <= set(shown)
    for kind in FIGURES:
        for text, id_ in zip(shown[kind.title], LANES, strict=True):
            if (figure := figures[id_].get(kind.key)) is not None:
                assert text.partition(" (")[2] == kind.text(figure).partition(" (")[2] != ""


def test_without_scripts_it_has_verdict_tables_and_curves(
    report: tuple[RunRecord, bytes],
) -> None:
    record, page = report
    static = re.sub(r"<script.*?</script>", "", page.decode(), flags=re.DOTALL)
    assert "<script" not in static
    assert str(escape(record.verdict.sentence)) in static
    assert static.count("<svg") == 4
    assert len(re.findall(r'<path class="curve [^"]+" d="M[\d. ]+l[^"]+">', static)) == 10
    assert "Requests answered" in static


def _figures(page: bytes) -> dict[str, list[str]]:
    """The rows of the table of figures, by title."""
    table = page.decode().split("<h2>Figures</h2>")[1].split("</table>")[0]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table)
    return {title.strip(): re.findall(r"<td[^>]*>(.*?)</td>", cells) for title, cells in rows}


@pytest.mark.slow
def test_a_minute_of_hello_is_small() -> None:
    """As many answers as *hello* has on two slow cores, and the scatter of its other figures."""
    chance = np.random.default_rng(1)
    timeline, log = Timeline(STARTED_AT), FrameLog()
    a, b = Side(per_tick=205, jitter=20), Side(per_tick=285, jitter=40)
    for frame in SyntheticFrames().frames(60.0, a, b):
        noisy = _with_noise(frame, chance)
        timeline.add(noisy)
        log.add(noisy)
    timeline.end()
    page = render_report(RunRecord.of(RacePlan.default(), timeline, log), ExportOptions())
    assert len(page) <= 200_000
    (race,) = extract(page)
    encoder, decoder = FrameEncoder(), FrameDecoder()
    rounded = [
        decoder.decode(encoder.encode(msgspec.json.decode(raw, type=Frame))) for raw in log.frames
    ]
    assert read_race(Path("race.html"), race).frames == rounded


def _with_noise(frame: Frame, chance: np.random.Generator) -> Frame:
    """The frame with latencies in small groups, and the scatter that clocks and memory have."""
    lanes = {id_: _lane_with_noise(lane, chance) for id_, lane in frame.lanes.items()}
    return msgspec.structs.replace(frame, lanes=lanes)


def _lane_with_noise(lane: LaneFrame, chance: np.random.Generator) -> LaneFrame:
    change, late = msgspec.structs.replace, chance.uniform(0, 0.02, 5).tolist()
    groups = np.repeat(chance.lognormal(-4, GROUP_SPREAD, lane.ok), GROUP)[: lane.ok]
    histogram = LatencyHistogram()
    histogram.record(groups)
    assert lane.server is not None
    assert lane.generator is not None
    switches = int(chance.integers(200, 300))
    server = change(
        lane.server,
        at=lane.server.at + late[0],
        cpu_s=lane.server.cpu_s + late[1],
        cpu_wait_s=late[2] + lane.requests.ok / 1e4,
        rss_mib=lane.server.rss_mib + late[3],
        loop_lag_ms=float(chance.exponential(5)),
        context_switches=lane.requests.ok + switches,
        voluntary_switches=lane.requests.ok // 20 + switches // 20,
        involuntary_switches=lane.requests.ok + switches - switches // 20,
    )
    generator = change(
        lane.generator,
        at=lane.generator.at + late[3],
        cpu_s=lane.generator.cpu_s + late[4],
        cpu_percent=float(chance.normal(12, 3)),
        send_lag_ms=float(chance.exponential(3)),
    )
    return change(
        lane,
        latency=histogram.sparse(),
        server=server,
        generator=generator,
        interval_s=0.1 + late[0] / 10,
    )


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
