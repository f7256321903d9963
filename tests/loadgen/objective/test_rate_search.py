"""The next rate to try, and what a search has found."""

from loadgen.objective.rate_search import CLOSEST, Tried, next_rate, sustained, unmet
from tests.support.every_case import every_case

LEAST, MOST = 10, 20_000


def search(highest: float, first: int) -> list[Tried]:
    """A server that meets the objective up to ``highest`` requests a second."""
    tried: list[Tried] = []
    while (rate := next_rate(tried, first, LEAST, MOST)) is not None:
        tried.append(Tried(rate, "holds" if rate <= highest else "fails"))
        assert len(tried) < 30
    return tried


@every_case("highest", [11, 80, 333, 1_234, 7_000, 19_000])
@every_case("first", [12, 500, 15_000])
def test_the_highest_rate_is_found_to_within_a_step(highest: float, first: int) -> None:
    tried = search(highest, first)
    met, above = sustained(tried), unmet(tried)
    assert met is not None
    assert met <= highest
    assert above is None or highest < above <= round(met * CLOSEST) + 1
    assert len({each.rate for each in tried}) == len(tried) <= 18


def test_the_most_that_can_be_sent_may_be_met() -> None:
    tried = search(1e9, 5_000)
    assert sustained(tried) == MOST
    assert unmet(tried) is None


def test_an_objective_may_be_met_at_no_rate() -> None:
    tried = search(0, 500)
    assert sustained(tried) is None
    assert min(each.rate for each in tried) == LEAST


def test_what_is_not_decided_is_neither_met_nor_a_bound_from_below() -> None:
    tried = [Tried(100, "holds"), Tried(200, "not decided"), Tried(400, "fails")]
    assert sustained(tried) == 100
    assert unmet(tried) == 200
    assert next_rate(tried, 100, LEAST, MOST) == 141
    assert sustained([*tried, Tried(250, "holds")]) == 250


def test_what_holds_above_a_rate_that_fails_is_chance() -> None:
    assert sustained([Tried(100, "holds"), Tried(200, "fails"), Tried(400, "holds")]) == 100


def test_of_a_rate_that_is_tried_again_the_last_result_counts() -> None:
    tried = [
        Tried(100, "fails"),
        Tried(100, "holds"),
        Tried(200, "not decided"),
        Tried(200, "fails"),
    ]
    assert (sustained(tried), unmet(tried)) == (100, 200)
