"""Differences of successive trees give back the trees."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loadgen.recording.value_delta import Slot
from tests.support.every_case import every_case

_FRACTIONS = st.integers(-(10**12), 10**12).map(lambda n: n / 1_000_000)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | _FRACTIONS
    | st.sampled_from(["", "running", "failed"])
    | st.lists(st.integers(0, 3), max_size=3)
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
# On a busy machine drawing trees takes seconds, which says nothing about the encoding.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_TREES, max_size=6))
def test_the_differences_give_back_the_trees(trees: list[Any]) -> None:
    written, read = Slot({}), Slot({})
    for tree in trees:
        change = written.difference(tree)
        if change is not None:
            read.apply(change)
        assert read.value == tree
        assert type(read.value) is type(tree)


@every_case(
    ("before", "after", "change"),
    [
        (5, 8, 3),
        (0.25, 0.5, 250_000),
        (5, 5, None),
        (5, 5.0, [5.0]),
        (True, 1, [1]),
        ("a", "b", ["b"]),
        (5, None, []),
        (None, None, None),
        (None, 5, [5]),
        ([1], [2], [[2]]),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 1}),
        ({"a": 1, "b": 2}, {"a": 1}, {"": ["b"]}),
        ({"a": 1}, {"a": 1}, None),
        ({"a": {"b": 1.0}}, {"a": {"b": 1.5}}, {"a": {"b": 500_000}}),
    ],
)
def test_only_what_has_changed_is_in_a_difference(before: Any, after: Any, change: Any) -> None:
    assert Slot(before).difference(after) == change


def test_what_was_null_for_a_while_is_not_written_in_full() -> None:
    slot = Slot({"server": {"cpu_s": 1.0, "threads": 8}})
    assert slot.difference({"server": None}) == {"server": []}
    back = slot.difference({"server": {"cpu_s": 1.25, "threads": 8}})
    assert back == {"server": {"cpu_s": 250_000}}


def test_adding_many_differences_adds_no_error() -> None:
    written, read = Slot(0.0), Slot(0.0)
    values = [round(n * 0.1 + 0.000_001 * (n % 7), 6) for n in range(1, 36_001)]
    for value in values:
        read.apply(written.difference(value))
    assert read.value == values[-1]


@pytest.mark.parametrize("change", [{"a": 1}, [1, 2], "x"])
def test_a_difference_that_does_not_fit_is_refused(change: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        Slot(5).apply(change)
