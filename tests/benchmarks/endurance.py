"""Whether memory stays flat: ``python -m tests.benchmarks.endurance [SAMPLES] [PER_SECOND]``.

10^8 samples, as of 50,000 requests a second, go through tally, recorder, histogram and encoder as
fast as these can: 20,000 intervals of 0.1 s. Memory is that of the process. Then the size of a
Snapshot as it travels: it holds one pair of numbers for each histogram bucket that is not empty, so
it grows with the spread of the latencies, but not without bound with their number.
"""

import gc
import sys

import msgspec
import numpy as np
import psutil

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.recorder import Recorder, Tally
from loadgen.model.histogram import BUCKETS

PER_S = 50_000
SAMPLES = 100_000_000
RATES = (100, 1_000, 10_000, 50_000, 500_000)
MIB = 1024 * 1024


def _line(recorder: Recorder, tally: Tally, latencies_s: list[float]) -> bytes:
    """One interval, as it leaves the generator."""
    tally.sent += len(latencies_s)
    tally.latencies_s.extend(latencies_s)
    return msgspec.json.encode(recorder.snapshot(revision=1))


def _latencies_s(count: int, seed: int) -> list[float]:
    """Log-normal about 5 ms, as servers' are: p99 is three times p50."""
    values: list[float] = np.random.default_rng(seed).lognormal(np.log(0.005), 0.5, count).tolist()
    return values


def _memory(samples: int, per_s: int) -> None:
    tally, process = Tally(), psutil.Process()
    recorder = Recorder(tally, ConnectionRegistry())
    intervals = max(20, samples // (per_s // 10))
    some = [_latencies_s(per_s // 10, seed) for seed in range(8)]
    for number in range(intervals):
        line = _line(recorder, tally, some[number % len(some)])
        if number % (intervals // 10) == intervals // 20:
            gc.collect()
            rss_mib = process.memory_info().rss / MIB
            print(f"{recorder.totals().ok:>14,} samples {rss_mib:>8.1f} MiB", flush=True)
    totals = recorder.totals()
    assert totals.ok == totals.sent == intervals * (per_s // 10)
    print(
        f"{totals.ok:>14,} samples {process.memory_info().rss / MIB:>8.1f} MiB, {len(line):,} bytes"
    )


def _sizes() -> None:
    print("\nbytes of a Snapshot, by requests a second:")
    for per_s in RATES:
        tally = Tally()
        recorder = Recorder(tally, ConnectionRegistry())
        sizes = [len(_line(recorder, tally, _latencies_s(per_s // 10, n))) for n in range(20)]
        print(f"{per_s:>10,}/s {sum(sizes) / len(sizes):>10,.0f}")
    tally = Tally()
    every = np.logspace(-6, np.log10(200), 40 * BUCKETS).tolist()
    size = len(_line(Recorder(tally, ConnectionRegistry()), tally, every))
    print(f"at most      {size:>10,} (each of {BUCKETS:,} buckets in use)")


def main(samples: int, per_s: int) -> None:
    """Print both tables."""
    _memory(samples, per_s)
    _sizes()


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [SAMPLES, PER_S][len(given) :]))
