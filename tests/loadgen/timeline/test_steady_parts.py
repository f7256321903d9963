"""The warm-up has a limit; what is unsteady beyond it is left out only where others disturbed."""

import msgspec
import numpy as np
import pytest

from loadgen.model.frame import LaneState, MachineUse
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.steady_parts import other_programs
from loadgen.timeline.timeline import Timeline
from loadgen.timeline.warm_up import pairs_looked_at, warm_up_limit_s
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, SyntheticFrames

RUNS = Side(per_tick=100, jitter=3, latency_ms=50, spread=0.02)
DISTURBED = Side(per_tick=60, jitter=3, latency_ms=80, spread=0.02)


def use(others: float, to_s: float = 0.0) -> MachineUse:
    return MachineUse(
        seconds=1.0,
        to_s=to_s,
        processors=2,
        lanes={},
        generators=0.2,
        services=0.0,
        program=0.1,
        others=others,
        idle=1.7 - others,
    )


def disturbed(busy_s: float, calm_s: float, others: float | None, afterwards: float) -> Timeline:
    """Other programs run at first; who used the machine is known where ``others`` is given."""
    line, fabricator = Timeline(), SyntheticFrames()
    parts = ((busy_s, DISTURBED, others), (calm_s, RUNS, afterwards))
    for seconds, side, cores in parts:
        for frame in fabricator.frames(seconds, side, side):
            known = cores is not None and others is not None and frame.seq % 10 == 0
            machine = use(cores, frame.at_s) if known and cores is not None else None
            line.add(msgspec.structs.replace(frame, machine=machine))
    return line


@pytest.mark.parametrize(
    ("median_s", "limit_s"), [(0.0, 5.0), (0.05, 5.0), (1.0, 5.0), (2.0, 10.0), (6.0, 30.0)]
)
def test_the_limit_is_five_seconds_or_five_requests_of_each_connection(
    median_s: float, limit_s: float
) -> None:
    assert warm_up_limit_s(median_s) == pytest.approx(limit_s)


@pytest.mark.slow
def test_a_disturbance_by_other_programs_is_left_out_and_named_with_who_and_until_when() -> None:
    line = disturbed(94, 109, others=1.1, afterwards=0.1)
    stretch = line.stretch()
    assert stretch is not None
    assert stretch.warm_up_s <= 5.0
    assert stretch.from_s == pytest.approx(94, abs=1)
    (band,) = [each for each in line.bands() if each.kind == "disturbance"]
    assert band.to_s == pytest.approx(94, abs=1)
    assert band.text.startswith("other programs used 1.1 of 2 cores until 1:34")
    assert not band.compared


@pytest.mark.slow
@pytest.mark.parametrize(("others", "afterwards"), [(None, 0.0), (0.1, 0.1), (1.1, 1.0)])
def test_what_nobody_is_known_to_have_disturbed_is_named_and_compared(
    others: float | None, afterwards: float
) -> None:
    line = disturbed(34, 39, others, afterwards)
    stretch = line.stretch()
    assert stretch is not None
    assert stretch.from_s <= 5.0
    (band,) = [each for each in line.bands() if each.kind == "disturbance"]
    assert band.text in [f"not steady until 0:3{n}, compared all the same" for n in range(10)]
    assert band.compared


@pytest.mark.slow
def test_noise_is_no_disturbance() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    noisy = Side(per_tick=100, jitter=30, latency_ms=50, spread=0.3, sticky=0.9)
    for frame in fabricator.frames(120, noisy, noisy):
        line.add(frame)
    assert [each for each in line.bands() if each.kind == "disturbance"] == []
    stretch = line.stretch()
    assert stretch is not None
    assert stretch.warm_up_s <= 5.0


@pytest.mark.parametrize(
    ("during", "after", "named"),
    [
        (1.1, 0.1, True),
        (0.26, 0.0, True),
        (0.24, 0.0, False),  # too little to matter
        (1.1, 1.0, False),  # they still run
    ],
)
def test_other_programs_disturbed_where_they_used_clearly_more(
    during: float, after: float, named: bool
) -> None:
    assert bool(other_programs(use(during), use(after))) is named
    assert other_programs(use(during), None) == ""


@pytest.mark.parametrize(
    ("pairs", "looked_at"), [(1, 1), (3, 3), (4, 4), (7, 4), (8, 8), (31, 16), (32, 32)]
)
def test_in_turns_the_warm_up_is_looked_for_when_twice_as_much_is_known(
    pairs: int, looked_at: int
) -> None:
    assert pairs_looked_at(pairs) == looked_at


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_once_an_interval_can_be_stated_the_warm_up_does_not_move(seed: int) -> None:
    line, fabricator = Timeline(), SyntheticFrames(random=np.random.default_rng(seed))
    noisy = Side(per_tick=100, jitter=30, latency_ms=50, spread=0.3, sticky=0.9)
    found = set()
    for frame in fabricator.frames(60, noisy, noisy):
        line.add(frame)
        stretch = line.stretch()
        if stretch is not None and stretch.seconds >= 6.0:
            found.add(round(stretch.warm_up_s, 3))
    assert len(found) == 1


def test_who_looks_at_the_time_line_when_changes_nothing() -> None:
    looked_at, alone = Timeline(), Timeline()
    noisy = Side(per_tick=100, jitter=30, latency_ms=50, spread=0.3, sticky=0.9)
    for frame in SyntheticFrames().frames(30, noisy, noisy):
        looked_at.add(frame)
        looked_at.bands()
        alone.add(frame)
    assert looked_at.stretch() == alone.stretch()


@pytest.mark.parametrize(
    ("state", "kind", "name"),
    [
        ("unresponsive", "catching up", "catching up after the outage"),
        ("failed", "warm-up", "warm-up after the restart"),
    ],
)
def test_what_is_left_out_after_an_outage_is_called_what_it_is(
    state: LaneState, kind: str, name: str
) -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    out = Side(per_tick=0, state=state)
    backlog = Side(per_tick=300, jitter=3, latency_ms=120, spread=0.02)
    for seconds, side in ((10, RUNS), (3, out), (1.5, backlog), (12, RUNS)):
        for frame in fabricator.frames(seconds, side, RUNS):
            line.add(frame)
    named = [band for band in line.bands() if band.from_s > 12]
    assert [(band.kind, band.text.startswith(name)) for band in named] == [(kind, True)]
    stretch = line.stretch()
    assert stretch is not None
    assert (stretch.catch_up_s > 1) is (kind == "catching up")
    said = judge(line, RacePlan.default()).evidence
    assert ("of catching up after outages left out" in said) is (kind == "catching up")
