"""Percentiles from the histogram, against sorting."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadgen.model.histogram import BUCKETS, MIDDLES_S, LatencyHistogram, bucket_of

LATENCIES = st.lists(st.floats(1e-6, 260), min_size=1, max_size=200)
LONGEST_S = 2.0**28 * 1e-6


def _of(values: list[float]) -> LatencyHistogram:
    histogram = LatencyHistogram()
    histogram.record(values)
    return histogram


@given(LATENCIES, st.floats(0, 1))
def test_a_percentile_is_close_to_that_of_sorting(values: list[float], fraction: float) -> None:
    rank = max(1, math.ceil(fraction * len(values)))
    exact = sorted(values)[rank - 1]
    assert _of(values).percentile(fraction) == pytest.approx(exact, rel=0.005)


@given(LATENCIES)
def test_the_maximum_is_exact(values: list[float]) -> None:
    assert _of(values).percentile(1.0) == max(values)


@given(LATENCIES)
def test_percentiles_do_not_fall(values: list[float]) -> None:
    found = _of(values).percentiles(np.linspace(0, 1, 50))
    assert (np.diff(found) >= 0).all()


@given(st.lists(st.lists(st.floats(0, 500)), max_size=6), st.randoms())
def test_merged_in_any_order_and_form_it_is_the_same(
    parts: list[list[float]], random: object
) -> None:
    whole = _of([value for part in parts for value in part])
    histograms = [_of(part) for part in parts]
    random.shuffle(histograms)  # type: ignore[attr-defined]
    merged = LatencyHistogram()
    for number, histogram in enumerate(histograms):
        merged.add(histogram.sparse() if number % 2 else histogram)
    assert (merged.counts == whole.counts).all()
    assert (merged.overflow, merged.max_s) == (whole.overflow, whole.max_s)
    assert merged.count == whole.count == whole.sparse().count


def test_empty() -> None:
    histogram = _of([])
    assert histogram.count == 0
    assert math.isnan(histogram.percentile(0.5))
    assert histogram.sparse().buckets == ()


def test_over_the_range_is_counted_and_answered_with_the_maximum() -> None:
    histogram = _of([0.001, LONGEST_S, 1000.0])
    assert (histogram.overflow, histogram.count) == (2, 3)
    assert histogram.percentile(0.66) == 1000.0
    assert histogram.percentile(0.33) == pytest.approx(0.001, rel=0.005)


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0.0, 0), (1e-9, 0), (1e-6, 0), (2.0001e-6, 128), (LONGEST_S * 0.9999, BUCKETS - 1)],
)
def test_edges(seconds: float, bucket: int) -> None:
    assert bucket_of(np.array([seconds]))[0] == bucket


@given(st.floats(1e-6, LONGEST_S * 0.9999))
def test_a_bucket_is_the_octave_and_how_far_into_it(seconds: float) -> None:
    octave = math.floor(math.log2(seconds / 1e-6) + 1e-12)
    into = 128 * (seconds / 1e-6 / 2**octave - 1)
    assert abs(int(bucket_of(np.array([seconds]))[0]) - (128 * octave + into)) <= 1


def test_each_middle_lies_in_its_bucket() -> None:
    assert (bucket_of(MIDDLES_S) == np.arange(BUCKETS)).all()
