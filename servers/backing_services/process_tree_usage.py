"""What a service and all its processes use."""

import time
from collections.abc import Iterator

import psutil

from servers.process.byte_units import MIB
from servers.telemetry.messages import ServiceTelemetry

_SHARE = 0.01


class ProcessTreeUsage:
    """Measures this process and all below it.

    A database has a process for each connection. To find 200 and their memory takes 10 ms: that
    is done again only once it takes no more than 1 % of the time. Their CPU is read every time,
    for 10 µs each.
    """

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._cpu_s: dict[psutil.Process, float] = {}
        self._gone_cpu_s = 0.0
        self._rss_mib = 0.0
        self._find_at = 0.0

    def read(self, seq: int) -> ServiceTelemetry:
        """Now."""
        now = time.monotonic()
        if now >= self._find_at:
            self._find()
            self._find_at = now + (time.monotonic() - now) / _SHARE
        cpu_s = dict(self._read_cpu())
        # What the ended ones had used stays used.
        self._gone_cpu_s += sum(self._cpu_s[each] for each in self._cpu_s.keys() - cpu_s.keys())
        self._cpu_s = cpu_s
        total_s = self._gone_cpu_s + sum(cpu_s.values())
        return ServiceTelemetry(seq, now, total_s, self._rss_mib, len(cpu_s))

    def _read_cpu(self) -> Iterator[tuple[psutil.Process, float]]:
        for process in self._cpu_s:
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue  # it has ended
            yield process, times.user + times.system

    def _find(self) -> None:
        unique = shared = 0
        for process in [self._own, *self._own.children(recursive=True)]:
            try:
                memory = process.memory_info()
            except psutil.Error:
                continue
            self._cpu_s.setdefault(process, 0.0)
            # What they share, a database's buffers above all, would be counted 200 times.
            common = getattr(memory, "shared", 0)
            unique += memory.rss - common
            shared = max(shared, common)
        self._rss_mib = (unique + shared) / MIB
