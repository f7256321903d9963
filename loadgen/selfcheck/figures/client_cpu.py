"""What one request costs the client, in CPU, beside every peer that is installed.

User and system time of the whole process, by the operating system, over the requests it got
answered; what had gone by before the load began is taken off, or short runs would measure Python's
and Node's start. The peers take turns in rounds, and the bars look at ratios within a round.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from loadgen.generator.descriptor_limit import allow_connections
from loadgen.selfcheck.check_context import CheckContext
from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.peers import FACEOFF, PEERS, OutputError, Peer
from loadgen.selfcheck.pinned_processes import NULL_SERVER, ProcessError, run, run_gated, serving

FEW, MANY = 64, 1_000


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of one client."""

    requests: int
    cpu_s: float
    start_cpu_s: float
    seconds: float

    @property
    def us(self) -> float:
        """Microseconds for each request."""
        return max(self.cpu_s - self.start_cpu_s, 0.0) / self.requests * 1e6


@dataclass(frozen=True, slots=True)
class Bar:
    """Faceoff's cost over the peer's, and what it may be."""

    peer: str
    text: str
    holds: Callable[[float], bool]


BARS: dict[int, tuple[Bar, ...]] = {
    FEW: (
        Bar("wrk", "≤ 1.5 ×", lambda ratio: ratio <= 1.5),
        Bar("hey", "< 1 ×", lambda ratio: ratio < 1),
        Bar("autocannon", "< 1 ×", lambda ratio: ratio < 1),
        Bar("aiohttp", "≤ 1/7 ×", lambda ratio: ratio <= 1 / 7),
    ),
    MANY: (Bar("wrk", "≤ 2 ×", lambda ratio: ratio <= 2),),
}

Rounds = dict[str, list[Cost]]


def findings(bench: CheckContext) -> Iterator[Finding]:
    """The costs at 64 connections, of all, and at 1,000, of those that the bars are about."""
    allow_connections(2 * MANY)  # children inherit it
    with serving(bench.cores.server, NULL_SERVER) as port:
        url = f"http://127.0.0.1:{port}/hello"
        starts: dict[str, float] = {}
        for connections in (FEW, MANY):
            yield from _costs(bench, url, connections, starts)


def _costs(
    bench: CheckContext, url: str, connections: int, starts: dict[str, float]
) -> Iterator[Finding]:
    figure = f"Client CPU for each request, {connections:,} connections"
    rounds: Rounds = {}
    failed: dict[str, str] = {}
    repeats = 1 if bench.quick else 3
    for number in range(repeats):
        for peer in _taking_part(bench, connections):
            if peer.name in failed or (peer.slow and number > 0):
                continue
            bench.tell(f"{figure}: {peer.name}, round {number + 1} of {repeats}")
            try:
                cost = _cost(bench, peer, url, connections, starts)
            except (ProcessError, OutputError) as error:
                failed[peer.name] = str(error)
            else:
                rounds.setdefault(peer.name, []).append(cost)
    for peer in _all(bench, connections):
        yield _report_peer(figure, peer, rounds.get(peer.name), failed.get(peer.name))
    for bar in BARS[connections]:
        yield compare_peers(figure, bar, rounds)


def _all(bench: CheckContext, connections: int) -> list[Peer]:
    """With a thousand connections, and when it is to be quick, not those that take long."""
    if connections == FEW:
        return [peer for peer in PEERS if not (bench.quick and peer.slow)]
    wanted = {FACEOFF, *(bar.peer for bar in BARS[connections])}
    return [peer for peer in PEERS if peer.name in wanted or not (bench.quick or peer.distribution)]


def _taking_part(bench: CheckContext, connections: int) -> list[Peer]:
    return [peer for peer in _all(bench, connections) if peer.installed]


def _cost(
    bench: CheckContext, peer: Peer, url: str, connections: int, starts: dict[str, float]
) -> Cost:
    core, seconds = bench.cores.client, bench.seconds(1.0, 3.0)
    command = peer.command(url, connections, seconds)
    if peer.gate:
        hold_s = seconds if peer.held else None
        gate = peer.gate(url, connections)
        finished = run_gated(command, core, gate, hold_s=hold_s)
    else:
        finished = run(command, core)
        if peer.smallest and peer.name not in starts:
            starts[peer.name] = run(peer.smallest(url), core).cpu_s
    requests = peer.requests(finished.stdout)
    if requests == 0:
        raise OutputError("No request was answered.")
    start_cpu_s = finished.start_cpu_s or starts.get(peer.name, 0.0)
    return Cost(requests, finished.cpu_s, start_cpu_s, seconds)


def _report_peer(figure: str, peer: Peer, costs: list[Cost] | None, failed: str | None) -> Finding:
    if not costs:
        missing = f"not installed: {peer.to_add}"
        return Finding(
            figure=figure,
            subject=peer.name,
            note=f"failed: {failed}" if failed else missing,
            holds=False if failed and peer.name == FACEOFF else None,
        )
    best = min(costs, key=lambda cost: cost.us)
    rate = best.requests / best.seconds
    return Finding(
        figure=figure,
        subject=f"{peer.name} {peer.version}".strip(),
        value=best.us,
        unit="µs",
        note=f"{rate:,.0f} requests/s" + (f"; then failed: {failed}" if failed else ""),
        details={
            "requests": best.requests,
            "cpu_s": best.cpu_s,
            "start_cpu_s": best.start_cpu_s,
            "seconds": best.seconds,
        },
    )


def compare_peers(figure: str, bar: Bar, rounds: Rounds) -> Finding:
    """Faceoff's cost by the peer's, the median over the rounds in which both ran."""
    pairs = zip(rounds.get(FACEOFF, ()), rounds.get(bar.peer, ()), strict=False)
    ratios = [ours.us / theirs.us for ours, theirs in pairs if theirs.us > 0]
    subject = f"{FACEOFF} by {bar.peer}"
    if not ratios:
        return Finding(figure=figure, subject=subject, bar=bar.text, note="not measured")
    ratio = median(ratios)
    return Finding(
        figure=figure,
        subject=subject,
        value=ratio,
        unit="×",
        bar=bar.text,
        holds=bar.holds(ratio),
        details={f"round_{number}": each for number, each in enumerate(ratios, 1)},
    )
