"""Inside the child: what it tells about itself, from a thread of its own, ten times a second."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import psutil

from servers.process.byte_units import MIB
from servers.telemetry.columns import COLUMNS, mean, total
from servers.telemetry.messages import BackendUse, Load, ProcessLoad, Telemetry

if sys.platform != "win32":
    import resource

_UNIQUE_EVERY_S, _UNIQUE_SHARE = 0.5, 0.002
_SCHEDULED = Path("/proc/self/schedstat")
"""Nanoseconds on a processor, nanoseconds ready and without one, and how often it got one."""


_MEASURES = tuple((each.name, each.measure) for each in COLUMNS if each.measure is not None)


class Gauge:
    """Measures this process.

    A reading costs about 0.07 ms, and 0.3 more when the unique memory is measured: that is every
    half a second, or as rarely as it takes to need 0.2 % of a core.

    ``backends`` tells how the app uses its backing services, by key, from any thread.
    """

    def __init__(self, backends: Callable[[], Mapping[str, BackendUse]] = dict) -> None:
        self._process = psutil.Process()
        self._backends = backends
        self._unique_mib: float | None = None
        self._unique_due = 0.0

    def read(self, seq: int, load: Load) -> Telemetry:
        """Now; ``load`` is what the server itself tells."""
        voluntary, involuntary = _switches()
        with self._process.oneshot():
            cpu = self._process.cpu_times()
            measured = {name: measure(self._process) for name, measure in _MEASURES}
            return Telemetry(
                seq=seq,
                at=time.monotonic(),
                cpu_s=cpu.user + cpu.system + _of_ended_children_s(),
                uss_mib=self._unique(),
                processes=1,
                context_switches=self._all_switches(voluntary, involuntary),
                voluntary_switches=voluntary,
                involuntary_switches=involuntary,
                cpu_wait_s=_cpu_wait_s(),
                backends=dict(self._backends()),
                pid=self._process.pid,
                **msgspec.structs.asdict(load),
                **_as_fields(measured),
            )

    def _all_switches(self, voluntary: int | None, involuntary: int | None) -> int | None:
        """Windows does not tell the two kinds apart, and psutil gives their sum as voluntary."""
        if voluntary is not None and involuntary is not None:
            return voluntary + involuntary
        try:
            return sum(self._process.num_ctx_switches())
        except psutil.Error:
            return None

    def _unique(self) -> float | None:
        """The unique memory in MiB, None where the system does not tell.

        It is measured less often than the rest: the system visits every page, and the more there
        are, the longer it takes.
        """
        began = time.thread_time()
        if time.monotonic() >= self._unique_due:
            try:
                self._unique_mib = self._process.memory_full_info().uss / MIB
            except psutil.AccessDenied:
                self._unique_mib = None
            took_s = time.thread_time() - began
            self._unique_due = time.monotonic() + max(_UNIQUE_EVERY_S, took_s / _UNIQUE_SHARE)
        return self._unique_mib


def _as_fields(figures: Mapping[str, float | None]) -> dict[str, Any]:
    """What of ``Telemetry`` holds them: a field each, and ``figures`` for those without one."""
    fields = Telemetry.__struct_fields__
    others = {name: value for name, value in figures.items() if name not in fields}
    own = {name: value for name, value in figures.items() if name in fields}
    return own | {"figures": others} if others else own


def _switches() -> tuple[int | None, int | None]:
    """Voluntary and involuntary context switches of all threads, and of workers that ended.

    Not psutil's: on Linux it has those of the main thread alone, which in a pool of threads does
    least.
    """
    if sys.platform == "win32":
        return None, None
    own = resource.getrusage(resource.RUSAGE_SELF)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_nvcsw + ended.ru_nvcsw, own.ru_nivcsw + ended.ru_nivcsw


def _cpu_wait_s() -> float | None:
    """Of the main thread; Linux alone tells."""
    try:
        return int(_SCHEDULED.read_bytes().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return None


def _of_ended_children_s() -> float:
    """What workers used that are no more: totals never fall when one dies and is replaced."""
    if sys.platform == "win32":
        return 0.0
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def combine_processes(own: Telemetry, workers: Sequence[Telemetry]) -> Telemetry:
    """Combine a supervisor and its workers to one server, as ``COLUMNS`` says.

    ``seq`` and ``at`` are the supervisor's.
    """
    everyone = [own, *workers]
    figures = {
        each.name: each.combine(
            [one.figure(each.name) for one in (everyone if each.counts_supervisor else workers)]
        )
        for each in COLUMNS
        if each.combine is not None
    }
    return msgspec.structs.replace(
        own,
        **_as_fields(figures),
        cpu_s=sum(each.cpu_s for each in everyone),
        context_switches=total([each.context_switches for each in everyone]),
        voluntary_switches=total([each.voluntary_switches for each in everyone]),
        involuntary_switches=total([each.involuntary_switches for each in everyone]),
        cpu_wait_s=mean([each.cpu_wait_s for each in workers]),
        backends=_together([each.backends for each in workers]),
        parts=tuple(map(_part, workers)) if len(workers) > 1 else (),
    )


def _part(worker: Telemetry) -> ProcessLoad:
    return ProcessLoad(**{name: getattr(worker, name) for name in ProcessLoad.__struct_fields__})


def _together(parts: Sequence[Mapping[str, BackendUse]]) -> dict[str, BackendUse]:
    """The workers' pools of one backing service as one pool."""
    keys = dict.fromkeys(key for part in parts for key in part)
    return {key: _one_pool([part[key] for part in parts if key in part]) for key in keys}


def _one_pool(uses: Sequence[BackendUse]) -> BackendUse:
    return BackendUse(
        calls=sum(each.calls for each in uses),
        call_s=sum(each.call_s for each in uses),
        failures=sum(each.failures for each in uses),
        in_use=total([each.in_use for each in uses]),
        size=total([each.size for each in uses]),
        waiting=total([each.waiting for each in uses]),
        client=uses[0].client,
    )
