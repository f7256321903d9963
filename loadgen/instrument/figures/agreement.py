"""Whether p50 and p99 are what others measure, on the same server in the same minute.

At a constant rate against the independent reference, exactly sorted; in the closed model against
wrk's percentiles. Both meet the same list of pauses, and take turns.
"""

import shutil
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec
import numpy as np

from loadgen.histogram import LatencyHistogram
from loadgen.instrument.bench import Bench
from loadgen.instrument.driven import WARM_UP_S, drive
from loadgen.instrument.finding import Finding
from loadgen.instrument.peers import OutputError, peer, percentile_of_wrk
from loadgen.instrument.processes import (
    NULL_SERVER,
    PACED_SERVER,
    ProcessError,
    python,
    run,
    serving,
)
from loadgen.plan import ClosedModel, OpenModel

REFERENCE = "loadgen.instrument.reference"
RATE = 1_000
USERS = 64
BAR = "≤ 3 % or 0.1 ms"

_PERCENTS = (50, 99)
_TIMEOUT_S = 60.0


class _Latencies(msgspec.Struct):
    latencies_us: list[float]


def exact_percentile(values: Sequence[float], percent: float) -> float:
    """Nearest rank over a sort of all values."""
    ordered = np.sort(np.asarray(values, np.float64))
    rank = int(np.ceil(percent / 100 * ordered.size))
    return float(ordered[max(rank, 1) - 1])


def constant_rate_agreement(bench: Bench) -> Iterator[Finding]:
    """Against the reference: on a server with known pauses, and on one that costs nothing."""
    for title, server in (("paced", (PACED_SERVER, "wide")), ("null", (NULL_SERVER,))):
        figure = f"Latency at {RATE:,} requests/s against an independent client, {title} server"
        try:
            with serving(bench.cores.server, *server) as port:
                yield from _against_reference(bench, figure, port)
        except (ProcessError, msgspec.DecodeError) as error:
            yield Finding(figure=figure, subject="p50, p99", bar=BAR, holds=False, note=str(error))


def closed_agreement(bench: Bench) -> Iterator[Finding]:
    """Against wrk, where it is installed."""
    figure = f"Latency with {USERS} users against wrk, paced server"
    if shutil.which("wrk") is None:
        missing = f"not installed: {peer('wrk').to_add}"
        yield Finding(figure=figure, subject="p50, p99", bar=BAR, note=missing)
        return
    try:
        # wrk adds latencies that it thinks it has missed where one is over twice the mean (its
        # correction of coordinated omission): of narrow pauses, none is.
        with serving(bench.cores.server, PACED_SERVER, "narrow") as port:
            yield from _against_wrk(bench, figure, port)
    except (ProcessError, OutputError) as error:
        yield Finding(figure=figure, subject="p50, p99", bar=BAR, note=f"failed: {error}")


def _against_reference(bench: Bench, figure: str, port: int) -> Iterator[Finding]:
    ours, reference = LatencyHistogram(), list[float]()
    seconds, core = bench.seconds(1.0, 4.0), bench.cores.client
    for number in range(rounds := 1 if bench.quick else 3):
        bench.tell(f"{figure}: round {number + 1} of {rounds}")
        ours.add(drive(OpenModel(RATE), port, seconds, core).latency())
        words = (str(port), str(RATE), f"{seconds + WARM_UP_S:g}")
        printed = run(python(REFERENCE, *words), core, timeout_s=_TIMEOUT_S).stdout
        latencies = msgspec.json.decode(printed, type=_Latencies).latencies_us
        reference += latencies[round(RATE * WARM_UP_S) :]
    for percent in _PERCENTS:
        theirs_ms = exact_percentile(reference, percent) / 1e3
        yield agreement(figure, percent, _ms(ours, percent), theirs_ms, "the reference")


def _against_wrk(bench: Bench, figure: str, port: int) -> Iterator[Finding]:
    ours = LatencyHistogram()
    theirs: dict[int, list[float]] = {percent: [] for percent in _PERCENTS}
    seconds, core = bench.seconds(1.0, 4.0), bench.cores.client
    wrk = partial(peer("wrk").command, f"http://127.0.0.1:{port}/hello", USERS)
    for number in range(rounds := 1 if bench.quick else 3):
        bench.tell(f"{figure}: round {number + 1} of {rounds}")
        ours.add(drive(ClosedModel(USERS), port, seconds, core).latency())
        printed = run(wrk(seconds + WARM_UP_S), core, timeout_s=_TIMEOUT_S).stdout
        for percent in _PERCENTS:
            theirs[percent].append(percentile_of_wrk(printed, percent) * 1e3)
    for percent in _PERCENTS:
        # wrk prints percentiles of each run only; of alike runs the middle one stands for all.
        theirs_ms = float(np.median(theirs[percent]))
        yield agreement(figure, percent, _ms(ours, percent), theirs_ms, "wrk")


def _ms(histogram: LatencyHistogram, percent: int) -> float:
    return histogram.percentile(percent / 100) * 1e3


def agreement(figure: str, percent: int, ours_ms: float, theirs_ms: float, whose: str) -> Finding:
    """How far ours is from theirs, in per cent of theirs."""
    off_ms = ours_ms - theirs_ms
    return Finding(
        figure=figure,
        subject=f"p{percent}",
        value=100 * off_ms / theirs_ms,
        unit="%",
        bar=BAR,
        holds=abs(off_ms) <= max(0.03 * theirs_ms, 0.1),
        note=f"{ours_ms:.3f} ms, {whose} {theirs_ms:.3f} ms",
        details={"ours_ms": ours_ms, "theirs_ms": theirs_ms},
    )
