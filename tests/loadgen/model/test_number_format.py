"""How figures are written."""

from collections.abc import Callable

import pytest

from loadgen.model import number_format
from loadgen.model.load_plan import ClosedModel, Model, OpenModel
from loadgen.model.number_format import LoadStyle, load
from tests.support.every_case import every_case

NAN = float("nan")


@every_case(
    ("write", "value", "text"),
    [
        (number_format.significant, 36.64, "36.6"),
        (number_format.significant, 2894.3, "2,890"),
        (number_format.significant, 999.6, "1,000"),
        (number_format.significant, 9.996, "10.0"),
        (number_format.significant, 0.06712, "0.0671"),
        (number_format.significant, 0.0, "0"),
        (number_format.significant, -1.234, "-1.23"),
        (number_format.significant, 1_234_567, "1,230,000"),
        (number_format.significant, NAN, "–"),
        (number_format.significant, float("inf"), "∞"),
        (number_format.trimmed, 2.0, "2"),
        (number_format.trimmed, 100.0, "100"),
        (number_format.percent, 97.4, "97 %"),
        (number_format.percent, 3.06, "3.1 %"),
        (number_format.percent, 9.97, "10 %"),
        (number_format.rate, 2894.3, "2,890/s"),
        (number_format.rate, 78.94, "78.9/s"),
        (number_format.rate, 0.0, "0/s"),
        (number_format.milliseconds, 3264.0, "3.26 s"),
        (number_format.milliseconds, 999.4, "999 ms"),
        (number_format.milliseconds, 999.6, "1.00 s"),
        (number_format.milliseconds, 118.2, "118 ms"),
        (number_format.milliseconds, 0.8512, "0.851 ms"),
        (number_format.milliseconds, NAN, "–"),
        (number_format.mib, 33.71, "33.7 MiB"),
        (number_format.mib, 1240.0, "1.21 GiB"),
        (number_format.count, 12345.0, "12,345"),
        (number_format.count, NAN, "–"),
        (number_format.duration, 12.9, "13 s"),
        (number_format.duration, 179.96, "3 min 00 s"),
        (number_format.clock, 179.96, "3:00"),
        (number_format.clock, 3605.0, "1:00:05"),
        (number_format.duration, 72, "1 min 12 s"),
        (number_format.duration, 3720, "1 h 02 min"),
        (number_format.seconds, 10, "10.0 s"),
        (number_format.users, 1, "1 user"),
        (number_format.users, 4096, "4,096 users"),
    ],
)
def test_figures_read_well(write: Callable[[float], str], value: float, text: str) -> None:
    assert write(value) == text


@every_case(
    ("model", "style", "text"),
    [
        (ClosedModel(64), "sentence", "64 users"),
        (ClosedModel(1), "mark", "closed 1 user"),
        (ClosedModel(64), "settings", "closed, 64 users"),
        (ClosedModel(64), "report", "closed model, 64 users"),
        (OpenModel(1.0), "sentence", "1 request a second"),
        (OpenModel(500.0, connections=8), "sentence", "500 requests a second over 8 connections"),
        (OpenModel(1_500.0, connections=1), "mark", "open 1,500/s over 1 connection"),
        (OpenModel(0.5, 1_000), "settings", "open, 0.5/s, at most 1,000 in flight"),
        (
            OpenModel(500.0, 900),
            "report",
            "open model, 500 requests a second · at most 900 in flight, latency from the schedule",
        ),
    ],
)
def test_a_load_model_reads_alike_wherever_it_stands(
    model: Model, style: LoadStyle, text: str
) -> None:
    assert load(model, style) == text


@pytest.mark.parametrize(
    ("values", "bound", "digits"),
    [
        ((3.5, 4.3), 4.2, 3),
        ((3.5, 4.2049), 4.2, 4),
        ((3.5, 4.2), 4.2, 3),  # it is the bound, and reads as it
        ((99.3, 100.3), 100.0, 4),
        ((12_345.0,), 12_300.0, 4),
        ((NAN, float("inf")), 1.0, 3),
        ((1.0 + 1e-12,), 1.0, 13),
    ],
)
def test_as_many_digits_as_tell_values_from_a_bound(
    values: tuple[float, ...], bound: float, digits: int
) -> None:
    assert number_format.digits_apart(values, bound) == digits
