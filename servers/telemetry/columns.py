"""Every figure of a server, once.

Its column in the time line and in CSV files, its unit, its place in the menu of the window, and how
the figures of several processes become that of one server.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from servers.process.byte_units import MIB

if TYPE_CHECKING:
    from psutil import Process

_Number = TypeVar("_Number", int, float)
Combine = Callable[[Sequence[Any]], Any]
Measure = Callable[["Process"], float | None]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of a server.

    With ``combine`` the server reports it as ``Telemetry.figure(name)``, and ``combine`` makes one
    value of those of several processes, None among them; without, the time line computes it.
    With ``measure`` every process of a server measures it of itself, None where the system does not
    tell; without, the host of the server or the gauge knows it, in a field of ``Telemetry``.

    ``counts_supervisor`` says that the process counts that starts the others. ``header`` names it
    in CSV files, with its unit; "" leaves it out. ``unit`` is "ms", "%", "KiB", "1/s", or "" for a
    number of things. With ``key``, the window shows it under ``title``, described by the phrases
    ``describe``, of which the last may be left out; ``menu_place`` sorts the menu. ``capacity`` is
    the column of how many there are at most, ``least`` the top of an axis without values.
    """

    name: str
    combine: Combine | None = None
    measure: Measure | None = None
    counts_supervisor: bool = False
    header: str = ""
    unit: str = ""
    key: str = ""
    title: str = ""
    describe: tuple[str, ...] = ()
    menu_place: int = 0
    capacity: str = ""
    least: float = 10.0


def total(values: Sequence[_Number | None]) -> _Number | None:
    """The sum; None where any is None, or where there are none."""
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def mean(values: Sequence[float | None]) -> float | None:
    """The arithmetic mean; None where any is None, or where there are none."""
    summed = total(values)
    return None if summed is None else summed / len(values)


def largest(values: Sequence[float | None]) -> float | None:
    """The largest of those that are known; None where none is."""
    return max((value for value in values if value is not None), default=None)


def _resident_mib(process: "Process") -> float:
    return process.memory_info().rss / MIB


def _threads(process: "Process") -> int:
    return process.num_threads()


COLUMNS: tuple[Column, ...] = (
    Column(
        name="rss_mib",
        combine=total,
        measure=_resident_mib,
        counts_supervisor=True,
        header="rss_mib",
        unit="MiB",
    ),
    Column(name="uss_mib", combine=total, counts_supervisor=True, header="uss_mib", unit="MiB"),
    Column(
        name="cpu_percent",
        header="cpu_percent",
        unit="%",
        key="cpu",
        title="CPU",
        describe=("% of a core", "all its processes"),
        menu_place=70,
        least=120,
    ),
    Column(name="processes", combine=total, counts_supervisor=True),
    Column(
        name="threads",
        combine=total,
        measure=_threads,
        counts_supervisor=True,
        header="threads",
        key="threads",
        title="Threads",
        describe=("of all its processes", "whatever for"),
        menu_place=40,
    ),
    Column(
        name="busy",
        combine=total,
        header="busy_threads",
        key="busy",
        title="Busy threads",
        describe=("threads or pool tokens that are taken",),
        menu_place=20,
        capacity="capacity",
        least=5,
    ),
    Column(name="capacity", combine=total, header="thread_capacity"),
    Column(
        name="queued",
        combine=total,
        header="queued_requests",
        key="queued",
        title="Queue",
        describe=("requests that wait for a thread",),
        menu_place=30,
    ),
    Column(
        name="in_progress",
        combine=sum,
        header="requests_in_progress",
        key="in_progress",
        title="Requests",
        describe=("in progress in the server",),
        menu_place=10,
    ),
    Column(
        name="connections",
        combine=total,
        header="connections",
        key="connections",
        title="Connections",
        describe=("open to the server",),
        menu_place=60,
    ),
    Column(
        name="loop_lag_ms",
        combine=largest,
        header="loop_lag_ms",
        unit="ms",
        key="loop_lag",
        title="Loop lag",
        describe=("how late the event loop is", "ms"),
        menu_place=50,
        least=5,
    ),
    Column(
        name="new_app_percent",
        combine=largest,
        counts_supervisor=True,
        header="new_app_percent",
        unit="%",
        key="new_app",
        title="To the new app",
        describe=("% of the requests", "as the front has sent them"),
        menu_place=130,
        least=100,
    ),
    Column(name="cpu_wait_percent", header="waited_for_processor_percent", unit="%"),
    Column(
        name="switches_per_s",
        header="context_switches_per_second",
        unit="1/s",
        key="switches",
        title="Switches",
        describe=("context switches a second",),
        menu_place=80,
        least=100,
    ),
    Column(name="voluntary_per_s", unit="1/s"),
    Column(name="involuntary_per_s", unit="1/s"),
    Column(
        name="kib_per_connection",
        unit="KiB",
        key="per_connection",
        title="Memory / connection",
        describe=("KiB resident", "by open connections"),
        menu_place=100,
        least=100,
    ),
    Column(
        name="kib_per_request",
        unit="KiB",
        key="per_request",
        title="Memory / request",
        describe=("KiB resident", "by requests in progress"),
        menu_place=110,
        least=100,
    ),
    Column(
        name="kib_per_thread",
        unit="KiB",
        key="per_thread",
        title="Memory / thread",
        describe=("KiB resident", "by threads"),
        menu_place=120,
        least=100,
    ),
)
"""In the order of CSV files."""

POOL_COLUMNS: tuple[Column, ...] = (
    Column(
        name="pool_in_use",
        header="pool_in_use",
        key="pool",
        title="Pool",
        describe=("connections to a service in use",),
        menu_place=90,
        capacity="pool_size",
        least=5,
    ),
    Column(name="pool_size", header="pool_size"),
    Column(name="pool_waiting", header="pool_waiting"),
)
"""Those of the pool of connections to a backing service that is nearest to its end."""
