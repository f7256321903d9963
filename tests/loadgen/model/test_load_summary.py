"""The summary says what was measured, and None where nothing was."""

import json

import msgspec
import pytest

from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_summary import GeneratorSummary, LatencySummary, generator_is_the_limit


def test_latencies_in_milliseconds() -> None:
    histogram = LatencyHistogram()
    histogram.record([n / 1000 for n in range(1, 1001)])
    summary = LatencySummary.of(histogram)
    assert summary.p50 == pytest.approx(500, rel=0.005)
    assert summary.p99_9 == pytest.approx(999, rel=0.005)
    assert summary.max == 1000


def test_nothing_measured_is_null_and_not_nan() -> None:
    encoded = json.loads(msgspec.json.encode(LatencySummary.of(LatencyHistogram())))
    assert encoded == dict.fromkeys(["p50", "p90", "p99", "p99_9", "max"])
    generator = GeneratorSummary.of(cpu_s=1, elapsed_s=0, ended=0, send_lags_ms=[])
    assert generator == GeneratorSummary()


def test_what_the_generator_cost() -> None:
    summary = GeneratorSummary.of(cpu_s=1, elapsed_s=4, ended=100_000, send_lags_ms=[1.0] * 10)
    assert (summary.cpu_us_per_request, summary.cpu_percent) == (10, 25)
    assert not summary.is_the_limit


@pytest.mark.parametrize(
    ("cpu_percent", "send_lag_ms", "limit"),
    [(85, 10, False), (85.1, 0, True), (0, 10.1, True)],
)
def test_when_the_generator_is_the_limit(
    cpu_percent: float, send_lag_ms: float, limit: bool
) -> None:
    assert generator_is_the_limit(cpu_percent, send_lag_ms) is limit
