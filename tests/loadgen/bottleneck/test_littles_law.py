"""in flight = rate x mean time, and what is said where it does not hold."""

from dataclasses import replace
from typing import Any

import pytest

from loadgen.bottleneck.from_timeline import mean_latency_s
from loadgen.bottleneck.littles_law import ThroughputWindow, contradiction, expected_in_flight
from loadgen.model.histogram import LatencyHistogram
from tests.support.every_case import every_case

STEADY = ThroughputWindow(
    seconds=10, ended=12_800, failed=0, mean_s=0.05, in_flight=64, least=64, most=64
)
"""1,280 a second, 50 ms each: 64 in flight."""


def test_the_law() -> None:
    assert expected_in_flight(1_280, 0.05) == pytest.approx(64)
    assert contradiction(STEADY) == ""


@every_case(
    ("seen", "contradicts"),
    [
        ({"mean_s": 0.041}, False),
        ({"mean_s": 0.039}, True),
        ({"mean_s": 0.059}, False),
        ({"mean_s": 0.061}, True),
        # It says nothing of these.
        ({"mean_s": 0.02, "ended": 199}, False),
        ({"mean_s": 0.02, "failed": 128}, True),
        ({"mean_s": 0.02, "failed": 129}, False),
        ({"mean_s": 0.02, "least": 51.0}, False),
        ({"mean_s": 0.02, "least": 52.0}, True),
        ({"mean_s": 2.1}, False),
        # A server that has just stopped answering is not noticed before a second has passed.
        ({"mean_s": 0.02, "gap_s": 0.3}, False),
        ({"mean_s": 0.02, "gap_s": 0.2}, True),
        ({"mean_s": 0.3, "gap_s": 0.5}, True),
        # With ten mean times in the window, a tenth may be cut at either end.
        ({"mean_s": 1.0, "ended": 830, "in_flight": 64}, False),
        ({"mean_s": 1.0, "ended": 900, "in_flight": 64}, True),
        # Those that wait for long and have not ended are in no mean.
        ({"mean_s": 0.02, "longest_s": 3.4}, False),
        ({"mean_s": 0.02, "longest_s": 3.3}, True),
        ({"mean_s": 0.02, "in_flight": 0.0}, False),
        ({"mean_s": float("inf")}, False),
    ],
)
def test_a_contradiction_takes_a_steady_load_and_a_fifth(
    seen: dict[str, Any], contradicts: bool
) -> None:
    assert bool(contradiction(replace(STEADY, **seen))) == contradicts


def test_it_is_told_with_its_figures() -> None:
    said = contradiction(replace(STEADY, mean_s=0.02))
    assert said == "Little's law does not hold: 64 in flight, but 1,280/s × 20.0 ms = 25.6."


def test_the_mean_of_a_histogram() -> None:
    histogram = LatencyHistogram()
    assert mean_latency_s(histogram) == 0.0
    histogram.record([0.01] * 3 + [0.05])
    assert mean_latency_s(histogram) == pytest.approx(0.02, rel=0.005)
    histogram.record([1_000.0])
    assert mean_latency_s(histogram) == float("inf")
