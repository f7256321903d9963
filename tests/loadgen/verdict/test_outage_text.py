"""What is said of outages: the headline while one lasts, and afterwards."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from loadgen.export.exporters import encode_csv
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, Frame, LaneStatus, Phase, ServiceFrame
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import Requests
from loadgen.timeline.timeline import Timeline
from loadgen.verdict import outage_text
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, SyntheticFrames, timeline

PLAN = RacePlan.default()
SLOW, FAST = Side(per_tick=8, latency_ms=80), Side(per_tick=120, latency_ms=60)
MUTE = Side(per_tick=0)


def race(
    seconds: float, a: LaneStatus | None, b: LaneStatus | None, *, over: bool = False
) -> Timeline:
    """Eight steady seconds, then so many in which a lane has that status and does not answer."""
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(8, SLOW, FAST):
        line.add(frame)
    for frame in fabricator.frames(seconds, MUTE if a else SLOW, MUTE if b else FAST):
        line.add(_with(frame, a, b))
    if over:
        for frame in fabricator.frames(0.2, Side(state="stopped"), Side(state="stopped")):
            line.add(msgspec.structs.replace(frame, phase="ended"))
    return line


def _with(frame: Frame, a: LaneStatus | None, b: LaneStatus | None) -> Frame:
    lanes = dict(frame.lanes)
    for id_, status in zip(LANES, (a, b), strict=True):
        if status is not None:
            silent_s = frame.at_s - 8.0 if status.state in ("unresponsive", "failing") else 0.0
            status = msgspec.structs.replace(status, silent_s=silent_s)
            lanes[id_] = msgspec.structs.replace(lanes[id_], status=status)
    return msgspec.structs.replace(frame, lanes=lanes)


SILENT = LaneStatus("unresponsive", cause="server")
KILLED = LaneStatus("failed", "FastAPI server stopped (killed by SIGKILL).")


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        (None, SILENT, "FastAPI has not responded for 3.0 s. Flask goes on;"),
        (SILENT, SILENT, "Neither Flask nor FastAPI has responded for 3.0 s."),
        (
            LaneStatus("unresponsive", cause="generator"),
            None,
            "The load generator of Flask's lane has not reported for 3.0 s: nothing is known of",
        ),
        (LaneStatus("failing", cause="requests"), None, "Every request to Flask has failed for"),
        (None, KILLED, "FastAPI server stopped (killed by SIGKILL). Flask"),
        (None, LaneStatus("restarting"), "FastAPI is starting again, and has not answered for 3.0"),
        (None, LaneStatus("running", frozen=True), "FastAPI has been held stopped for 3.0 s."),
    ],
)
def test_while_it_lasts_it_is_the_headline_and_nothing_is_compared(
    a: LaneStatus | None, b: LaneStatus | None, sentence: str
) -> None:
    verdict = judge(race(3, a, b), PLAN)
    assert verdict.sentence.startswith(sentence)
    assert verdict.throughput_ratio is None
    assert verdict.leader is None
    assert verdict.kind == "outage"


def test_it_is_said_from_its_detection_on_and_no_longer_than_it_lasts() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(8, SLOW, FAST):
        line.add(frame)
    for frame in fabricator.frames(1.2, SLOW, Side(per_tick=0)):
        status = SILENT if frame.at_s > 9.05 else LaneStatus("running")
        line.add(_with(frame, None, status))
        assert ("FastAPI has not responded" in judge(line, PLAN).sentence) == (frame.at_s > 9.05)
    for frame in fabricator.frames(1.5, SLOW, FAST):
        line.add(frame)
    assert "not responded" not in judge(line, PLAN).sentence
    assert "FastAPI: no answer 1.2 s, left out" in judge(line, PLAN).evidence


def test_after_the_race_what_was_before_it_is_compared_and_the_race_has_failed() -> None:
    line = race(3, None, SILENT, over=True)
    verdict = judge(line, PLAN)
    assert verdict.sentence.startswith("FastAPI has not responded for 3.0 s. Before that: FastAPI")
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(15)
    assert outage_text.failure(line, PLAN) == "FastAPI has not responded for 3.0 s."
    assert "no answer 3.0 s" in [band.text for band in line.bands()]  # the drain does not count


def _ended(line: Timeline, phase: Phase = "ended") -> Timeline:
    line.phase = phase
    return line


def test_a_lane_that_never_answered_has_failed() -> None:
    line = _ended(timeline((4, Side(per_tick=0, failed=1), FAST)))
    assert outage_text.failure(line, PLAN) == (
        "Flask answered none of 40 requests successfully (40 reset)."
    )
    slow = _ended(timeline((2, MUTE, FAST)))
    slow.lane("a").requests = Requests(scheduled=8, sent=8, in_flight=8)
    none_yet = "Flask: 8 requests sent, none answered, 8 under way at the end."
    assert outage_text.failure(slow, PLAN) == none_yet
    slow.lane("a").requests = Requests(scheduled=8, sent=8, cancelled=8)  # cut off at the end
    assert outage_text.failure(slow, PLAN) == none_yet
    slow.lane("a").requests = Requests(sent=8, failed={"reset": 3}, cancelled=4, in_flight=1)
    assert outage_text.failure(slow, PLAN) == (
        "Flask answered none of 8 requests successfully (3 reset); 5 were under way at the end."
    )
    assert outage_text.failure(_ended(timeline((4, SLOW, FAST))), PLAN) == ""
    assert outage_text.failure(_ended(timeline()), PLAN) == ""


def services(frames: Iterator[Frame], service: ServiceFrame) -> Iterator[Frame]:
    return (msgspec.structs.replace(frame, services={"database": service}) for frame in frames)


def test_a_dead_service_is_named_once_and_by_what_ended_it() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(5, SLOW, FAST):
        line.add(frame)
    down = ServiceFrame(state="failed", title="PostgreSQL 18.4", ended="SIGKILL", text="It died.")
    for frame in services(fabricator.frames(0.3, MUTE, MUTE), down):
        line.add(frame)
    assert judge(line, PLAN).sentence == (
        "PostgreSQL 18.4 is down (SIGKILL): neither Flask nor FastAPI can be measured."
    )
    plan = msgspec.structs.replace(PLAN, scenario="database", parameters={}).checked()
    assert judge(line, plan).caution == ""  # the headline says it
    line.phase = "ended"  # nothing can be restarted any more
    ended = judge(line, PLAN)
    assert ended.outage.endswith("neither Flask nor FastAPI can be measured.")
    assert "Restart" not in ended.sentence
    line.phase = "racing"
    up = msgspec.structs.replace(down, state="ready", ended="", text="")
    for frame in services(fabricator.frames(5, SLOW, FAST), up):
        line.add(frame)
    assert judge(line, PLAN).evidence.count("PostgreSQL 18.4 down 0.3 s, left out") == 1


def test_what_is_being_done_about_it_is_said_as_it_is_now() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    down = ServiceFrame(state="failed", title="PostgreSQL 18.4", ended="SIGKILL", text="It died.")
    starting = ServiceFrame(state="starting", title="PostgreSQL")
    up = ServiceFrame(state="ready", title="PostgreSQL 18.4")
    restarts = Side(per_tick=0, state="restarting")
    said = []
    for side, service in (
        (SLOW, up),
        (MUTE, down),
        (restarts, starting),
        (restarts, up),
        (SLOW, up),
    ):
        for frame in services(fabricator.frames(5, side, side), service):
            line.add(frame)
        said.append(judge(line, PLAN).sentence)
    assert said[1].startswith("PostgreSQL 18.4 is down (SIGKILL): neither Flask nor FastAPI can")
    assert said[2:4] == [
        "PostgreSQL 18.4 is starting again: neither Flask nor FastAPI can be measured.",
        "PostgreSQL 18.4 is back; Flask and FastAPI are starting again.",
    ]
    assert "PostgreSQL" not in said[4]


def test_a_killed_server_that_is_restarted_is_no_longer_to_be_restarted() -> None:
    line = race(2, None, KILLED)
    fabricator = SyntheticFrames(seq=99, at_s=7.0)
    for frame in fabricator.frames(1, SLOW, Side(per_tick=0, state="restarting")):
        line.add(frame)
    assert judge(line, PLAN).sentence.startswith("FastAPI is starting again, and has not answered")
    assert line.outages.all[-1].text(8.0).startswith("stopped")


def test_many_outages_of_a_lane_are_summed_up() -> None:
    parts = [(2, SLOW, FAST), (1, SLOW, Side(per_tick=0, state="restarting"))] * 4
    line = timeline(*parts, (4, SLOW, FAST))
    assert outage_text.left_out(line, PLAN) == [("FastAPI: 4 outages", "4.0 s in all", "left out")]
    assert "FastAPI: 4 outages, 4.0 s in all, left out" in judge(line, PLAN).evidence


def test_the_document_has_the_outages_of_each_lane_and_why_the_race_failed() -> None:
    line = race(3, None, SILENT, over=True)
    record = RunRecord.of(PLAN, line)
    document: dict[str, Any] = json.loads(msgspec.json.encode(RunDocument.of(record)))
    assert document["failure"] == "FastAPI has not responded for 3.0 s."
    assert document["lanes"]["a"]["outages"] == []
    (outage,) = document["lanes"]["b"]["outages"]
    assert outage == {
        "from_s": 8.0,
        "to_s": None,
        "steady_s": None,
        "kind": "no answer",
        "cause": "server",
        "reason": "",
        "service": "",
        "text": "no answer 3.0 s",
    }
    assert document["measured"]["to_s"] == pytest.approx(8.0, abs=0.05)


def test_the_table_of_ticks_has_the_outage_of_each() -> None:
    record = RunRecord.of(PLAN, race(3, None, SILENT, over=True))
    rows = list(csv.DictReader(io.StringIO(encode_csv(record).decode())))
    named = [(row["lane"], float(row["time_s"])) for row in rows if row["outage"] == "no answer"]
    assert {lane for lane, _ in named} == {"b"}
    assert min(at_s for _, at_s in named) == pytest.approx(8.1)
    assert all(row["outage"] == "" for row in rows if row["lane"] == "a")
