"""One lane's figures between two ticks: what its children report goes in, a LaneFrame comes out."""

import msgspec

from loadgen.frame import GeneratorSample, LaneFrame, LaneStatus
from loadgen.histogram import LatencyHistogram, SparseHistogram
from loadgen.snapshot import Requests, Snapshot
from loadgen.summary import generator_is_the_limit
from servers.messages import Ready, Telemetry


def _merged(parts: list[SparseHistogram]) -> SparseHistogram:
    if len(parts) <= 1:
        return parts[0] if parts else SparseHistogram()
    whole = LatencyHistogram()
    for part in parts:
        whole.add(part)
    return whole.sparse()


class LaneMeter:
    """Sums what was reported. Totals run over all generators that the lane has had."""

    def __init__(self) -> None:
        self._before = Requests()
        self._now = Requests()
        self._cpu_before_s = self._cpu_now_s = 0.0
        self._measured_from = 0
        self._notice = ""
        self._next_tick()

    def _next_tick(self) -> None:
        self._interval_s = 0.0
        self._failed = 0
        self._latencies: list[SparseHistogram] = []
        self._server: Telemetry | None = None
        self._generator: GeneratorSample | None = None
        self._announced: Ready | None = None

    @property
    def requests(self) -> Requests:
        """Totals so far."""
        return self._before + self._now

    def measure_from(self, revision: int) -> None:
        """Only time under this plan or a later one counts: before, the generator paused."""
        self._measured_from = revision

    def announce(self, ready: Ready) -> None:
        """A server became ready."""
        self._announced = ready

    def hear(self, telemetry: Telemetry) -> None:
        """A server told how it is; within one tick the latest counts."""
        self._server = telemetry

    def take(self, snapshot: Snapshot) -> None:
        """A generator reported."""
        self._now = snapshot.totals
        self._cpu_now_s = snapshot.cpu_s
        self._notice = snapshot.notice
        self._failed += snapshot.failed
        if snapshot.latency.count:
            self._latencies.append(snapshot.latency)
        if snapshot.revision >= self._measured_from:
            self._interval_s += snapshot.interval_s
        self._generator = GeneratorSample(
            cpu_percent=snapshot.cpu_percent,
            cpu_s=self._cpu_before_s + snapshot.cpu_s,
            send_lag_ms=snapshot.send_lag_ms,
            is_the_limit=generator_is_the_limit(snapshot.cpu_percent, snapshot.send_lag_ms),
        )

    def generator_gone(self) -> None:
        """Close the books of a generator. What it had in flight when it died is lost: failed."""
        now = self._now
        lost = now.in_flight
        if lost:
            failed = now.failed | {"generator": now.failed.get("generator", 0) + lost}
            now = msgspec.structs.replace(now, failed=failed, in_flight=0)
            self._failed += lost
        self._before += now
        self._now = Requests()
        self._cpu_before_s += self._cpu_now_s
        self._cpu_now_s = 0.0

    def tick(self, status: LaneStatus) -> LaneFrame:
        """What came since the last tick; the next one starts at nothing."""
        frame = LaneFrame(
            status=status,
            requests=self.requests,
            interval_s=self._interval_s,
            latency=_merged(self._latencies),
            failed=self._failed,
            server=self._server,
            generator=self._generator,
            announced=self._announced,
            notice=self._notice,
        )
        self._next_tick()
        return frame
