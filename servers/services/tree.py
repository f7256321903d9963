"""What a service and all its processes use."""

import time

import psutil

from servers.messages import ServiceTelemetry

_SHARE = 0.02
_MIB = 2**20


class Tree:
    """Measures this process and all below it.

    A database has a process for each connection, and looking at 200 takes 10 ms: it looks again
    only once its looking takes no more than 2 % of the time. ``at`` tells when it last looked.
    """

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._known: dict[int, psutil.Process] = {}
        self._cpu_s: dict[int, float] = {}
        self._gone_cpu_s = 0.0
        self._latest = ServiceTelemetry(0, 0.0, 0.0, 0.0, 1)
        self._again_at = 0.0

    def read(self, seq: int) -> ServiceTelemetry:
        """Now, or as it was when last looked at."""
        began = time.monotonic()
        if began >= self._again_at:
            self._latest = self._look(seq, began)
            self._again_at = began + (time.monotonic() - began) / _SHARE
        found = self._latest
        return ServiceTelemetry(seq, found.at, found.cpu_s, found.rss_mib, found.processes)

    def _look(self, seq: int, now: float) -> ServiceTelemetry:
        everyone = [self._own, *self._own.children(recursive=True)]
        # The same objects as before, where possible: a new one reads more.
        self._known = {each.pid: self._known.get(each.pid, each) for each in everyone}
        cpu_s: dict[int, float] = {}
        unique = shared = 0
        for pid, process in self._known.items():
            try:
                times, memory = process.cpu_times(), process.memory_info()
            except psutil.Error:
                continue  # it has just ended
            cpu_s[pid] = times.user + times.system
            # What they share, a database's buffers above all, would be counted 200 times.
            common = getattr(memory, "shared", 0)
            unique += memory.rss - common
            shared = max(shared, common)
        ended = self._cpu_s.keys() - cpu_s.keys()
        self._gone_cpu_s += sum(self._cpu_s[pid] for pid in ended)
        self._cpu_s = cpu_s
        total_s = self._gone_cpu_s + sum(cpu_s.values())
        return ServiceTelemetry(seq, now, total_s, (unique + shared) / _MIB, len(cpu_s))
