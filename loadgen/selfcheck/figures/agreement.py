"""Whether p50 and p99 are what others measure, on the same server in the same minute.

At a constant rate against the independent reference, exactly sorted; in the closed model against
wrk's percentiles. Both meet the same list of pauses, and take turns.
"""

import shutil
from collections.abc import Iterator, Sequence
from statistics import median

import msgspec
import numpy as np

from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.selfcheck.check_context import CheckContext
from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.generator_driver import WARM_UP_S, drive
from loadgen.selfcheck.peers import OutputError, peer, percentile_of_wrk
from loadgen.selfcheck.pinned_processes import NULL_SERVER, PACED_SERVER, ProcessError, run, serving
from servers.process.child_process import child_command

REFERENCE = "loadgen.selfcheck.reference_client"
RATE = 1_000
USERS = 64
BAR = "≤ 3 % or 0.1 ms"

PERCENTS = (50, 99)


class _Latencies(msgspec.Struct):
    latencies_us: list[float]


def latencies_ms(printed: str) -> list[float]:
    """What the reference printed; raises msgspec.DecodeError."""
    return [each / 1e3 for each in msgspec.json.decode(printed, type=_Latencies).latencies_us]


def exact_percentile(values: Sequence[float], percent: float) -> float:
    """Nearest rank over a sort of all values."""
    ordered = np.sort(np.asarray(values, np.float64))
    rank = int(np.ceil(percent / 100 * ordered.size))
    return float(ordered[max(rank, 1) - 1])


def with_the_reference(bench: CheckContext) -> Iterator[Finding]:
    """Against the reference: on a server with known pauses, and on one that costs nothing."""
    for title, server in (("paced", (PACED_SERVER, "wide")), ("null", (NULL_SERVER,))):
        figure = f"p50 and p99 at {RATE:,} requests/s, {title} server"
        try:
            with serving(bench.cores.server, *server) as port:
                yield from _against_reference(bench, figure, port)
        except (ProcessError, msgspec.DecodeError) as error:
            yield Finding(figure=figure, subject="p50, p99", bar=BAR, holds=False, note=str(error))


def with_wrk(bench: CheckContext) -> Iterator[Finding]:
    """Against wrk, where it is installed."""
    figure = f"p50 and p99 with {USERS} users, paced server"
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


def _against_reference(bench: CheckContext, figure: str, port: int) -> Iterator[Finding]:
    ours, reference = _by_percent(), _by_percent()
    seconds, core = bench.seconds(1.0, 2.0), bench.cores.client
    words = (str(port), str(RATE), f"{seconds + WARM_UP_S:g}")
    for _ in _rounds(bench, figure):
        _note(ours, drive(OpenModel(RATE), port, seconds, core).latency())
        printed = run(child_command(REFERENCE, *words), core).stdout
        warm = latencies_ms(printed)[round(RATE * WARM_UP_S) :]
        for percent in PERCENTS:
            reference[percent].append(exact_percentile(warm, percent))
    for percent in PERCENTS:
        yield agreement(figure, percent, ours[percent], reference[percent], "independent client")


def _against_wrk(bench: CheckContext, figure: str, port: int) -> Iterator[Finding]:
    ours, theirs = _by_percent(), _by_percent()
    seconds, core = bench.seconds(1.0, 2.0), bench.cores.client
    wrk = peer("wrk").command(f"http://127.0.0.1:{port}/hello", USERS, seconds + WARM_UP_S)
    for _ in _rounds(bench, figure):
        _note(ours, drive(ClosedModel(USERS), port, seconds, core).latency())
        printed = run(wrk, core).stdout
        for percent in PERCENTS:
            theirs[percent].append(percentile_of_wrk(printed, percent) * 1e3)
    for percent in PERCENTS:
        yield agreement(figure, percent, ours[percent], theirs[percent], "wrk")


def _rounds(bench: CheckContext, figure: str) -> Iterator[int]:
    rounds = 1 if bench.quick else 5
    for number in range(1, rounds + 1):
        bench.tell(f"{figure}: round {number} of {rounds}")
        yield number


def _by_percent() -> dict[int, list[float]]:
    return {percent: [] for percent in PERCENTS}


def _note(by_percent: dict[int, list[float]], histogram: LatencyHistogram) -> None:
    for percent, values in by_percent.items():
        values.append(histogram.percentile(percent / 100) * 1e3)


def agreement(
    figure: str, percent: int, ours: Sequence[float], theirs: Sequence[float], whose: str
) -> Finding:
    """How far ours is from theirs, in per cent of theirs.

    Milliseconds of each round are given, and the middle round counts: in another, the machine may
    have been busy with something else.
    """
    ours_ms, theirs_ms = median(ours), median(theirs)
    off_ms = ours_ms - theirs_ms
    return Finding(
        figure=figure,
        subject=f"p{percent}",
        value=100 * off_ms / theirs_ms,
        unit="%",
        bar=BAR,
        holds=abs(off_ms) <= max(0.03 * theirs_ms, 0.1),
        note=f"{ours_ms:.3f} ms; {whose} {theirs_ms:.3f} ms",
        details={"ours_ms": ours_ms, "theirs_ms": theirs_ms},
    )
