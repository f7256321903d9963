"""How late the generator was: one definition, over one stretch, in every place."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from gui.pages.race.lane_text import generator_words, instrument_words
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.generator_use import generator_use, measured_part
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, SyntheticFrames

PLAN = RacePlan.default()
CALM = Side(generator_cpu=20.0, send_lag_ms=1.0)


def race(*parts: tuple[float, Side]) -> Timeline:
    line, fabricator = Timeline(), SyntheticFrames()

    def frames() -> Iterator[Frame]:
        for seconds, side in parts:
            yield from fabricator.frames(seconds, side, CALM)

    for frame in frames():
        line.add(frame)
    return line


# races, and how late they were: what is in the stretch that is compared is in every figure
RACES = {
    "calm": (race((10.0, CALM)), 1.0),
    "late at the start": (race((0.3, Side(send_lag_ms=58.8)), (9.0, CALM)), 58.8),
    "late at times": (race((7.0, CALM), (3.0, Side(send_lag_ms=24.0))), 24.0),
}


@pytest.mark.parametrize("name", RACES)
def test_every_place_says_the_same(name: str) -> None:
    line, late_ms = RACES[name]
    record = RunRecord(PLAN, line, judge(line, PLAN), datetime.now(UTC), {"cores": 2})
    document = RunDocument.of(record, summary=True)
    part = line.lane_stretch("a")
    assert part is not None
    use = generator_use(part)
    assert use is not None
    assert use.late_ms == pytest.approx(late_ms)
    assert document.lanes["a"].generator.send_lag_ms_p99 == pytest.approx(use.late_ms)
    said = [generator_words(line, "a"), *instrument_words(line), record.verdict.caution]
    told = {float(found) for text in said for found in re.findall(r"p99 ([\d.]+) ms late", text)}
    assert told == {late_ms}


def test_the_caution_says_so_with_the_same_figure() -> None:
    line, _ = RACES["late at times"]
    caution = judge(line, PLAN).caution
    assert "The load generator is the limit: requests left up to 24 ms late (p99)" in caution


def test_before_anything_is_compared_it_is_of_all_racing() -> None:
    line = race((1.0, Side(send_lag_ms=3.0)))
    assert line.lane_stretch("a") is None
    use = generator_use(measured_part(line, "a"))
    assert use is not None
    assert use.late_ms == pytest.approx(3.0)
    assert "p99 3 ms late" in instrument_words(line)


def test_before_a_generator_reported_nothing_is_said() -> None:
    assert generator_use(LaneWindow(Timeline().lane("a"), [(0.0, 1.0)])) is None
    assert instrument_words(Timeline()) == ()


def test_a_cpu_that_is_full_at_times_is_said_to_be_so() -> None:
    full = Side(generator_cpu=95.0)
    line = race((6.0, CALM), (3.0, full))
    assert "above 85 % CPU in" in judge(line, PLAN).caution
    assert "95 % CPU on Flask's lane" in judge(race((9.0, full)), PLAN).caution
