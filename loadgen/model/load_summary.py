"""What a load came to, in the words and units of the run document: one lane's part of it."""

import math
from collections.abc import Sequence
from typing import Self

import msgspec
import numpy as np

from loadgen.model.histogram import LatencyHistogram
from loadgen.model.snapshot import Requests

CPU_LIMIT_PERCENT = 85.0
SEND_LAG_LIMIT_MS = 10.0


def generator_is_the_limit(cpu_percent: float, send_lag_ms: float) -> bool:
    """Whether the generator, not the server, may be what is measured."""
    return cpu_percent > CPU_LIMIT_PERCENT or send_lag_ms > SEND_LAG_LIMIT_MS


def _rounded(value: float, digits: int = 4) -> float | None:
    return round(value, digits) if math.isfinite(value) else None


class LatencySummary(msgspec.Struct, frozen=True):
    """Percentiles of the successful responses in milliseconds; None where there was none."""

    p50: float | None = None
    p90: float | None = None
    p99: float | None = None
    p99_9: float | None = None
    max: float | None = None

    @classmethod
    def of(cls, histogram: LatencyHistogram) -> Self:
        """Percentiles of the histogram in ms, and its largest value."""
        milliseconds = histogram.percentiles([0.5, 0.9, 0.99, 0.999, 1.0]) * 1e3
        return cls(*(_rounded(float(value)) for value in milliseconds))


class GeneratorSummary(msgspec.Struct, frozen=True):
    """What the sending itself cost. ``cpu_us_per_request`` is None when no request ended.

    ``send_lag_ms_p99`` is over the worst lateness of each tick; for a generator that runs alone at
    a constant rate, over how late each request left.
    """

    cpu_us_per_request: float | None = None
    cpu_percent: float = 0.0
    send_lag_ms_p99: float = 0.0
    is_the_limit: bool = False

    @classmethod
    def of(
        cls, *, cpu_s: float, elapsed_s: float, ended: int, send_lags_ms: Sequence[float]
    ) -> Self:
        """``ended`` counts requests that are over, in any way; ``send_lags_ms`` is one a tick."""
        percent = 100 * cpu_s / elapsed_s if elapsed_s > 0 else 0.0
        lag = float(np.quantile(send_lags_ms, 0.99)) if send_lags_ms else 0.0
        return cls(
            cpu_us_per_request=round(cpu_s / ended * 1e6, 2) if ended else None,
            cpu_percent=round(percent, 1),
            send_lag_ms_p99=round(lag, 3),
            is_the_limit=generator_is_the_limit(percent, lag),
        )


class LoadSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What one generator did. ``throughput_per_second`` counts successful responses.

    In the open model ``latency_ms`` counts from when requests were due, ``service_ms`` from when
    they were sent; in the closed model it is None.
    """

    requests: Requests
    throughput_per_second: float
    latency_ms: LatencySummary
    generator: GeneratorSummary
    service_ms: LatencySummary | None = None
    notice: str = ""
