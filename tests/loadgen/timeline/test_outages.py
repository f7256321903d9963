"""Outages are found in the frames, named, drawn, and left out of the comparison."""

from collections.abc import Iterable, Mapping

import msgspec
import pytest

from loadgen.model.frame import Frame, LaneFrame, LaneStatus, Mark, ServiceFrame
from loadgen.model.histogram import LatencyHistogram
from loadgen.timeline.bands import Band
from loadgen.timeline.outages import Outage
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_frames import Side, SyntheticFrames, timeline

RUNS = Side(per_tick=10, latency_ms=50)
FROZEN = Side(per_tick=0, state="unresponsive")
DATABASE = "database"


def added(line: Timeline, frames: Iterable[Frame]) -> Timeline:
    for frame in frames:
        line.add(frame)
    return line


def with_status(frame: Frame, status: LaneStatus, lane: str = "b") -> Frame:
    lanes = {
        id_: msgspec.structs.replace(each, status=status) if id_ == lane else each
        for id_, each in frame.lanes.items()
    }
    return msgspec.structs.replace(frame, lanes=lanes)


def only(line: Timeline) -> Outage:
    (found,) = line.outages.all
    return found


def bands(line: Timeline, *kinds: str) -> list[Band]:
    return [band for band in line.bands() if band.kind in kinds]


@pytest.mark.parametrize(
    ("side", "kind", "text"),
    [
        (FROZEN, "no answer", "no answer 2.0 s"),
        (Side(per_tick=0, failed=5, state="failing"), "no answer", "no answer 2.0 s"),
        (Side(per_tick=0, state="failed"), "stopped", "stopped 2.0 s"),
        (Side(per_tick=0, state="restarting"), "restart", "restart 2.0 s"),
    ],
)
def test_each_state_without_answers_is_an_outage_with_a_band(
    side: Side, kind: str, text: str
) -> None:
    line = timeline((5, RUNS, RUNS), (2, RUNS, side))
    assert bands(line, kind) == [Band(kind, pytest.approx(5), None, "b", text)]  # type: ignore[arg-type]
    line = timeline((5, RUNS, RUNS), (2, RUNS, side), (5, RUNS, RUNS))
    (band,) = bands(line, kind)
    assert (band.from_s, band.to_s) == pytest.approx((5.0, 7.0))
    assert band.text == text
    # What was measured before it stays, and what comes after it is added.
    stretch = line.stretch()
    assert stretch is not None
    assert stretch.spans["a"] == stretch.spans["b"]
    assert list(stretch.spans["b"]) == [pytest.approx((0.05, 5.0)), pytest.approx((7.0, 12.0))]


def test_it_began_when_the_lane_was_last_heard_of_not_when_that_was_noticed() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    added(line, fabricator.frames(5, RUNS, RUNS))
    added(line, fabricator.frames(1, RUNS, Side(per_tick=0)))
    for frame in fabricator.frames(3, RUNS, FROZEN):
        silent_s = frame.at_s - 5.0
        line.add(with_status(frame, LaneStatus("unresponsive", cause="server", silent_s=silent_s)))
    outage = only(line)
    assert outage.from_s == pytest.approx(5.0)
    assert outage.is_open
    assert outage.cause == "server"
    stretch = line.stretch()
    assert stretch is not None
    assert (stretch.from_s, stretch.to_s) == pytest.approx((0.05, 5.0))


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (LaneStatus("unresponsive", cause="server"), "no answer"),
        (LaneStatus("unresponsive", cause="generator"), "load generator silent"),
        (LaneStatus("failing", cause="requests"), "every request failed"),
        (LaneStatus("running", frozen=True), "frozen"),
        (LaneStatus("failed", cause="server", reason="SIGKILL"), "stopped (SIGKILL)"),
        (LaneStatus("failed", cause="server", reason="exit 3"), "stopped (exit 3)"),
        (LaneStatus("failed", cause="generator", reason="exit 3"), "load generator stopped"),
    ],
)
def test_it_is_named_by_its_cause(status: LaneStatus, name: str) -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    added(line, fabricator.frames(5, RUNS, RUNS))
    for frame in fabricator.frames(2, RUNS, Side(per_tick=0)):
        line.add(with_status(frame, status))
    assert only(line).text(line.duration_s) == f"{name} 2.0 s"


def test_a_killed_server_that_is_started_again_was_killed() -> None:
    killed, starts = Side(per_tick=0, state="failed"), Side(per_tick=0, state="restarting")
    line = timeline((5, RUNS, RUNS), (1, RUNS, FROZEN), (2, RUNS, killed), (1, RUNS, starts))
    line = timeline(
        (5, RUNS, RUNS), (1, RUNS, FROZEN), (2, RUNS, killed), (1, RUNS, starts), (3, RUNS, RUNS)
    )
    assert only(line).kind == "stopped"
    assert only(line).seconds(99) == pytest.approx(4)


def backlog(frame: Frame, waited_s: float, late: int) -> Frame:
    """In lane b so many of the answers of this tick waited that long."""
    histogram = LatencyHistogram()
    histogram.record([waited_s] * late + [0.05] * 10)
    lane = msgspec.structs.replace(frame.lanes["b"], latency=histogram.sparse())
    return msgspec.structs.replace(frame, lanes=frame.lanes | {"b": lane})


def test_what_was_sent_before_it_answered_again_belongs_to_the_outage() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    added(line, fabricator.frames(5, RUNS, RUNS))
    added(line, fabricator.frames(4, RUNS, FROZEN))
    for n, frame in enumerate(fabricator.frames(8, RUNS, RUNS)):
        # For half a second answers come that were sent during the outage.
        line.add(backlog(frame, 4.0, 3) if n < 5 else frame)
    outage = only(line)
    assert (outage.from_s, outage.to_s) == pytest.approx((5.0, 9.0))
    assert outage.steady_s == pytest.approx(9.5)
    assert outage.text(17) == "no answer 4.0 s"
    part = line.lane_stretch("b")
    assert part is not None
    assert part.histogram().max_s == pytest.approx(0.05)
    # A straggler much later is an answer like any other: it does not wipe out what lies between.
    for frame in fabricator.frames(2, RUNS, RUNS):
        line.add(backlog(frame, 10.0, 1))
    assert only(line).steady_s == pytest.approx(9.5)


def with_services(frames: Iterable[Frame], services: Mapping[str, ServiceFrame]) -> Iterable[Frame]:
    return (msgspec.structs.replace(frame, services=dict(services)) for frame in frames)


def service(state: str, ended: str = "") -> dict[str, ServiceFrame]:
    frame = ServiceFrame(title="PostgreSQL 18.0", ended=ended)
    return {DATABASE: msgspec.structs.replace(frame, state=state)}


def test_a_dead_service_is_one_outage_of_both_lanes_until_both_answer_again() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    fails, starts = Side(per_tick=0, failed=3), Side(per_tick=0, state="restarting")
    up, down = service("ready"), service("failed", "SIGKILL")
    added(line, with_services(fabricator.frames(5, RUNS, RUNS), up))
    added(line, with_services(fabricator.frames(2, fails, fails), down))
    (band,) = bands(line, "service")
    assert band.from_s == pytest.approx(5)
    assert (band.to_s, band.lane) == (None, None)
    assert band.text == "PostgreSQL 18.0 down 2.0 s"
    assert all(each.reason == "SIGKILL" for each in line.outages.all)
    added(line, with_services(fabricator.frames(1, starts, starts), service("starting")))
    added(line, with_services(fabricator.frames(1, starts, starts), up))
    added(line, with_services(fabricator.frames(1, RUNS, starts), up))
    added(line, with_services(fabricator.frames(5, RUNS, RUNS), up))
    (band,) = bands(line, "service", "restart", "no answer")
    assert (band.from_s, band.to_s) == pytest.approx((5, 10))
    assert band.lane is None
    assert line.stretch() is not None
    assert bands(line, "warm-up")


def test_in_turns_no_pair_that_an_outage_touches_counts() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    added(line, fabricator.turns(4, 1.0, RUNS, RUNS))
    added(line, fabricator.turns(4, 1.0, RUNS, Side(per_tick=0, failed=3, state="failing")))
    added(line, fabricator.turns(2, 1.0, RUNS, RUNS))
    stretch = line.stretch()
    assert stretch is not None
    assert len(stretch.spans["b"]) == 3
    part = line.lane_stretch("b")
    assert part is not None
    assert part.counts.failed == 0


def test_a_change_ends_the_stretch_and_an_outage_does_not() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    added(line, fabricator.frames(5, RUNS, RUNS))
    failed = Mark(5.0, "FastAPI failed", "b", disturbs=False, kind="failed")
    first, *rest = fabricator.frames(2, RUNS, Side(per_tick=0, state="failed"))
    added(line, [msgspec.structs.replace(first, marks=(failed,)), *rest])
    added(line, fabricator.frames(3, RUNS, RUNS))
    stretch = line.stretch()
    assert stretch is not None
    assert (stretch.from_s, stretch.to_s) == pytest.approx((0.05, 10.0))
    added(line, fabricator.frames(4, RUNS, RUNS, mark="concurrency 16 → 64"))
    stretch = line.stretch()
    assert stretch is not None
    assert (stretch.from_s, stretch.to_s) == pytest.approx((10.05, 14.0))


def test_a_lane_that_is_not_asked_to_race_has_no_outage() -> None:
    line = Timeline()
    lanes = {id_: LaneFrame(status=LaneStatus("starting")) for id_ in ("a", "b")}
    line.add(Frame(seq=0, at_s=0.0, phase="starting", lanes=lanes))  # type: ignore[arg-type]
    assert line.outages.all == []
    assert line.bands() == ()
