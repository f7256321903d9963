"""The histogram against an exact sort, on distributions of every shape; merged in any order."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from loadgen.model.histogram import LatencyHistogram
from loadgen.selfcheck.check_context import CheckContext
from loadgen.selfcheck.finding import Finding

FIGURE = "Histogram against an exact sort"
BAR_PERCENT = 0.8

_PERCENTS = np.append(np.linspace(0.1, 99.9, 999), [99.95, 99.99, 99.999, 100.0])
_SEED = 3
_Values = npt.NDArray[np.float64]


def findings(bench: CheckContext) -> Iterator[Finding]:
    """The largest error over a thousand percentiles, for each distribution; then the merging."""
    rng = np.random.default_rng(_SEED)
    count = 50_000 if bench.quick else 1_000_000
    bench.tell(FIGURE)
    for name, values in distributions(rng, count).items():
        error = largest_error_percent(values)
        yield Finding(
            figure=FIGURE,
            subject=name,
            value=error,
            unit="%",
            bar=f"≤ {BAR_PERCENT} %",
            holds=error <= BAR_PERCENT,
            details={"values": count},
        )
    same = merges_alike(rng, count)
    yield Finding(
        figure=FIGURE,
        subject="merged in 10 orders",
        bar="the same result",
        holds=same,
    )


def distributions(rng: np.random.Generator, count: int) -> dict[str, _Values]:
    """Seconds, from microseconds to minutes."""
    fast, slow = rng.normal(2e-3, 1e-4, count // 2), rng.normal(0.4, 0.02, count - count // 2)
    return {
        "uniform, 10 µs to 1 s": rng.uniform(1e-5, 1.0, count),
        "exponential, mean 5 ms": rng.exponential(5e-3, count) + 1e-6,
        "log-normal, 3 decades": rng.lognormal(np.log(0.01), 1.2, count),
        "Pareto, heavy tail": np.minimum(1e-3 * (1 + rng.pareto(1.1, count)), 200.0),
        "two humps, 2 ms and 400 ms": np.concatenate((fast, slow)),
        "constant, 50 ms": np.full(count, 0.05),
        "whole milliseconds": rng.integers(1, 100, count) / 1e3,
        "ten values": rng.uniform(1e-4, 1.0, 10),
    }


def largest_error_percent(values: _Values) -> float:
    """Against the nearest rank in a sort of all values."""
    recorded = LatencyHistogram()
    recorded.record(values)
    ordered = np.sort(values)
    ranks = np.clip(np.ceil(_PERCENTS / 100 * ordered.size), 1, ordered.size).astype(np.int64)
    exact = ordered[ranks - 1]
    found_s = recorded.percentiles(_PERCENTS / 100)
    return float(np.max(np.abs(found_s - exact) / exact) * 100)


def merges_alike(rng: np.random.Generator, count: int) -> bool:
    """Twenty parts, merged in ten orders, some of them as they travel: always the same result."""
    parts = []
    for values in np.array_split(rng.lognormal(-5, 1, count), 20):
        part = LatencyHistogram()
        part.record(values)
        parts.append(part)
    results = set()
    for _ in range(10):
        merged = LatencyHistogram()
        for at in rng.permutation(len(parts)):
            merged.add(parts[at].sparse() if at % 2 else parts[at])
        results.add(merged.sparse())
    return len(results) == 1
