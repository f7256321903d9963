"""No text covers another."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.label_placement import merge_near, place_in_line, place_in_rows, spread
from tests.support.every_case import every_case

HEIGHT = 17.0


@every_case(
    ("wanted", "placed"),
    [
        ([], []),
        ([50], [50]),
        ([50, 150], [50, 150]),
        ([50, 50], [41.5, 58.5]),
        ([58.5, 41.5], [58.5, 41.5]),
        ([50, 51, 52], [34, 51, 68]),
        ([0, 200], [8.5, 191.5]),
        ([0, 0], [8.5, 25.5]),
        ([200, 199, 100], [191.5, 174.5, 100]),
    ],
)
def test_labels_are_as_near_as_they_can_be(wanted: list[float], placed: list[float]) -> None:
    assert spread(wanted, HEIGHT, 0, 200) == pytest.approx(placed)


@given(st.lists(st.floats(min_value=-50, max_value=250), max_size=8))
def test_labels_never_overlap_nor_leave_the_plot(wanted: list[float]) -> None:
    placed = spread(wanted, HEIGHT, 0, 200)
    assert all(HEIGHT / 2 - 1e-6 <= y <= 200 - HEIGHT / 2 + 1e-6 for y in placed)
    in_order = sorted(placed)
    assert all(b - a >= HEIGHT - 1e-6 for a, b in itertools.pairwise(in_order))
    for (a, at_a), (b, at_b) in itertools.combinations(zip(wanted, placed, strict=True), 2):
        assert a == b or (a < b) == (at_a < at_b)


def test_more_labels_than_there_is_room_for_are_packed_evenly() -> None:
    assert spread([1, 1, 1, 1], HEIGHT, 0, 40) == pytest.approx([5, 15, 25, 35])


@pytest.mark.parametrize(
    ("wanted", "lefts"),
    [
        ([], []),
        ([(100, 50)], [100]),
        ([(100, 50), (300, 50)], [100, 300]),
        ([(100, 50), (110, 50)], [100, 158]),
        ([(590, 50)], [550]),
        ([(560, 50), (590, 50)], [492, 550]),
        ([(0, 50)], [50]),
    ],
)
def test_texts_in_a_line_are_as_near_as_they_can_be(
    wanted: list[tuple[float, float]], lefts: list[float]
) -> None:
    assert [place.left for place in place_in_line(wanted, 50, 600)] == pytest.approx(lefts)


def test_where_there_is_no_room_for_all_the_newest_are_placed() -> None:
    placed = place_in_line([(60, 300), (70, 300), (80, 200)], 50, 600)
    assert [place.index for place in placed] == [1, 2]


POINTS = st.lists(
    st.tuples(st.floats(min_value=50, max_value=600), st.floats(min_value=20, max_value=200)),
    max_size=14,
)


@given(POINTS)
def test_texts_in_a_line_never_overlap_nor_leave_it(wanted: list[tuple[float, float]]) -> None:
    placed = place_in_line(sorted(wanted), 50, 700)
    assert all(a.right < b.left for a, b in itertools.pairwise(placed))
    assert all(each.left >= 50 - 1e-6 and each.right <= 700 + 1e-6 for each in placed)
    assert bool(placed) == bool(wanted), "the newest is always placed"


@given(POINTS)
def test_texts_in_rows_never_overlap(wanted: list[tuple[float, float]]) -> None:
    taken = [(200.0, 260.0)]
    placed = place_in_rows(wanted, 700, 3, lambda row: list(taken) if row == 0 else [])
    for row in range(3):
        spans = sorted(
            (place[1], place[1] + width)
            for place, (_, width) in zip(placed, wanted, strict=True)
            if place is not None and place[0] == row
        )
        spans = sorted([*spans, *(taken if row == 0 else [])])
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
    if wanted:
        assert placed[0] is not None, "the most important finds room"


def test_numbers_that_are_near_each_other_are_one() -> None:
    assert merge_near([10, 12, 30, 44], 15) == [(10, 0, 1), (30, 2, 3)]
