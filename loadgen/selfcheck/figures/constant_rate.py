"""Whether a rate that was asked for is the rate that is sent, and how late requests leave."""

from collections.abc import Iterator

import msgspec

from loadgen.model.load_plan import RATE_MAX
from loadgen.model.load_summary import LatencySummary, LoadSummary
from loadgen.selfcheck.check_context import CheckContext
from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.peers import GENERATOR
from loadgen.selfcheck.pinned_processes import NULL_SERVER, ProcessError, run, serving
from servers.process.child_process import child_command

FIGURE = "Constant rate kept, null server"
RATES = (100, 1_000, 5_000, 10_000, 20_000)
QUICK_RATES = (1_000, 20_000)
ERROR_MAX_PERCENT = 0.5
LAG_MAX_MS = 1.0


def findings(bench: CheckContext) -> Iterator[Finding]:
    """The error at each rate; then the send lag at half of what the generator can do at most."""
    seconds = bench.seconds(1.0, 10.0)
    try:
        with serving(bench.cores.server, NULL_SERVER) as port:
            for rate in QUICK_RATES if bench.quick else RATES:
                yield judge_rate(rate, _send(bench, port, rate, seconds), seconds)
            yield _lag(bench, port, seconds)
    except (ProcessError, msgspec.DecodeError) as error:
        yield Finding(figure=FIGURE, subject="the generator", holds=False, note=str(error))


def judge_rate(rate: float, totals: LoadSummary, seconds: float) -> Finding:
    """One request more or less is no error: it may be answered on either side of the edge."""
    off = abs(totals.throughput_per_second - rate) * seconds
    error_percent = 100 * max(off - 1, 0.0) / (rate * seconds)
    requests, lag_ms = totals.requests, totals.generator.send_lag_ms_p99
    return Finding(
        figure=FIGURE,
        subject=f"{rate:,.0f}/s, off by",
        value=error_percent,
        unit="%",
        bar=f"≤ {ERROR_MAX_PERCENT} %",
        holds=error_percent <= ERROR_MAX_PERCENT,
        note=f"send lag p99 {lag_ms:.2f} ms; {requests.dropped:,} dropped, "
        f"{requests.failures:,} failed; {totals.generator.cpu_percent:.0f} % of a core",
        details={
            "sent": requests.sent,
            "dropped": requests.dropped,
            "failed": requests.failures,
            "throughput_per_second": totals.throughput_per_second,
            "seconds": seconds,
            "send_lag_ms_p99": lag_ms,
            "cpu_percent": totals.generator.cpu_percent,
            **_latencies_ms("from_schedule", totals.latency_ms),
            **_latencies_ms("from_send", totals.service_ms or LatencySummary()),
        },
    )


def _latencies_ms(basis: str, latency: LatencySummary) -> dict[str, float]:
    return {
        f"{basis}_{name}_ms": value
        for name, value in (("p50", latency.p50), ("p99", latency.p99))
        if value is not None
    }


def _send(bench: CheckContext, port: int, rate: float, seconds: float) -> LoadSummary:
    bench.tell(f"{FIGURE}: {rate:,.0f}/s")
    words = ("--rate", f"{rate:.0f}", "--duration", f"{seconds:g}")
    command = child_command(GENERATOR, "--url", f"http://127.0.0.1:{port}/hello", *words)
    printed = run(command, bench.cores.client).stdout
    return msgspec.json.decode(printed, type=LoadSummary)


def _lag(bench: CheckContext, port: int, seconds: float) -> Finding:
    """The ceiling is what is answered when far too much is due."""
    ceiling = _send(bench, port, RATE_MAX, bench.seconds(1.0, 3.0)).throughput_per_second
    half = round(ceiling / 2)
    lag_ms = _send(bench, port, half, seconds).generator.send_lag_ms_p99
    return Finding(
        figure=FIGURE,
        subject=f"send lag p99 at {half:,}/s",
        value=lag_ms,
        unit="ms",
        bar=f"≤ {LAG_MAX_MS:g} ms",
        holds=lag_ms <= LAG_MAX_MS,
        note=f"half of the ceiling of {ceiling:,.0f}/s",
        details={"rate": half, "ceiling_per_s": ceiling, "send_lag_ms_p99": lag_ms},
    )
