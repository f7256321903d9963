"""Whether a rate that was asked for is the rate that is sent, and how late requests leave."""

from collections.abc import Iterator

import numpy as np

from loadgen.instrument.bench import Bench
from loadgen.instrument.driven import Driven, drive
from loadgen.instrument.finding import Finding
from loadgen.instrument.processes import NULL_SERVER, ProcessError, serving
from loadgen.plan import RATE_MAX, ClosedModel, OpenModel

FIGURE = "Constant rate kept, null server"
RATES = (100, 1_000, 5_000, 20_000)
ERROR_MAX_PERCENT = 0.5
LAG_MAX_MS = 1.0

_USERS = 64


def constant_rate(bench: Bench) -> Iterator[Finding]:
    """The error at four rates; then the send lag at half of what the generator can do at most."""
    seconds = bench.seconds(1.0, 10.0)
    for rate in RATES:
        bench.tell(f"{FIGURE}: {rate:,}/s")
        subject = f"{rate:,}/s"
        try:
            with serving(bench.cores.server, NULL_SERVER) as port:
                driven = drive(OpenModel(rate), port, seconds, bench.cores.client)
        except ProcessError as error:
            yield Finding(figure=FIGURE, subject=subject, holds=False, note=str(error))
        else:
            yield kept(rate, driven)
    yield from _lag(bench)


def kept(rate: float, driven: Driven) -> Finding:
    """One request more or less is no error: it may be due on either side of the edge."""
    off = driven.sent - rate * driven.elapsed_s
    error_percent = 100 * max(abs(off) - 1, 0.0) / (rate * driven.elapsed_s)
    lag_ms = send_lag_ms_p99(driven)
    return Finding(
        figure=FIGURE,
        subject=f"{rate:,.0f}/s, off by",
        value=error_percent,
        unit="%",
        bar=f"≤ {ERROR_MAX_PERCENT} %",
        holds=error_percent <= ERROR_MAX_PERCENT,
        note=f"{driven.sent:,} sent, {driven.dropped:,} dropped, {driven.failures:,} failed in "
        f"{driven.elapsed_s:.1f} s; send lag p99 {lag_ms:.2f} ms",
        details={
            "sent": driven.sent,
            "dropped": driven.dropped,
            "failed": driven.failures,
            "elapsed_s": driven.elapsed_s,
            "send_lag_ms_p99": lag_ms,
        },
    )


def send_lag_ms_p99(driven: Driven) -> float:
    """Over the worst lateness of each tick: no request left later in 99 of 100 ticks."""
    lags = sorted(snapshot.send_lag_ms for snapshot in driven.snapshots)
    return lags[int(np.ceil(0.99 * len(lags))) - 1]


def _lag(bench: Bench) -> Iterator[Finding]:
    seconds, core = bench.seconds(1.0, 10.0), bench.cores.client
    bench.tell(f"{FIGURE}: the ceiling, then half of it")
    try:
        with serving(bench.cores.server, NULL_SERVER) as port:
            most = drive(ClosedModel(_USERS), port, bench.seconds(1.0, 3.0), core)
            ceiling = most.ok / most.elapsed_s
            half = min(ceiling / 2, RATE_MAX)
            driven = drive(OpenModel(half), port, seconds, core)
    except ProcessError as error:
        yield Finding(figure=FIGURE, subject="send lag p99", holds=False, note=str(error))
        return
    lag_ms = send_lag_ms_p99(driven)
    yield Finding(
        figure=FIGURE,
        subject=f"send lag p99 at {half:,.0f}/s",
        value=lag_ms,
        unit="ms",
        bar=f"≤ {LAG_MAX_MS:g} ms",
        holds=lag_ms <= LAG_MAX_MS,
        note=f"half of the ceiling of {ceiling:,.0f}/s with {_USERS} users",
        details={"rate": half, "ceiling_per_s": ceiling, "send_lag_ms_p99": lag_ms},
    )
