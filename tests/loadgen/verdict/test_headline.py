"""What is shown changes when what was measured says so, not with every look."""

import msgspec
import numpy as np
import pytest

from loadgen.model.frame import Frame, LaneId, Mark, Phase
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.statistics import bootstrap
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.timeline import Timeline
from loadgen.verdict import headline as headline_module
from loadgen.verdict.headline import Headline, settled
from loadgen.verdict.verdict import judge
from loadgen.verdict.verdict_fields import Verdict
from tests.support.every_case import every_case
from tests.support.synthetic_frames import Side, SyntheticFrames

PLAN = RacePlan.default()
SLOW = Side(per_tick=80, latency_ms=50, jitter=8, spread=0.1)
FAST = Side(per_tick=200, latency_ms=20, jitter=20, spread=0.1)

SHOWN = Ratio(1.08, 1.03, 1.13)


@every_case(
    ("shown", "new", "kept"),
    [
        (None, SHOWN, False),
        (SHOWN, Ratio(1.10, 1.05, 1.15), True),  # within what is shown
        (SHOWN, Ratio(1.14, 1.09, 1.19), False),  # outside
        (SHOWN, Ratio(1.09, 1.075, 1.105), False),  # twice as narrow
        (SHOWN, Ratio(1.02, 0.98, 1.06), True),  # a difference that is not contradicted
        (SHOWN, Ratio(1.00, 0.98, 1.02), False),  # contradicted
        (SHOWN, Ratio(0.93, 0.90, 0.96), False),  # the other lane
        (Ratio(1.0, 0.9, 1.1), Ratio(1.05, 1.02, 1.08), False),  # now there is one
        (Ratio(1.0, 0.9, 1.1), Ratio(1.02, 0.93, 1.11), True),
        (Ratio(1.0, 0.9, 1.1), Ratio(1.12, 0.95, 1.3), False),
    ],
)
def test_a_ratio_stays_until_it_is_left(shown: Ratio | None, new: Ratio, kept: bool) -> None:
    assert settled(shown, new) == (shown if kept else new)


def test_at_the_end_all_that_was_measured_counts() -> None:
    new = Ratio(1.10, 1.05, 1.15)
    assert settled(SHOWN, new, final=True) == new
    assert settled(SHOWN, Ratio(1.02, 0.98, 1.06), final=True) == SHOWN


def follow(
    line: Timeline, headline: Headline, frames: object, plan: RacePlan = PLAN
) -> list[Verdict]:
    """Each verdict that was shown, once."""
    seen: list[Verdict] = []
    for frame in frames:  # type: ignore[attr-defined]
        line.add(frame)
        verdict = headline.follow(line, plan)
        if not seen or verdict.headline != seen[-1].headline:
            seen.append(verdict)
    return seen


@pytest.mark.slow
def test_a_headline_of_a_steady_race_changes_a_few_times_in_a_minute() -> None:
    seen = follow(Timeline(), Headline(), SyntheticFrames().frames(60, SLOW, FAST))
    assert [verdict.kind for verdict in seen[:2]] == ["measuring", "measuring"]
    assert seen[1].headline == "Measuring: FastAPI is ahead so far."
    assert all(verdict.leader == "b" for verdict in seen[2:])
    assert len(seen) <= 9


def test_a_figure_is_never_shown_without_its_interval() -> None:
    for verdict in follow(Timeline(), Headline(), SyntheticFrames().frames(20, SLOW, FAST)):
        digits = any(character.isdigit() for character in verdict.sentence.replace("p9", "p"))
        assert digits == bool(verdict.intervals)


def leaders_in(seed: int, seconds: float, a: Side, b: Side) -> list[LaneId | None]:
    """Of each verdict that was shown, who answers more or is ahead so far."""
    frames = SyntheticFrames(random=np.random.default_rng(seed)).frames(seconds, a, b)
    return [each.ahead or each.leader for each in follow(Timeline(), Headline(), frames)]


def since_named(leaders: list[LaneId | None]) -> set[LaneId | None]:
    """Who was named from the first name on; None is among them where it was taken back."""
    first = next((n for n, leader in enumerate(leaders) if leader), len(leaders))
    return set(leaders[first:])


@pytest.mark.slow
def test_of_one_and_the_same_server_no_winner_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """In races whose noise an interval for one look at independent seconds takes for a
    difference: how often that happens is tested with the intervals.
    """
    noisy = Side(per_tick=50, jitter=10, spread=0.2, sticky=0.8)
    misleading = (0, 1, 21, 27, 35)
    assert [since_named(leaders_in(seed, 20, noisy, noisy)) for seed in misleading] == 5 * [set()]
    monkeypatch.setattr(bootstrap, "boundary", lambda looks: 1.96)
    monkeypatch.setattr(bootstrap, "_inflation", lambda series, alternate: 1.0)
    assert all(since_named(leaders_in(seed, 20, noisy, noisy)) for seed in misleading)


@pytest.mark.slow
def test_a_small_true_difference_is_not_withdrawn_once_it_was_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In races in which a later interval holds 1 again."""
    a, b = (Side(per_tick=100 * more, jitter=12, sticky=0.5) for more in (1.0, 1.08))
    wavering = (5, 8, 11, 18)
    assert [since_named(leaders_in(seed, 30, a, b)) for seed in wavering] == 4 * [{"b"}]
    monkeypatch.setattr(headline_module, "settled", lambda shown, new, final: new)
    assert [since_named(leaders_in(seed, 30, a, b)) for seed in wavering] == 4 * [{"b", None}]


def test_a_change_of_the_plan_begins_again_at_once() -> None:
    line, headline, fabricator = Timeline(), Headline(), SyntheticFrames()
    assert follow(line, headline, fabricator.frames(12, SLOW, FAST))[-1].leader == "b"
    changed = msgspec.structs.replace(PLAN, model=ClosedModel(8))
    # The mark of the change is on its way: what was measured is of the plan before.
    early = follow(line, headline, fabricator.frames(0.3, SLOW, FAST), changed)
    headline.update(line, changed)
    assert (headline.verdict.kind, headline.verdict.sentence) == ("measuring", "Measuring.")
    assert early
    later = follow(line, headline, fabricator.frames(12, FAST, SLOW, mark="users 64 → 8"), changed)
    assert {verdict.leader for verdict in later} == {None, "a"}


def test_what_was_shown_stays_while_only_this_program_stood_still() -> None:
    line, headline, fabricator = Timeline(), Headline(), SyntheticFrames()
    follow(line, headline, fabricator.frames(12, SLOW, FAST))
    before = headline.verdict
    for n, frame in enumerate(fabricator.frames(3, SLOW, FAST)):
        marks = (Mark(frame.at_s, "this program stood still", kind="program"),) if n == 0 else ()
        line.add(msgspec.structs.replace(frame, marks=marks))
        shown = headline.follow(line, PLAN)
    assert shown.headline == before.headline
    assert (before.before_standstill, shown.before_standstill) == (False, True)
    # Once, however many looks there were since.
    again = " · measuring again after this program stood still"
    assert shown.evidence == before.evidence + again


def stood_still(
    fabricator: SyntheticFrames, seconds: float, phase: Phase = "racing"
) -> list[Frame]:
    """Frames of which the first says that this program stood still."""
    first, *rest = fabricator.frames(seconds, SLOW, FAST, phase=phase)
    mark = Mark(first.at_s, "this program stood still", kind="program")
    return [msgspec.structs.replace(first, marks=(mark,)), *rest]


def test_a_race_that_ends_while_it_is_measured_again_says_what_was_measured_before() -> None:
    line, headline, fabricator = Timeline(), Headline(), SyntheticFrames()
    follow(line, headline, fabricator.frames(12, SLOW, FAST))
    shown = headline.verdict
    follow(line, headline, stood_still(fabricator, 2))
    for frame in fabricator.frames(0.1, SLOW, FAST, phase="ended"):
        line.add(frame)
    ended = headline.update(line, PLAN)
    assert ended.final
    assert ended.leader == shown.leader
    assert ended.before_standstill
    assert ended.evidence == f"{shown.evidence} · measured before this program stood still"


def test_a_race_that_ends_before_a_difference_is_confirmed_is_not_measuring() -> None:
    line, headline, fabricator = Timeline(), Headline(), SyntheticFrames()
    # Memory is known at the first look, requests only at the second.
    for frame in fabricator.frames(20, SLOW, FAST):
        line.add(frame)
        if headline.follow(line, PLAN).evidence.startswith("together"):
            break
    assert headline.verdict.kind == "measuring"
    follow(line, headline, stood_still(fabricator, 2))
    assert headline.verdict.evidence.startswith("first interval: ")
    for frame in fabricator.frames(0.1, SLOW, FAST, phase="ended"):
        line.add(frame)
    ended = headline.update(line, PLAN)
    assert ended.kind == "too-little"
    assert ended.sentence.startswith("Too little was measured: ")


@pytest.mark.slow
def test_the_rate_of_a_lane_that_falls_behind_does_not_flicker() -> None:
    plan = msgspec.structs.replace(PLAN, model=OpenModel(200))
    behind = Side(per_tick=8, jitter=1, latency_ms=3_000, backlog_per_tick=12)
    seen = follow(
        Timeline(), Headline(), SyntheticFrames().frames(40, behind, Side(per_tick=20)), plan
    )
    told = {verdict.headline.partition(",")[0] for verdict in seen if verdict.kind == "overloaded"}
    assert 1 <= len(told) <= 4
    assert all(verdict.leader == "b" for verdict in seen if verdict.kind == "overloaded")


def test_until_clear_says_that_it_is_clear_and_after_how_long() -> None:
    plan = msgspec.structs.replace(PLAN, until_clear=True)
    line, headline, fabricator = Timeline(), Headline(), SyntheticFrames()
    seen = follow(line, headline, fabricator.turns(12, 1, SLOW, FAST), plan)
    assert seen[-1].clear
    waits = Side(state="ready")
    for frame in fabricator.frames(0.1, waits, waits, phase="ended"):
        line.add(frame)
    over = headline.update(line, plan)
    assert over.headline.startswith("Clear after 12 turns, 14 s: FastAPI answers ")


def test_until_clear_shows_what_it_waits_for() -> None:
    plan = msgspec.structs.replace(PLAN, until_clear=True, clear_metric="p99")
    alike = Side(per_tick=100, spread=0.3)
    seen = follow(Timeline(), Headline(), SyntheticFrames().turns(12, 1, alike, alike), plan)
    assert seen[-1].clear is False
    assert "until p99 is clear: now 0." in seen[-1].evidence
    assert "p99: too few turns to tell (" in seen[-1].headline


def test_a_percentile_that_differs_stays_until_a_higher_one_is_clear() -> None:
    """From 1,000 answers on p99 may be compared; it is of a few stalls that both lanes have."""
    fabricator, line, headline = SyntheticFrames(), Timeline(), Headline()
    random = np.random.default_rng(3)
    for _ in range(18):
        a, b = Side(per_tick=8, latency_ms=50), Side(per_tick=8, latency_ms=20)
        stalls = (Side(per_tick=2, latency_ms=ms) for ms in random.uniform(100, 2_000, 2))
        frames = [*fabricator.frames(0.9, a, b), *fabricator.frames(0.1, *stalls)]
        for frame in frames:
            line.add(frame)
            headline.follow(line, PLAN)
    higher = judge(line, PLAN)
    assert higher.tail == 0.99
    assert higher.tail_ratio is not None
    assert not higher.tail_ratio.is_clear
    assert headline.verdict.tail == 0.95
    assert "FastAPI's p95 is" in headline.verdict.headline


def test_a_percentile_stays_until_a_higher_one_is_confirmed() -> None:
    """Both differ: at no second between them is there none."""
    a, b = Side(per_tick=8, latency_ms=50, jitter=1), Side(per_tick=8, latency_ms=20, jitter=1)
    line, headline = Timeline(), Headline()
    tails: list[float | None] = []
    for frame in SyntheticFrames().frames(25, a, b):
        line.add(frame)
        verdict = headline.follow(line, PLAN)
        if verdict.kind == "comparison" and (verdict.tail_ratio or tails):
            tails.append(verdict.tail if verdict.tail_ratio else None)
    assert list(dict.fromkeys(tails)) == [0.95, 0.99]


@pytest.mark.parametrize(
    ("a", "b", "seeds"),
    [
        # The first interval just excludes 1, and the next does not.
        (
            Side(per_tick=100, jitter=40, sticky=0.8),
            Side(per_tick=170, jitter=40, sticky=0.8),
            (15, 16, 18),
        ),
        # Ahead in every second before the first interval, which leaves it open.
        (SLOW, Side(per_tick=220, jitter=150, sticky=0.7), (2, 6, 9, 13)),
    ],
)
def test_who_is_ahead_is_not_taken_back(
    a: Side, b: Side, seeds: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [since_named(leaders_in(seed, 14, a, b)) for seed in seeds] == len(seeds) * [{"b"}]
    monkeypatch.setattr(Headline, "_still_ahead", lambda self, found: found.ahead)
    monkeypatch.setattr(Headline, "_stays_ahead", lambda self, found: False)
    monkeypatch.setattr(headline_module, "settled", lambda shown, new, final: new)
    assert all(None in since_named(leaders_in(seed, 14, a, b)) for seed in seeds)
