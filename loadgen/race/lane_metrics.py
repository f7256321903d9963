"""One lane's figures between two ticks: what its children report goes in, a LaneFrame comes out."""

import math
from collections.abc import Sequence

import msgspec

from loadgen.model.frame import GeneratorSample, LaneFrame, LaneStatus, Pinned
from loadgen.model.histogram import LatencyHistogram, SparseHistogram
from loadgen.model.load_summary import generator_is_the_limit
from loadgen.model.snapshot import Requests, Snapshot
from loadgen.race.liveness import Responses
from servers.telemetry.messages import Ready, Telemetry


def _merge(parts: Sequence[SparseHistogram]) -> SparseHistogram:
    filled = [part for part in parts if part.count]
    if len(filled) <= 1:
        return filled[0] if filled else SparseHistogram()
    whole = LatencyHistogram()
    for part in filled:
        whole.add(part)
    return whole.sparse()


class LaneMetrics:
    """Sums what was reported. Totals run over all generators that the lane has had.

    Those that send at the same time are distinguished by their number; the time that they measure
    together counts once.
    """

    def __init__(self) -> None:
        self.responses = Responses()
        self._before = Requests()
        self._cpu_before_s = 0.0
        self._opened_before = 0
        self._latest: dict[int, Snapshot] = {}
        self._measured_from = self._measured_until = math.inf
        self._server: Telemetry | None = None
        self._announced: Ready | None = None
        self._taken: list[Snapshot] = []
        self._measured_s: dict[int, float] = {}
        self._lost = 0

    @property
    def requests(self) -> Requests:
        """Totals so far."""
        return sum((each.totals for each in self._latest.values()), self._before)

    @property
    def cpu_percent(self) -> float:
        """Of a core, of the generator that needs most of one; 0 while there is none."""
        return max((each.cpu_percent for each in self._latest.values()), default=0.0)

    def measure_from(self, revision: int) -> None:
        """Only time under this plan or a later one counts: before, the generators paused."""
        self._measured_from, self._measured_until = revision, math.inf

    def measure_until(self, revision: int) -> None:
        """Time that began under this plan or a later one does not count."""
        self._measured_until = revision

    def quiet(self, revision: int) -> bool:
        """Whether all generators follow this plan or a later one, with nothing in flight."""
        return all(
            each.revision >= revision and each.totals.in_flight == each.totals.waiting == 0
            for each in self._latest.values()
        )

    def announce(self, ready: Ready) -> None:
        """A server became ready."""
        self._announced = ready
        self.responses.reset()

    def hear(self, telemetry: Telemetry) -> None:
        """Take a report of the server; within one tick the latest counts."""
        self._server = telemetry

    def take(self, number: int, snapshot: Snapshot) -> None:
        """The generator of that number reported."""
        began_under = self._latest.get(number, snapshot).revision
        flowed = snapshot.revision >= self._measured_from and began_under < self._measured_until
        if flowed:
            measured_s = self._measured_s.get(number, 0.0)
            self._measured_s[number] = measured_s + snapshot.interval_s
        self._latest[number] = snapshot
        self.responses.take(snapshot)
        self._taken.append(snapshot)

    def generators_gone(self) -> None:
        """Close the books of all generators.

        What was in flight when one died is lost: failed; what waited was never sent: dropped.
        """
        for snapshot in self._latest.values():
            now = snapshot.totals
            if now.in_flight:
                failed = now.failed | {"generator": now.failed.get("generator", 0) + now.in_flight}
                self._lost += now.in_flight
                now = msgspec.structs.replace(now, failed=failed, in_flight=0)
            if now.waiting:
                now = msgspec.structs.replace(now, dropped=now.dropped + now.waiting, waiting=0)
            self._before += now
            self._cpu_before_s += snapshot.cpu_s
            self._opened_before += snapshot.connections_opened
        self._latest.clear()

    def tick(self, status: LaneStatus, pinned: Pinned | None = None) -> LaneFrame:
        """What came since the last tick; the next one starts at nothing."""
        taken = self._taken
        frame = LaneFrame(
            status=status,
            requests=self.requests,
            interval_s=self._interval_s(),
            latency=_merge([each.latency for each in taken]),
            service=_merge([each.service for each in taken]),
            valid=all(each.valid for each in taken),
            failed=sum(each.failed for each in taken) + self._lost,
            server=self._server,
            generator=self._sample(taken),
            announced=self._announced,
            notice=next((each.notice for each in self._latest.values() if each.notice), ""),
            generators=max(1, len(self._latest)),
            pinned=pinned,
            connections_opened=self._opened_before
            + sum(each.connections_opened for each in self._latest.values()),
        )
        self._server = self._announced = None
        self._taken, self._measured_s, self._lost = [], {}, 0
        return frame

    def _interval_s(self) -> float:
        """The mean over the generators: they measure the same time, each ticking by itself."""
        reported = {n for n, each in self._latest.items() if each.revision >= self._measured_from}
        sending = reported | self._measured_s.keys()
        return sum(self._measured_s.values()) / max(1, len(sending))

    def _sample(self, taken: Sequence[Snapshot]) -> GeneratorSample | None:
        if not taken:
            return None
        cpu_percent = max(each.cpu_percent for each in taken)
        send_lag_ms = max(each.send_lag_ms for each in taken)
        return GeneratorSample(
            cpu_percent=cpu_percent,
            cpu_s=self._cpu_before_s + sum(each.cpu_s for each in self._latest.values()),
            send_lag_ms=send_lag_ms,
            is_the_limit=generator_is_the_limit(cpu_percent, send_lag_ms),
            at=sum(each.at for each in self._latest.values()) / max(1, len(self._latest)),
        )
