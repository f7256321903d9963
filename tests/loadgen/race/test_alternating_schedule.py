"""Whose turn it is, told by a schedule that knows neither clock nor sockets."""

from dataclasses import dataclass, field

import pytest

from loadgen.model.frame import LaneId
from loadgen.model.snapshot import TICK_S
from loadgen.race.alternating_schedule import CALM_S, SETTLE_S, AlternatingSchedule
from loadgen.race.schedule import Allotment, Standing

ABLE, BUSY = Standing(), Standing(quiet=False)
GONE = Standing(able=False)


def under_load(lane: LaneId, block: int | None) -> Allotment:
    return Allotment(frozenset((lane,)), lane, block)


@dataclass
class Play:
    """Ticks of a tenth of a second; what was allotted in each."""

    turns: AlternatingSchedule = field(default_factory=lambda: AlternatingSchedule(1.0))
    lanes: dict[LaneId, Standing] = field(default_factory=lambda: {"a": ABLE, "b": ABLE})
    now_s: float = 0.0
    seen: list[Allotment] = field(default_factory=list)
    spoiled: list[int] = field(default_factory=list)

    def go(self, seconds: float, **lanes: Standing) -> "Play":
        self.lanes |= lanes  # type: ignore[arg-type]
        for _ in range(round(seconds / TICK_S)):
            self.turns.advance(self.now_s, self.lanes)
            self.seen.append(self.turns.allotment)
            self.spoiled += self.turns.take_spoiled()
            self.now_s += TICK_S
        return self

    @property
    def blocks(self) -> dict[int, str]:
        """The lane of each block, in the order in which they were raced."""
        return {each.block: each.turn for each in self.seen if each.block is not None and each.turn}

    def ticks(self, block: int) -> int:
        return sum(each.block == block for each in self.seen)


def test_pairs_in_the_order_abba_with_one_lane_under_load_at_a_time() -> None:
    play = Play().go(1.2 * 8)
    assert play.blocks == dict(enumerate("abbaabba"))
    assert all(each.loaded == ({each.turn} if each.turn else set()) for each in play.seen)
    assert [play.ticks(n) for n in range(8)] == [10] * 8
    assert play.spoiled == []


def test_load_flows_at_once_and_rests_between_blocks() -> None:
    play = Play().go(2.4)
    assert play.seen[0].turn == "a"
    resting = [each.turn is None for each in play.seen]
    assert sum(resting) == 2 * round(SETTLE_S / TICK_S)


def test_the_next_block_waits_for_the_last_answer_of_this_one() -> None:
    play = Play().go(1.0).go(3.0, a=BUSY)
    assert set(play.blocks) == {0}
    assert play.seen[-1] == Allotment()
    play.go(0.1, a=ABLE)
    assert play.seen[-1].turn == "b"
    # A lane under load is of course not quiet.
    assert play.go(0.8, b=BUSY).seen[-1].block == 1


@pytest.mark.parametrize(
    ("after_s", "spoiled", "next_lane"),
    [
        (0.5, [0], "a"),  # in the first block
        (1.1, [0], "a"),  # between the two
        (1.7, [0, 1], "b"),  # in the second, which goes on as the first of the next
    ],
)
def test_a_disturbed_pair_is_raced_again_under_new_numbers(
    after_s: float, spoiled: list[int], next_lane: str
) -> None:
    play = Play().go(after_s)
    assert play.turns.disturb()
    play.go(6)
    assert play.spoiled == spoiled
    lanes = "abba" if next_lane == "a" else "baab"
    assert [play.blocks[n] for n in (2, 3, 4, 5)] == list(lanes)


def test_what_happens_between_two_pairs_spoils_none() -> None:
    play = Play().go(2.3)
    assert set(play.blocks) == {0, 1}
    assert not play.turns.disturb()
    play.go(3)
    assert play.spoiled == []
    assert play.blocks[2] == "b"


def test_while_something_is_changed_the_lane_goes_on_and_no_block_is_counted() -> None:
    play = Play().go(0.5)
    for _ in range(30):
        play.turns.disturb()
        play.go(0.1)
        assert play.seen[-1] == under_load("a", None)
    assert play.spoiled == [0]
    play.go(CALM_S)
    assert play.seen[-1] == under_load("a", 2)
    play.go(3)
    assert play.ticks(2) == 10


def test_while_a_lane_is_gone_the_other_goes_on_alone_and_in_no_block() -> None:
    play = Play().go(0.5).go(5, a=GONE)
    assert play.seen[-1] == under_load("b", None)
    assert play.spoiled == [0]
    assert play.go(CALM_S + 0.1, a=ABLE).blocks == {0: "a", 2: "b"}
    play.go(1.2)
    assert play.blocks[3] == "a"


def test_nobody_goes_on_alone_while_the_other_still_has_answers_under_way() -> None:
    play = Play().go(0.5).go(5, a=Standing(able=False, quiet=False))
    assert play.seen[-1] == Allotment()


def test_when_both_are_gone_nothing_is_under_load() -> None:
    assert Play().go(0.5).go(1, a=GONE, b=GONE).seen[-1] == Allotment()


def test_a_block_may_be_made_longer_or_shorter() -> None:
    play = Play().go(0.5)
    play.turns.block_s = 2.0
    play.go(4)
    assert [play.ticks(0), play.ticks(1)] == [20, 20]


def test_a_pair_in_which_the_race_ends_does_not_count() -> None:
    play = Play().go(1.2 * 3)
    play.turns.finish()
    assert play.turns.take_spoiled() == (2,)
    assert play.turns.allotment == Allotment()


def test_late_ticks_make_no_block_shorter() -> None:
    play = Play()
    for _ in range(400):
        play.go(0.1)
        play.now_s += 0.037
    lengths = [play.ticks(n) * 0.137 for n in list(play.blocks)[:-1]]
    assert min(lengths) >= 1.0 - 0.01


STARTING = Standing(able=False, starting=True)


def fresh() -> Play:
    return Play(AlternatingSchedule(1.0, fresh=True))


def test_fresh_servers_are_asked_for_before_each_pair_but_the_first() -> None:
    play = fresh().go(2.4)
    assert set(play.blocks) == {0, 1}
    assert not play.turns.take_restart()
    play.go(0.1)
    assert play.turns.take_restart()
    assert not play.turns.take_restart()
    # Nothing flows while they start, however long that takes.
    play.go(3.0, a=STARTING, b=STARTING).go(2.0, a=ABLE, b=STARTING)
    assert play.seen[-1] == Allotment()
    play.go(1.0, b=ABLE)
    assert play.seen[-1] == under_load("b", 2)
    assert play.spoiled == []


def test_answers_under_way_are_awaited_before_servers_are_restarted() -> None:
    play = fresh().go(2.3).go(2.0, b=BUSY)
    assert not play.turns.take_restart()
    assert play.go(0.1, b=ABLE).turns.take_restart()


def test_a_pair_that_is_raced_again_has_fresh_servers_too() -> None:
    play = fresh().go(1.6)
    play.turns.disturb()
    play.go(CALM_S + 0.5)
    assert play.seen[-1] == Allotment()
    assert play.turns.take_restart()
    play.go(0.5, a=STARTING, b=STARTING).go(1.0, a=ABLE, b=ABLE)
    assert play.seen[-1] == under_load("a", 2)


def test_who_does_not_start_again_is_not_waited_for() -> None:
    play = fresh().go(2.5)
    assert play.turns.take_restart()
    play.go(0.5, a=STARTING, b=STARTING).go(1.0, a=GONE, b=ABLE)
    assert play.seen[-1] == under_load("b", None)
