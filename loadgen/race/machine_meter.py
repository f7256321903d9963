"""Who used the machine: the system's accounting, split by what the children report of themselves.

Once a second the idle time of the processors is read. What was not idle and is not the CPU time of
a server, a generator, a service or this process was used by other programs. The children report
their CPU time ten times a second at moments of their own, so their totals are interpolated to the
moment of the reading; for that it waits until all have reported past it, but at most half a second.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping

from loadgen.model.frame import LANES, LaneFrame, LaneId, MachineUse, ServiceFrame
from loadgen.race.process_control.processor_times import (
    ProcessorTimes,
    ReadProcessorTimes,
    read_processor_times,
)
from servers.process.processors import Processors, usable_processors

EVERY_S = 1.0
"""The system counts idle time in ticks of 10 ms: over a second that is 1 % of a processor."""

WAIT_S = 0.5
"""A child that has not reported for so long is taken to have used nothing since."""

_KEPT = 64


class CpuTotal:
    """CPU seconds of one part of the race, from reports at moments of their own."""

    def __init__(self) -> None:
        self._at: deque[float] = deque(maxlen=_KEPT)
        self._total_s: deque[float] = deque(maxlen=_KEPT)
        self._before_s = 0.0
        self._last_s = 0.0
        self._taken_s = 0.0

    @property
    def newest_at(self) -> float:
        """When it was reported last; infinite while nothing was."""
        return self._at[-1] if self._at else float("inf")

    def begin_process(self, at: float) -> None:
        """Another process takes over, started at ``at``: its own total begins at 0."""
        self._before_s += self._last_s
        self._last_s = 0.0
        self._append(max(at, self._at[-1]) if self._at else at)

    def report(self, at: float, cpu_s: float) -> None:
        """The process had used ``cpu_s`` since its start. A total that falls is another's."""
        if self._at and at <= self._at[-1]:
            return
        if not self._at:
            self._taken_s = cpu_s  # what was used before is nobody's question
        if cpu_s < self._last_s:
            self._before_s += self._last_s
        self._last_s = cpu_s
        self._append(at)

    def until(self, moment: float) -> float:
        """The total at a moment: flat before the first report and after the last."""
        if not self._at:
            return 0.0
        after = bisect_left(self._at, moment)
        if after in (0, len(self._at)):
            return self._total_s[min(after, len(self._at) - 1)]
        began, ended = self._at[after - 1], self._at[after]
        share = (moment - began) / (ended - began)
        return self._total_s[after - 1] * (1 - share) + self._total_s[after] * share

    def take_until(self, moment: float) -> float:
        """CPU seconds up to a moment that were not taken before.

        What is reported too late for one taking is in the next: nothing is lost.
        """
        taken, self._taken_s = self._taken_s, self.until(moment)
        return max(0.0, self._taken_s - taken)

    def _append(self, at: float) -> None:
        self._at.append(at)
        self._total_s.append(self._before_s + self._last_s)


class MachineMeter:
    """Asked in every tick; answers about once a second.

    ``cpu_s`` of all parts are read from the frames that they are reported in.
    """

    def __init__(
        self,
        read: ReadProcessorTimes = read_processor_times,
        processors: Processors | None = None,
    ) -> None:
        self._read = read
        self._processors = processors or usable_processors()
        self._lanes: dict[LaneId, CpuTotal] = {id_: CpuTotal() for id_ in LANES}
        self._generators: dict[LaneId, CpuTotal] = {id_: CpuTotal() for id_ in LANES}
        self._services: dict[str, CpuTotal] = {}
        self._starting_at: dict[LaneId, float] = {}
        self._samples: deque[ProcessorTimes] = deque()
        self._races = False

    def see(
        self,
        now: float,
        race_s: float,
        lanes: Mapping[LaneId, LaneFrame],
        services: Mapping[str, ServiceFrame],
    ) -> MachineUse | None:
        """What is known since the last answer; None mostly.

        ``now`` is on the children's clock, ``race_s`` the second of the race, 0 before load flows.
        """
        for id_, lane in lanes.items():
            self._see_lane(now, id_, lane)
        for key, service in services.items():
            if service.cpu_s is not None:
                total = self._services.setdefault(key, CpuTotal())
                total.report(service.cpu_at, service.cpu_s)
        self._sample(now, races=race_s > 0)
        if len(self._samples) < 2 or not self._is_reported(self._samples[1].at, now):
            return None
        before = self._samples.popleft()
        return self._use(before, self._samples[0], race_s - now)

    def _see_lane(self, now: float, id_: LaneId, lane: LaneFrame) -> None:
        if lane.status.state in ("starting", "restarting"):
            self._starting_at.setdefault(id_, now)
        if lane.announced is not None:
            self._lanes[id_].begin_process(self._starting_at.pop(id_, now))
        if lane.server is not None:
            self._lanes[id_].report(lane.server.at, lane.server.cpu_s)
        if lane.generator is not None:
            self._generators[id_].report(lane.generator.at, lane.generator.cpu_s)

    def _sample(self, now: float, *, races: bool) -> None:
        """Once a second, and when load begins to flow: what was before is not of the race."""
        begins, self._races = races and not self._races, races
        due = not self._samples or now - self._samples[-1].at >= EVERY_S - 0.05
        if (due or begins) and (found := self._read(self._processors)) is not None:
            self._samples.append(found)

    def _is_reported(self, moment: float, now: float) -> bool:
        totals = [*self._lanes.values(), *self._generators.values(), *self._services.values()]
        return now - moment >= WAIT_S or all(each.newest_at >= moment for each in totals)

    def _use(self, before: ProcessorTimes, after: ProcessorTimes, offset_s: float) -> MachineUse:
        seconds = max(after.at - before.at, 1e-9)

        def cores(total: CpuTotal) -> float:
            return total.take_until(after.at) / seconds

        lanes = {id_: cores(total) for id_, total in self._lanes.items()}
        generators = sum(map(cores, self._generators.values()))
        services = sum(map(cores, self._services.values()))
        program = max(0.0, after.program_s - before.program_s) / seconds
        known = sum(lanes.values()) + generators + services + program
        most = self._processors.cores
        # The counters are a tick apart at most: what is known was certainly used.
        scale = min(1.0, most / known) if known else 1.0
        idle = min(self._idle(before, after, known), max(0.0, most - known * scale))
        return MachineUse(
            seconds=seconds,
            to_s=after.at + offset_s,
            processors=most,
            lanes={id_: scale * each for id_, each in lanes.items()},
            generators=scale * generators,
            services=scale * services,
            program=scale * program,
            others=max(0.0, most - scale * known - idle),
            idle=idle,
        )

    def _idle(self, before: ProcessorTimes, after: ProcessorTimes, known: float) -> float:
        """Cores that were free: processors without work, or what the quota left, if that is less.

        Under a quota, processors that other containers keep busy are not free either.
        """
        seconds = max(after.at - before.at, 1e-9)
        free = max(0.0, after.idle_s - before.idle_s) / seconds
        if not self._processors.has_quota:
            return free
        used = known
        if after.group_s is not None and before.group_s is not None:
            used = max(known, (after.group_s - before.group_s) / seconds)
        return min(free, max(0.0, self._processors.cores - used))
