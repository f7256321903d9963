"""Lanes that take turns: whose time it is, which pairs count, and what is left out of each."""

import math
from collections.abc import Iterable
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from loadgen.model.frame import Frame, Mark
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.paired_blocks import paired_blocks
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.ratios import ratios_of
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, SyntheticFrames

FLASK = Side(per_tick=40, latency_ms=20, jitter=2, spread=0.02, cpu=0.8)
FASTAPI = Side(per_tick=120, latency_ms=8, jitter=4, spread=0.02, cpu=0.9)
PLAN = msgspec.structs.replace(RacePlan.default(), mode="turns", block_s=2)


def line_of(*parts: Iterable[Frame]) -> Timeline:
    line = Timeline()
    for part in parts:
        for frame in part:
            line.add(frame)
    return line


def test_each_lane_has_an_axis_of_its_own_time() -> None:
    line = line_of(SyntheticFrames().turns(4, 2, FLASK, FASTAPI))
    assert line.in_turns
    for id_ in ("a", "b"):
        own = line.x(id_)
        assert own[-1] == pytest.approx(4)
        assert (np.diff(own) >= 0).all()
    assert line.duration_s > 8
    # ABBA: when a begins its second turn, it has raced for two seconds, and b for four.
    assert line.x_of(6.6, "a") == pytest.approx(2, abs=0.11)
    assert line.x_of(6.6, "b") == pytest.approx(4, abs=0.11)
    assert line.x_of(6.6) == line.x_of(6.6, "b")


def test_together_both_axes_are_the_races() -> None:
    line = line_of(SyntheticFrames().frames(3, FLASK, FASTAPI))
    assert (line.x("a") == line.lane("a").column("at_s")).all()
    assert line.x_of(2.5, "b") == 2.5


def test_together_after_turns_each_axis_goes_on() -> None:
    fabricator = SyntheticFrames()
    turns = list(fabricator.turns(3, 1, FLASK, FASTAPI))
    line = line_of(turns, fabricator.frames(4, FLASK, FASTAPI, mark="mode turns → together"))
    assert not line.in_turns
    assert line.x("a")[-1] == pytest.approx(5)
    assert line.x("b")[-1] == pytest.approx(6)
    stretch = line.stretch()
    assert stretch is not None
    assert not stretch.in_turns
    assert stretch.from_s >= turns[-1].at_s


def test_a_waiting_lane_has_a_gap() -> None:
    line = line_of(SyntheticFrames().turns(2, 2, FLASK, FASTAPI))
    of_a, of_b = (line.lane(id_).column("throughput") for id_ in ("a", "b"))
    assert not np.isnan(of_a[8:20]).any()
    assert np.isnan(of_b[:30]).all()
    assert np.isnan(of_a[20:]).all()
    assert of_b[30:42] == pytest.approx(1_200, rel=0.2)  # nothing from before its turn is in it


def test_the_verdict_is_of_the_pairs() -> None:
    verdict = judge(line_of(SyntheticFrames().turns(8, 2, FLASK, FASTAPI)), PLAN)
    assert verdict.leader == "b"
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.is_clear
    assert verdict.evidence.startswith("taking turns, 8 blocks of 2 s · 0.1 s warm-up of each left")
    assert verdict.throughput_ratio is not None
    assert verdict.throughput_ratio.estimate == pytest.approx(3, rel=0.05)
    assert verdict.p99_ratio is not None
    assert verdict.p99_ratio.estimate == pytest.approx(0.4, rel=0.05)
    assert verdict.cpu_ratio is not None
    assert verdict.cpu_ratio.estimate == pytest.approx(0.9 / 0.8 / 3, rel=0.05)
    assert verdict.cpu_ratio.interval is not None
    assert verdict.why.endswith("FastAPI: CPU of one core nearly full: 90 % used")


def test_what_noise_did_is_no_difference() -> None:
    noisy = Side(per_tick=100, jitter=20, sticky=0.9)
    verdict = judge(line_of(SyntheticFrames().turns(8, 1, noisy, noisy)), PLAN)
    assert verdict.sentence.startswith("No difference shown yet between Flask and FastAPI")
    assert (verdict.leader, verdict.pairs) == (None, 4)


@pytest.mark.parametrize(
    ("blocks", "spoiled", "counted"),
    [
        (8, (), 8),
        (8, (2,), 6),  # its pair goes with it
        (8, (2, 3, 6), 4),
        (7, (), 6),  # a turn without its other
        (2, (), 2),
        (1, (), 0),
        (2, (0,), 0),
    ],
)
def test_only_whole_pairs_that_nothing_spoiled_count(
    blocks: int, spoiled: tuple[int, ...], counted: int
) -> None:
    stretch = line_of(SyntheticFrames().turns(blocks, 1, FLASK, FASTAPI, spoiled=spoiled)).stretch()
    assert (stretch.turns if stretch else 0) == counted


def test_a_turn_that_goes_on_does_not_count_yet() -> None:
    frames = list(SyntheticFrames().turns(4, 1, FLASK, FASTAPI))
    last = max(n for n, frame in enumerate(frames) if frame.block == 3)
    stretch = line_of(frames[: last + 1]).stretch()
    assert stretch is not None
    assert stretch.turns == 2


def test_turns_under_other_settings_are_not_compared() -> None:
    fabricator = SyntheticFrames()
    before = list(fabricator.turns(4, 1, FLASK, FLASK))
    changed = msgspec.structs.replace(before[-1], marks=(Mark(before[-1].at_s, "threads 4 → 8"),))
    stretch = line_of(before[:-1], [changed], fabricator.turns(4, 1, FLASK, FASTAPI)).stretch()
    assert stretch is not None
    assert stretch.turns == 4
    assert stretch.from_s > before[-1].at_s


def test_a_mark_that_only_says_something_leaves_the_pairs() -> None:
    fabricator = SyntheticFrames()
    before = list(fabricator.turns(4, 1, FLASK, FASTAPI))
    note = Mark(before[-1].at_s, "turn repeated", disturbs=False)
    noted = msgspec.structs.replace(before[-1], marks=(note,))
    stretch = line_of(before[:-1], [noted], fabricator.turns(4, 1, FLASK, FASTAPI)).stretch()
    assert stretch is not None
    assert stretch.turns == 8


def test_the_warm_up_of_every_turn_is_found_and_left_out_of_both_lanes() -> None:
    frames = list(SyntheticFrames().turns(8, 2, FLASK, FASTAPI))
    cold = {n for n in range(len(frames)) if _tick_of_turn(frames, n) < 4}
    for n in cold:
        lanes = {
            id_: msgspec.structs.replace(lane, interval_s=2 * lane.interval_s)
            for id_, lane in frames[n].lanes.items()
        }
        frames[n] = msgspec.structs.replace(frames[n], lanes=lanes)
    stretch = line_of(frames).stretch()
    assert stretch is not None
    assert 0.39 < stretch.warm_up_s < 0.81
    assert len(stretch.spans["a"]) == len(stretch.spans["b"]) == 4
    assert stretch.spans["a"][0] == pytest.approx((stretch.warm_up_s, 2.0))


def test_the_window_is_computed_again_only_when_a_pair_ends_or_is_spoiled() -> None:
    """Asked at each frame or only at the end, it is the same."""
    frames = list(SyntheticFrames().turns(8, 1, FLASK, FASTAPI))
    spoiled = msgspec.structs.replace(frames[-1], spoiled_blocks=(2,))
    line, found = Timeline(), []
    for frame in [*frames, spoiled]:
        line.add(frame)
        found.append((line.stretch(), line.bands()))
    assert found[-1] == ((whole := line_of(frames, [spoiled])).stretch(), whole.bands())
    windows = [window for window, _ in found]
    changes = sum(before is not after for before, after in pairwise(windows))
    assert changes == len({window.turns for window in windows if window}) + 1 == 5


def _tick_of_turn(frames: list[Frame], n: int) -> int:
    block = frames[n].block
    if block is None:
        return 99
    return n - next(m for m, frame in enumerate(frames) if frame.block == block)


@pytest.mark.parametrize(
    ("blocks", "phase", "sentence"),
    [
        (1, "racing", "Measuring."),
        (1, "ended", "Too little was measured: 4 more undisturbed pairs of turns are needed."),
    ],
)
def test_before_a_pair_is_whole_it_says_what_is_missing(
    blocks: int, phase: str, sentence: str
) -> None:
    frames = list(SyntheticFrames().turns(blocks, 1, FLASK, FASTAPI))
    frames.append(msgspec.structs.replace(frames[-1], phase=phase))
    assert judge(line_of(frames), PLAN).sentence == sentence


@pytest.mark.slow
def test_an_hour_of_short_turns_is_judged_in_a_moment() -> None:
    line = line_of(SyntheticFrames().turns(400, 1, FLASK, FASTAPI))
    stretch = line.stretch()
    assert stretch is not None
    assert stretch.turns == 400
    ratio = judge(line, PLAN).throughput_ratio
    assert ratio is not None
    assert ratio.interval == pytest.approx((3, 3), rel=0.03)


def test_a_wave_more_in_each_turn_is_no_difference() -> None:
    """16 users whose requests of 50 ms begin together: of a turn's last moment all 16 answers may
    count, or none. Alike servers counted 192 and 176 answers in each of six turns of 0.6 s.
    """
    a, b = (Side(per_tick=each, busy=16) for each in (29.3, 32))
    line = line_of(SyntheticFrames().turns(12, 1, a, b))
    stretch = line.stretch()
    assert stretch is not None
    blocks = paired_blocks(line, stretch)
    assert blocks.edge == pytest.approx(16 / (29.3 * 9), rel=0.05)
    ratio = ratios_of(blocks).throughput
    assert ratio is not None
    assert ratio.estimate == pytest.approx(32 / 29, rel=0.02)
    assert ratio.half_width > math.log1p(16 / (29.3 * 9))
    assert judge(line, PLAN).evidence.endswith(" · longer turns would narrow it")


@pytest.mark.parametrize(
    ("side", "at_a_time"),
    [
        (Side(busy=16), 16),
        (Side(busy=0), 0),
        (Side(busy=None), 3),  # what the server says is in progress
        (Side(busy=16, service_ms=40), 0),  # at a constant rate
    ],
)
def test_how_many_requests_a_server_answers_at_a_time(side: Side, at_a_time: int) -> None:
    line = line_of(SyntheticFrames().turns(12, 1, side, side))
    stretch = line.stretch()
    assert stretch is not None
    for lane in paired_blocks(line, stretch).lanes.values():
        assert set(lane.in_service) == {at_a_time}


def test_where_blocks_follow_each_other_no_answer_is_lost_between_them() -> None:
    line = line_of(SyntheticFrames().frames(12, FLASK, FASTAPI))
    stretch = line.stretch()
    assert stretch is not None
    assert paired_blocks(line, stretch).edge == 0
