"""No text covers another."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.placing import place_marks, shortened, spread

HEIGHT = 17.0


@pytest.mark.parametrize(
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


def width(text: str) -> float:
    return 6.0 * len(text)


def test_a_mark_has_its_text_to_its_right() -> None:
    (mark,) = place_marks([(100, "concurrency 16 → 64")], width, 50, 600)
    assert (mark.x, mark.text, mark.text_x) == (100, "concurrency 16 → 64", 105)


def test_a_mark_at_the_edge_has_its_text_to_its_left() -> None:
    (mark,) = place_marks([(590, "wait 50 → 100 ms")], width, 50, 600)
    assert mark.text_x + width(mark.text) <= 590


def test_a_subject_is_named_once_where_room_is_short() -> None:
    marks = place_marks(
        [(100, "concurrency 16 → 64"), (190, "concurrency 64 → 256")], width, 50, 600
    )
    assert [mark.text for mark in marks] == ["16 → 64", "concurrency 64 → 256"]


def test_marks_of_one_moment_share_a_line() -> None:
    marks = place_marks([(100, "a 1 → 2"), (101, "a 2 → 3")], width, 50, 600)
    assert [(mark.x, mark.text) for mark in marks] == [(101, "a 2 → 3")]


@pytest.mark.parametrize(
    ("text", "neighbours", "short"),
    [
        ("concurrency 64 → 256", ["concurrency 16 → 64"], "64 → 256"),
        ("Flask threads 4 → 8", ["Flask threads 1 → 4"], "4 → 8"),
        ("concurrency 64 → 256", ["wait 5 → 50 ms"], ""),
        ("FastAPI restarted", ["FastAPI stopped"], ""),
        ("concurrency 64 → 256", [], ""),
    ],
)
def test_shortening(text: str, neighbours: list[str], short: str) -> None:
    assert shortened(text, neighbours) == short


@given(
    st.lists(
        st.tuples(
            st.floats(min_value=50, max_value=600),
            st.sampled_from(["concurrency 16 → 64", "wait 5 → 50 ms", "FastAPI restarted"]),
        ),
        max_size=14,
    )
)
def test_mark_texts_never_overlap(marks: list[tuple[float, str]]) -> None:
    placed = place_marks(sorted(marks), width, 50, 700)
    shown = [(mark.text_x, mark.text_x + width(mark.text)) for mark in placed if mark.text]
    assert all(right < left for (_, right), (left, _) in itertools.pairwise(shown))
    assert all(left >= 50 and right <= 700 for left, right in shown)
    if placed:
        assert placed[-1].text, "the newest is always told"
