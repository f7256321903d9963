"""Histograms of many rows, merged over spans of rows."""

import numpy as np
import pytest

from loadgen.model.histogram import LatencyHistogram
from loadgen.statistics.column_store import HistogramPile

_ROWS = 700


@pytest.fixture
def rows() -> list[LatencyHistogram]:
    rng = np.random.default_rng(3)
    made = [LatencyHistogram() for _ in range(_ROWS)]
    for each in made:
        each.record(rng.lognormal(-3, 1, 20))
    made[11].record([1e6])
    return made


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [(5, 5)],
        [(3, 13), (20, 31), (127, 129)],
        [(0, _ROWS)],
        [(100, 600), (640, 650), (255, 256)],
    ],
)
def test_spans_merge_to_the_sum_of_their_rows(
    rows: list[LatencyHistogram], spans: list[tuple[int, int]]
) -> None:
    pile, expected = HistogramPile(), LatencyHistogram()
    for each in rows:
        pile.append(each.sparse())
    for first, end in spans:
        for each in rows[first:end]:
            expected.add(each)
    merged = pile.merged(spans)
    np.testing.assert_array_equal(merged.counts, expected.counts)
    assert (merged.overflow, merged.max_s) == (expected.overflow, expected.max_s)
