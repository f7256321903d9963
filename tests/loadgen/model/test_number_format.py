"""How figures are written."""

from collections.abc import Callable

import pytest

from loadgen.results import wording

NAN = float("nan")


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (wording.significant, 36.64, "36.6"),
        (wording.significant, 2894.3, "2,890"),
        (wording.significant, 999.6, "1,000"),
        (wording.significant, 9.996, "10.0"),
        (wording.significant, 0.06712, "0.0671"),
        (wording.significant, 0.0, "0"),
        (wording.significant, -1.234, "-1.23"),
        (wording.significant, 1_234_567, "1,230,000"),
        (wording.significant, NAN, "–"),
        (wording.significant, float("inf"), "∞"),
        (wording.trimmed, 2.0, "2"),
        (wording.trimmed, 100.0, "100"),
        (wording.percent, 97.4, "97 %"),
        (wording.percent, 3.06, "3.1 %"),
        (wording.percent, 9.97, "10 %"),
        (wording.rate, 2894.3, "2,890/s"),
        (wording.rate, 78.94, "78.9/s"),
        (wording.rate, 0.0, "0/s"),
        (wording.milliseconds, 3264.0, "3.26 s"),
        (wording.milliseconds, 999.4, "999 ms"),
        (wording.milliseconds, 999.6, "1.00 s"),
        (wording.milliseconds, 118.2, "118 ms"),
        (wording.milliseconds, 0.8512, "0.851 ms"),
        (wording.milliseconds, NAN, "–"),
        (wording.mib, 33.71, "33.7 MiB"),
        (wording.mib, 1240.0, "1.21 GiB"),
        (wording.count, 12345.0, "12,345"),
        (wording.count, NAN, "–"),
        (wording.duration, 12.9, "13 s"),
        (wording.duration, 179.96, "3 min 00 s"),
        (wording.clock, 179.96, "3:00"),
        (wording.clock, 3605.0, "1:00:05"),
        (wording.duration, 72, "1 min 12 s"),
        (wording.duration, 3720, "1 h 02 min"),
        (wording.seconds, 10, "10.0 s"),
        (wording.users, 1, "1 user"),
        (wording.users, 4096, "4,096 users"),
    ],
)
def test_figures_read_well(write: Callable[[float], str], value: float, text: str) -> None:
    assert write(value) == text
