"""Whose turn it is, told by a schedule that knows neither clock nor sockets."""

from dataclasses import dataclass, field

import pytest

from loadgen.experiments.schedule import Allotment, Standing
from loadgen.experiments.turns import SETTLE_S, Turns
from loadgen.frame import LaneId

ABLE, BUSY = Standing(), Standing(quiet=False)
STARTING, FAILED = Standing(able=False), Standing(able=False, failed=True)
TICK_S = 0.1


@dataclass
class Play:
    """Ticks of a tenth of a second; what was allotted in each."""

    turns: Turns = field(default_factory=lambda: Turns(1.0))
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


@pytest.mark.parametrize("after_s", [0.5, 1.1, 1.7])
def test_a_disturbed_pair_is_raced_again_under_new_numbers(after_s: float) -> None:
    play = Play().go(after_s)
    assert play.turns.disturb()
    play.go(6)
    begun = 1 if after_s < 1.2 else 2
    assert play.spoiled == list(range(begun))
    # The order of the pair that did not count is that of the one which is raced instead of it.
    assert [play.blocks[n] for n in (2, 3, 4, 5)] == ["a", "b", "b", "a"]


def test_what_happens_between_two_pairs_spoils_none() -> None:
    play = Play().go(2.3)
    assert set(play.blocks) == {0, 1}
    assert not play.turns.disturb()
    play.go(3)
    assert play.spoiled == []
    assert play.blocks[2] == "b"


def test_a_block_that_is_disturbed_ends_with_the_next_tick() -> None:
    play = Play().go(0.5)
    play.turns.disturb()
    assert play.turns.allotment.block == 0
    assert play.go(0.1).seen[-1] == Allotment()


def test_while_a_lane_restarts_neither_is_under_load_and_the_pair_does_not_count() -> None:
    play = Play().go(1.5).go(2, a=STARTING)
    assert play.spoiled == [0, 1]
    assert play.seen[-1] == Allotment()
    play.go(1, a=ABLE)
    assert play.blocks[2] == "a"


def test_when_a_lane_has_failed_the_other_goes_on_alone_and_in_no_block() -> None:
    play = Play().go(0.5).go(5, a=FAILED)
    assert play.seen[-1] == Allotment(frozenset("b"), "b", None)
    assert play.spoiled == [0]
    play.go(0.5, a=STARTING, b=BUSY)
    assert play.seen[-1] == Allotment()
    play.go(1, a=ABLE)
    assert play.seen[-1] == Allotment()
    assert play.go(0.2, b=ABLE).blocks[2] == "a"


def test_when_both_have_failed_nothing_is_under_load() -> None:
    assert Play().go(0.5).go(1, a=FAILED, b=FAILED).seen[-1] == Allotment()


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
