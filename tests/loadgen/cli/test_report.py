"""The table on stdout, and the lines on stderr where there is no terminal."""

import io

import msgspec
import pytest
from rich.console import Console

from loadgen.cli.progress import Progress
from loadgen.cli.report import print_report
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, Frame, LaneStatus
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline
from tests.support.synthetic_frames import Side, SyntheticFrames, timeline

PLAN = RacePlan.default()
SLOW = Side(per_tick=8, latency_ms=800)
FAST = Side(per_tick=120, latency_ms=60, uss=45)


def printed(line: Timeline) -> str:
    out = io.StringIO()
    document = RunDocument.of(RunRecord.of(PLAN, line), summary=True)
    print_report(document, Console(file=out, width=80))
    return out.getvalue()


def test_the_report_has_verdict_evidence_and_figures() -> None:
    told = printed(timeline((8, SLOW, FAST)))
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert (
        "FastAPI answers 15.0 times as many requests (14.9 to 15.1); its p95 is 13.3 times lower "
        "(13.2 to 13.4); it holds about 50 % more memory (49 to 52 %)." in lines
    )
    assert any(line.startswith("95 % intervals: 14.9 to 15.1 times as many") for line in lines)
    assert any(line.startswith("together, last 7.2 s · ") for line in lines)
    assert "Throughput 80.0/s 1,200/s" in lines
    assert "Requests answered 640 9,600" in lines


def test_the_emphasis_is_coloured_where_it_is_meant_and_nowhere_else() -> None:
    out = io.StringIO()
    line = timeline((11, Side(per_tick=8, latency_ms=900), FAST))
    document = RunDocument.of(RunRecord.of(PLAN, line), summary=True)
    print_report(
        document, Console(file=out, width=80, force_terminal=True, color_system="standard")
    )
    assert document.verdict.sentence.count("15.0 times") == 2
    coloured = "\x1b[1;36m15.0 times\x1b[0m"
    assert out.getvalue().count(coloured) == 1
    assert f"FastAPI answers \x1b[0m{coloured}" in out.getvalue()


def test_a_lane_that_failed_is_told_with_its_last_words() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(5, FAST, FAST):
        line.add(frame)
    failed = LaneStatus("failed", "Flask server stopped (exit 1).", last_lines=("Traceback [x]",))
    for frame in fabricator.frames(1, Side(state="failed"), FAST):
        lanes = frame.lanes | {"a": msgspec.structs.replace(frame.lanes["a"], status=failed)}
        line.add(msgspec.structs.replace(frame, lanes=lanes))
    told = printed(line)
    assert told.count("Flask server stopped (exit 1).") == 2  # the headline, and below the table
    assert "  Flask: Traceback [x]" in told


@pytest.mark.parametrize(("names_lane", "shown"), [(True, "It stopped."), (False, "Flask: It st")])
def test_below_the_table_the_lane_is_named_once(names_lane: bool, shown: str) -> None:
    failed = Side(state="failed", text="It stopped.", names_lane=names_lane)
    line = timeline((5, FAST, FAST), (1, failed, FAST))
    assert any(
        each.startswith(shown) for each in printed(line).split("Generator CPU")[1].split("\n")
    )


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def a_terminal_that_can_be_redrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")


def _shown(frames: list[Frame], *, terminal: bool) -> str:
    err, line = _Terminal() if terminal else io.StringIO(), Timeline()
    headline = Headline()
    console = Console(file=err, force_terminal=terminal, width=100)
    with Progress(PLAN, line, console) as progress:
        for frame in frames:
            line.add(frame)
            progress.show(frame, headline.follow(line, PLAN))
    return err.getvalue()


def test_progress_is_a_line_for_each_event_where_there_is_no_terminal() -> None:
    fabricator = SyntheticFrames()
    frames = [
        *fabricator.frames(2, FAST, FAST),
        *fabricator.frames(1, Side(state="failed", text="It stopped."), FAST),
    ]
    told = _shown(frames, terminal=False).splitlines()
    assert told == [
        "  0.1 s  Flask: running, ",
        "  0.1 s  FastAPI: running, ",
        "  2.1 s  Flask: failed, It stopped.",
    ]


def test_progress_is_a_live_table_in_a_terminal() -> None:
    told = _shown(list(SyntheticFrames().frames(2, FAST, FAST)), terminal=True)
    assert "1,200" in told
    assert "60.2 ms" in told or "60.1 ms" in told or "60.0 ms" in told


@pytest.mark.slow
def test_progress_says_how_near_the_first_interval_is_then_the_sentence() -> None:
    shown = _shown(list(SyntheticFrames().frames(5.5, SLOW, FAST)), terminal=True)
    assert "Measuring: FastAPI is ahead so far." in shown
    assert "━━━━━━━━━╌" in shown
    assert "times as many" not in shown
    later = _shown(list(SyntheticFrames().frames(11, SLOW, FAST)), terminal=True)
    assert "FastAPI answers 15.0 times as many requests (14.9 to 15.1)" in later


def test_progress_tells_whose_turn_it_is_and_which_turns_do_not_count() -> None:
    frames: list[Frame] = []
    for n, frame in enumerate(SyntheticFrames().frames(0.9, FAST, FAST)):
        turn = LANES[n // 3 % 2]
        waiting = LANES[1 - n // 3 % 2]
        rests = msgspec.structs.replace(frame.lanes[waiting], status=LaneStatus("ready"))
        taken = msgspec.structs.replace(
            frame,
            lanes=frame.lanes | {waiting: rests},
            turn=turn,
            block=n // 3,
            spoiled_blocks=(2,) if n == 8 else (),
        )
        frames.append(taken)
    assert _shown(frames, terminal=False).splitlines() == [
        "  0.1 s  Flask: running, ",
        "  0.1 s  FastAPI: ready, ",
        "  0.1 s  turn 1: Flask",
        "  0.4 s  FastAPI: running, ",
        "  0.4 s  turn 2: FastAPI",
        "  0.7 s  turn 3: Flask",
        "  0.9 s  turn 3 does not count",
    ]
    assert "Flask's turn" in _shown(frames, terminal=True)
