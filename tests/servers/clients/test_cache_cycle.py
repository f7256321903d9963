"""The requests to the cache hit as often as they are said to."""

import pytest

from servers.catalog.scenario_requests import cache


@pytest.mark.parametrize("hits", [0, 1, 37, 90, 100])
def test_the_share_of_keys_asked_for_before_is_the_one_wanted_and_evenly_spread(hits: int) -> None:
    targets = [each.target for each in cache({"hit_percent": hits, "compute_ms": 5})]
    for start in range(0, len(targets), 100):
        hot = sum("/hot-" in each for each in targets[start : start + 100])
        assert hot == pytest.approx(hits, abs=1)


def test_what_is_to_miss_is_asked_for_once_in_a_cycle_and_what_is_to_hit_is_soon_warm() -> None:
    targets = [each.target for each in cache({"hit_percent": 90, "compute_ms": 5})]
    cold = [each for each in targets if "/cold-" in each]
    hot = {each for each in targets if "/hot-" in each}
    assert len(set(cold)) == len(cold) == 100
    assert len(hot) == 100
    assert hot <= set(targets[:120])
