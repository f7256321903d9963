"""Ratios in words: the digits follow the interval, and each interval has its figure's direction."""

import pytest

from loadgen.statistics.bootstrap import Ratio
from loadgen.verdict.ratio_text import amount, difference, figure, latency, more_requests
from tests.support.every_case import every_case


@every_case(
    ("ratio", "text", "with_interval"),
    [
        (
            Ratio(13.94, 13.2, 14.7),
            "about 14 times as many requests",
            "about 14 times as many requests (13.2 to 14.7)",
        ),
        (
            Ratio(36.64, 36.3, 36.9),
            "36.6 times as many requests",
            "36.6 times as many requests (36.3 to 36.9)",
        ),
        (
            Ratio(15.0, 14.98, 15.02),
            "15.0 times as many requests",
            "15.0 times as many requests (15.0 to 15.0)",
        ),
        (Ratio(7, 4.9, 10), "5 to 10 times as many requests", "5 to 10 times as many requests"),
        (
            Ratio(4.13, 1.5, 11.4),
            "1.5 to 11 times as many requests",
            "1.5 to 11 times as many requests",
        ),
        (
            Ratio(1.38, 1.36, 1.40),
            "about 38 % more requests",
            "about 38 % more requests (36 to 40 %)",
        ),
        (
            Ratio(6.2, 1.03, 37),
            "1.03 to 37 times as many requests",
            "1.03 to 37 times as many requests",
        ),
        (Ratio(1.23, 1.05, 1.41), "5 to 40 % more requests", "5 to 40 % more requests"),
        (Ratio(1.03, 1.004, 1.06), "0.4 to 6 % more requests", "0.4 to 6 % more requests"),
        (
            Ratio(1234, 1100, 1400),
            "about 1,200 times as many requests",
            "about 1,200 times as many requests (1,100 to 1,400)",
        ),
        (
            Ratio(99.7, 95, 104),
            "about 100 times as many requests",
            "about 100 times as many requests (95 to 104)",
        ),
    ],
)
def test_the_digits_follow_the_interval(ratio: Ratio, text: str, with_interval: str) -> None:
    found = more_requests(ratio)
    assert (found.text, found.with_interval) == (text, with_interval)


def test_the_emphasis_leaves_out_what_is_counted() -> None:
    assert more_requests(Ratio(14, 13.2, 14.7)).emphasised == "about 14 times"
    assert more_requests(Ratio(1.23, 1.2, 1.26)).emphasised == "about 23 % more"


@pytest.mark.parametrize(
    ("ratio", "text", "interval"),
    [
        (Ratio(1 / 7, 0.0993, 0.205), "5 to 10 times lower", "5 to 10 times lower"),
        (Ratio(1 / 14, 1 / 14.7, 1 / 13.2), "about 14 times lower", "13.2 to 14.7 times lower"),
        (Ratio(0.71, 0.69, 0.73), "about 29 % lower", "27 to 31 % lower"),
        (Ratio(1.5, 1.45, 1.55), "about 50 % higher", "45 to 55 % higher"),
        (Ratio(2.5, 2.4, 2.6), "about 2.5 times as high", "2.4 to 2.6 times as high"),
    ],
)
def test_latency_is_lower_or_higher(ratio: Ratio, text: str, interval: str) -> None:
    assert (latency(ratio).text, latency(ratio).interval_alone) == (text, interval)


@pytest.mark.parametrize(
    ("ratio", "text", "interval"),
    [
        (Ratio(0.709, 0.69, 0.73), "about 29 % less memory", "27 to 31 % less memory"),
        (Ratio(0.1, 0.09, 0.11), "about 90 % less memory", "89 to 91 % less memory"),
        (Ratio(1.47, 1.45, 1.49), "about 47 % more memory", "45 to 49 % more memory"),
        (
            Ratio(2.4, 2.3, 2.5),
            "about 2.4 times as much memory",
            "2.3 to 2.5 times as much memory",
        ),
    ],
)
def test_memory_is_less_or_more(ratio: Ratio, text: str, interval: str) -> None:
    assert (amount(ratio, "memory").text, amount(ratio, "memory").interval_alone) == (
        text,
        interval,
    )


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Ratio(1, 0.97, 1.03), "0.97 to 1.03 times"),
        (Ratio(1, 0.997, 1.003), "0.997 to 1.003 times"),
        (Ratio(1, 0.09, 9.6), "0.09 to 9.6 times"),
        # of such an interval no digit means anything
        (Ratio(1, 0.0001, 730), "less than 0.1 to more than 10 times"),
    ],
)
def test_no_difference_has_its_interval(ratio: Ratio, text: str) -> None:
    assert difference(ratio) == text


@every_case("value", [1.004, 1.2, 9.96, 14.0, 99.9, 100.1, 333.0, 5_000.0])
@every_case("half", [0.001, 0.01, 0.05, 0.1, 0.19, 0.5])
def test_what_is_shown_lies_within_the_interval(value: float, half: float) -> None:
    low, high = value * (1 - half), value * (1 + half)
    found = figure(value, low, high)
    if found.interval:
        shown = float(found.number.removeprefix("about ").replace(",", ""))
        # Three digits may be coarser than the interval.
        assert low - 0.005 * value <= shown <= high + 0.005 * value
