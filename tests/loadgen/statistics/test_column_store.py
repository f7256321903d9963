"""Rows of columns, and histograms of many rows, merged over spans of rows."""

import tracemalloc

import numpy as np
import pytest

from loadgen.model.histogram import LatencyHistogram, SparseHistogram
from loadgen.statistics.column_store import ColumnStore, HistogramPile

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


def test_a_count_that_needs_four_bytes_keeps_all_of_them() -> None:
    pile = HistogramPile()
    sent = [(3, 32_767), (4, 32_768), (5, 2_000_000_000), (3, 1)]
    for bucket, count in sent:
        pile.append(SparseHistogram((bucket,), (count,)))
    merged = pile.merged([(0, len(sent))])
    assert merged.counts[[3, 4, 5]].tolist() == [32_768, 32_768, 2_000_000_000]
    for n, (bucket, count) in enumerate(sent):
        assert pile.merged([(n, n + 1)]).counts[bucket] == count


def test_columns_grow_and_gaps_stay_gaps() -> None:
    store, nan = ColumnStore(("even", "late", "never")), float("nan")
    for n in range(5000):
        store.append({"even": n if n % 2 == 0 else nan} | ({"late": n} if n > 4000 else {}))
    early = store["late"]
    store.amend(late=7.0)
    store.append({"never": nan})
    rows = np.arange(5001.0)
    np.testing.assert_array_equal(store["even"][:5000], np.where(rows % 2, nan, rows)[:5000])
    np.testing.assert_array_equal(store["late"][4001:4999], rows[4001:4999])
    assert np.isnan(store["late"][:4001]).all()
    assert store["late"][4999] == 7
    assert np.isnan(store["never"]).all()
    assert [store[name].size for name in ("even", "late", "never")] == [5001] * 3
    assert early.size == 5000
    store.blank(("even", "never"), 4000)
    assert np.isnan(store["even"][4000:]).all()
    assert store["even"][3998] == 3998
    with pytest.raises(KeyError):
        store.append({"other": 1.0})


def test_columns_that_never_had_a_value_take_no_memory() -> None:
    store = ColumnStore(tuple(f"column {n}" for n in range(80)))
    tracemalloc.start()
    try:
        for n in range(20_000):
            store.append({"column 3": float(n)})
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert used < 4 * 20_000 * 8


def test_merged_rows_have_the_sum_of_what_was_in_them(rows: list[LatencyHistogram]) -> None:
    pile, whole = HistogramPile(), HistogramPile()
    for each in rows:
        pile.append(each.sparse())
        whole.append(each.sparse())
    pile.merge(0, 300, list(range(0, 300, 10)))  # 30 rows
    pile.merge(10, 30, [10])  # 11 of them, and 400 that are as they were
    for each in rows[:200]:
        pile.append(each.sparse())
        whole.append(each.sparse())
    for found, expected in [
        ((0, 611), (0, 900)),
        ((10, 11), (100, 300)),
        ((3, 5), (30, 50)),
        ((11, 411), (300, 700)),
        ((150, 600), (439, 889)),
    ]:
        merged, sent = pile.merged([found]), whole.merged([expected])
        np.testing.assert_array_equal(merged.counts, sent.counts)
        assert (merged.overflow, merged.max_s) == (sent.overflow, sent.max_s)
