"""What is known of a lane, and the limit that the rules name."""

from dataclasses import replace
from typing import Any

from loadgen.bottleneck.inputs import BackendInputs, BottleneckInputs
from loadgen.bottleneck.rules import Kind
from loadgen.model.frame import MachineUse

CALM = BottleneckInputs(
    users=64,
    ok_per_s=1_200.0,
    typical_ms=52.0,
    in_progress=60.0,
    late_ms=0.4,
    latest_ms=2.0,
    cpu_cores=0.3,
    processors=4,
    shared_cores=1.0,
    wait_ms=50.0,
    names={"a": "Flask", "b": "FastAPI"},
)
THREADS = {"busy": 4.0, "capacity": 4.0, "queued": 60.0, "late_ms": None, "latest_ms": None}
TOKENS: dict[str, Any] = {"busy": 40.0, "capacity": 40.0, "queued": 24.0, "pooled": True}
DATABASE = BackendInputs(
    key="database", name="PostgreSQL", calls_per_s=200.0, mean_ms=50.0, in_use=10.0, size=10.0
)
"""Ten requests are in a call at a time."""
UPSTREAM = BackendInputs(key="upstream", name="upstream", calls_per_s=320.0, mean_ms=200.0)
CACHE = BackendInputs(key="cache", name="Valkey", mean_ms=1.0)
TWO = {"cores": 2, "serving": 2}
UNEVEN = {
    "serving": 4,
    "cores": 4,
    "full_processes": 1.0,
    "spare_processes": 3.0,
    "full_connections": 3.0,
    "full_queued": 2.0,
    "open_connections": 4.0,
}
GIL: dict[str, Any] = {
    "cpu_cores": 1.2,
    "busy": 1.0,
    "voluntary_per_answer": 28.0,
    "cpu_ms_per_answer": 1.9,
}
QUICK = GIL | {"cpu_ms_per_answer": 0.5}
CACHE_CALLS: dict[str, Any] = {"backends": (replace(CACHE, calls_per_s=1_200.0),)}
CLIENT: dict[str, Any] = {
    "cpu_cores": 0.97,
    "ok_per_s": 320.0,
    "cpu_ms_per_answer": 11.0,
    "backends": (replace(UPSTREAM, client="httpx, one client"),),
}


LATE_SENDER: dict[str, Any] = {"generator_limited": 1.0, "generator_cpu_percent": 40.0}
FULL_SENDER: dict[str, Any] = {"generator_limited": 1.0, "generator_cpu_percent": 97.0}


def machine(processors: float, idle: float) -> MachineUse:
    return MachineUse(
        seconds=1.0,
        processors=processors,
        lanes={"a": 0.9, "b": 0.5},
        generators=0.3,
        services=0.0,
        program=0.04,
        others=0.2,
        idle=idle,
    )


FULL_MACHINE, IDLE_MACHINE, QUOTA_MACHINE = machine(2.0, 0.06), machine(4.0, 2.06), machine(1.5, 0)


def full(waiting: float | None = 50.0, **told: Any) -> tuple[BackendInputs, ...]:
    return (replace(DATABASE, waiting=waiting, **told),)


CASES: list[tuple[dict[str, Any], Kind, str]] = [
    # Nothing, in both models.
    ({}, "nothing", "nothing here is the limit: each of 64 users waits 52.0 ms"),
    ({"users": 1}, "nothing", "nothing here is the limit: its user waits 52.0 ms"),
    ({"typical_ms": None}, "nothing", "nothing here is the limit"),
    ({"users": None}, "nothing", "all that arrives is answered"),
    ({"ok_per_s": 0.0}, "unknown", "no answer yet"),
    # Threads and tokens.
    (THREADS, "threads", "4 of 4 threads busy, 60 waiting"),
    (THREADS | {"queued": 1.0}, "threads", "4 of 4 threads busy, 1 waiting"),
    (THREADS | {"queued": 0.5}, "nothing", ""),
    (THREADS | {"queued": None}, "nothing", ""),
    (THREADS | {"busy": 3.5}, "nothing", ""),
    (THREADS | {"busy": None}, "nothing", ""),
    (THREADS | {"capacity": 0.0}, "nothing", ""),
    (TOKENS, "tokens", "40 of 40 pool tokens taken, 24 waiting"),
    (TOKENS | {"queued": 0.0}, "nothing", ""),
    # The CPU comes before threads: that of a hello world keeps all threads busy, too.
    ({"cpu_cores": 0.97}, "cpu", "CPU of one core full: 97 % used"),
    ({"cpu_cores": 0.85}, "cpu", "CPU of one core nearly full: 85 % used"),
    (THREADS | {"cpu_cores": 0.9}, "cpu", "CPU of one core nearly full"),
    (THREADS | {"cpu_cores": 0.84, "wait_ms": None}, "threads", ""),
    (TOKENS | {"cpu_cores": 0.99}, "cpu", ""),
    (TWO | {"cpu_cores": 1.9}, "cpu", "CPU of both processes full: 95 % of a core each"),
    (
        {"cpu_cores": 3.6, "cores": 4, "serving": 4},
        "cpu",
        "CPU of all 4 processes nearly full: 90 % of a core each",
    ),
    (TWO | {"cpu_cores": 1.6, "wait_ms": None}, "busy", ""),
    ({"cpu_cores": 1.6}, "cpu", "CPU full: 1.6 cores used"),
    (THREADS | {"cpu_cores": None}, "threads", ""),
    ({"cpu_cores": None}, "nothing", ""),
    # The whole machine, when this server could use more of it.
    ({"shared_cores": 3.7, "cpu_cores": 0.6}, "machine", "all 4 cores are busy"),
    ({"shared_cores": 3.5, "cpu_cores": 0.6}, "nothing", ""),
    ({"shared_cores": 3.7, "cpu_cores": 0.3}, "nothing", ""),
    ({"shared_cores": 1.0, "processors": 1, "cpu_cores": 0.5}, "machine", "the only core is busy"),
    ({"shared_cores": 1.9, "processors": 2, "cpu_cores": 0.5}, "machine", "both cores are busy"),
    (
        {"shared_cores": 1.0, "processors": 1, "cpu_cores": 0.5, "bound": True},
        "machine",
        "its core is busy",
    ),
    (
        {"shared_cores": 2.0, "processors": 2, "cpu_cores": 0.5, "bound": True},
        "machine",
        "its 2 cores are busy",
    ),
    # With the system's accounting: others are in it, and the sentence says of whom it is made.
    ({"machine": FULL_MACHINE, "cpu_cores": 0.6}, "machine", "both cores are busy"),
    ({"machine": FULL_MACHINE, "cpu_cores": 0.3}, "nothing", ""),
    ({"machine": IDLE_MACHINE, "shared_cores": 3.9, "cpu_cores": 0.6, "wait_ms": None}, "busy", ""),
    ({"machine": QUOTA_MACHINE, "cpu_cores": 0.6}, "machine", "all 1.5 cores are busy"),
    # More processes than processors: none of them can have a core of its own.
    (
        {"machine": FULL_MACHINE, "cpu_cores": 1.9, "cores": 2, "serving": 4},
        "machine",
        "both cores are busy",
    ),
    # It waits though something is idle: then no core is said to be busy.
    (
        {"machine": IDLE_MACHINE, "cpu_cores": 0.6, "cpu_wait": 0.35},
        "machine",
        "it waited for a processor 35 % of the time",
    ),
    (THREADS | {"shared_cores": 3.9, "cpu_cores": 0.05}, "threads", ""),
    ({"shared_cores": None, "cpu_cores": 0.6}, "nothing", ""),
    ({"cpu_wait": 0.3}, "machine", "all 4 cores are busy"),
    ({"cpu_wait": 0.29}, "nothing", ""),
    ({"cpu_wait": 0.5, "cpu_cores": None}, "machine", ""),
    ({"cpu_wait": 0.5, "late_ms": 60.0, "latest_ms": 190.0}, "machine", ""),
    ({"cpu_wait": 0.1, "cpu_cores": 0.9}, "cpu", ""),
    (
        {"cpu_wait": 0.1, "cpu_cores": 0.8},
        "cpu",
        "CPU wanted 90 % of one core: used 80 %, waited for a processor 10 %",
    ),
    (
        {"cpu_wait": 0.14, "cpu_cores": 0.78},
        "cpu",
        "CPU wanted 92 % of one core: used 78 %, waited for a processor 14 %",
    ),
    # Its own threads have the processor while the main one waits: no more is lost than is unused.
    (
        {"cpu_wait": 0.25, "cpu_cores": 0.8},
        "cpu",
        "CPU wanted 100 % of one core: used 80 %, waited for a processor 20 %",
    ),
    ({"cpu_wait": 0.75, "cpu_cores": 0.99}, "cpu", "CPU of one core full: 99 % used"),
    ({"cpu_wait": 0.1, "cpu_cores": 0.79, "wait_ms": None}, "busy", ""),
    (
        TWO | {"cpu_wait": 0.17, "cpu_cores": 1.66, "late_ms": 130.0},
        "cpu",
        "CPU wanted 100 % of each of 2 cores: used 83 %, waited for a processor 17 %",
    ),
    # One process among several.
    (UNEVEN, "uneven", "3 of 4 connections are on one of 4 processes"),
    (UNEVEN | {"full_connections": 1.0}, "uneven", "one of 4 processes is full"),
    (
        UNEVEN | {"full_processes": 2.0, "spare_processes": 2.0, "full_connections": 4.0},
        "uneven",
        "4 of 4 connections are on 2 of 4 processes",
    ),
    (UNEVEN | {"full_processes": 2.0, "full_connections": 2.0}, "uneven", "2 of 4 processes are"),
    (UNEVEN | {"full_processes": 0.0}, "nothing", ""),
    (UNEVEN | {"spare_processes": 0.0}, "nothing", ""),
    (UNEVEN | {"generator_limited": 1.0}, "generator", ""),
    # The GIL goes from core to core.
    (GIL, "gil", "threads hand the GIL over between cores: 28 context switches and 1.90 ms CPU"),
    (GIL | {"voluntary_per_answer": 3.9, "cpu_ms_per_answer": 0.3}, "cpu", ""),
    (GIL | {"voluntary_per_answer": 4.0, "cpu_ms_per_answer": 0.3}, "gil", ""),
    (GIL | {"voluntary_per_answer": 21.0}, "gil", ""),
    (GIL | {"voluntary_per_answer": 20.8}, "cpu", ""),
    (GIL | {"voluntary_per_answer": 17.0, "cpu_ms_per_answer": 6.3}, "cpu", ""),
    (GIL | {"voluntary_per_answer": None}, "cpu", ""),
    (GIL | {"processors": 1}, "cpu", ""),
    (GIL | {"busy": 0.0}, "cpu", ""),
    (GIL | {"busy": None}, "cpu", ""),
    (GIL | {"cpu_cores": 0.5, "wait_ms": None}, "busy", ""),
    (QUICK | {"pooled": True, "voluntary_per_answer": 5.9}, "cpu", ""),
    (QUICK | {"pooled": True, "voluntary_per_answer": 6.0}, "gil", ""),
    (QUICK | CACHE_CALLS | {"voluntary_per_answer": 18.0}, "cpu", ""),
    (QUICK | CACHE_CALLS | {"voluntary_per_answer": 24.0}, "gil", ""),
    # The client library of a backing service.
    (CLIENT, "client", "httpx, one client: 11.0 ms CPU per call"),
    (CLIENT | {"busy": 9.0, "voluntary_per_answer": 125.0}, "gil", ""),
    (CLIENT | {"busy": 9.0, "voluntary_per_answer": 20.0}, "client", ""),
    # On a machine where other programs leave it half of a core it is the client all the same.
    (CLIENT | {"cpu_cores": 0.5, "cpu_wait": 0.45}, "client", "httpx, one client: 11.0 ms CPU"),
    (CLIENT | {"cpu_cores": 0.4, "cpu_wait": 0.45}, "machine", ""),
    (CLIENT | {"cpu_ms_per_answer": 0.9}, "cpu", ""),
    (CLIENT | {"cpu_cores": 0.5}, "backend", ""),
    (CLIENT | {"ok_per_s": 3_200.0}, "cpu", ""),  # a mix, which seldom calls it
    (CLIENT | {"backends": (UPSTREAM,)}, "cpu", ""),
    (CLIENT | {"cpu_ms_per_answer": None}, "cpu", ""),
    ({"cpu_wait": 0.35, "cpu_cores": 0.64}, "machine", ""),
    (THREADS | {"cpu_wait": 0.05}, "threads", ""),
    ({"processors": None, "cpu_cores": 0.6}, "nothing", ""),
    ({"shared_cores": 3.9, "cpu_cores": 0.9}, "cpu", ""),
    # A blocked loop is one that is late and does not compute.
    ({"late_ms": 300.0, "latest_ms": 310.0}, "loop", "event loop blocked up to 310 ms"),
    ({"late_ms": 20.0, "latest_ms": None}, "loop", "event loop blocked up to 20.0 ms"),
    ({"late_ms": 19.9, "latest_ms": 310.0}, "nothing", ""),
    ({"late_ms": 2_300.0, "latest_ms": 3_100.0}, "loop", "event loop blocked up to 3.10 s"),
    ({"late_ms": 300.0, "latest_ms": 310.0, "cpu_cores": 0.95}, "cpu", ""),
    ({"late_ms": 300.0, "latest_ms": 310.0, "backends": full()}, "loop", ""),
    # A pool; its threads are busy because they wait for it.
    ({"backends": full()}, "pool", "the database pool is full: 10 of 10, 50 waiting"),
    (THREADS | {"backends": full(6.0)}, "pool", "the database pool is full: 10 of 10, 6 waiting"),
    (TOKENS | {"backends": full()}, "pool", ""),
    ({"backends": full(0.0), "in_progress": 60.0}, "nothing", ""),
    ({"backends": full(None), "in_progress": 60.0}, "nothing", ""),
    ({"backends": full(in_use=9.0), "in_progress": 60.0}, "nothing", ""),
    ({"backends": full(in_use=None, size=None), "in_progress": 60.0}, "nothing", ""),
    ({"backends": full(), "cpu_cores": 0.95}, "cpu", ""),
    # A backing service that is full, and one that is merely slow.
    ({"backends": (UPSTREAM,)}, "backend", "the upstream answers in 200 ms; nothing here is the"),
    ({"backends": (UPSTREAM,), "in_progress": 129.0}, "nothing", ""),
    ({"backends": (UPSTREAM,), "in_progress": 0.0}, "nothing", ""),
    (THREADS | {"backends": (UPSTREAM,)}, "threads", ""),
    ({"backends": full(0.0), "in_progress": 12.0}, "backend", "the database answers in 50.0 ms"),
    (
        {"backends": (replace(UPSTREAM, cpu_cores=0.9),)},
        "service",
        "upstream's CPU is nearly full: 90 % of a core",
    ),
    ({"backends": (replace(UPSTREAM, cpu_cores=0.84),)}, "backend", ""),
    (
        {"backends": full(0.0, cpu_cores=1.8, cores=2), "in_progress": 12.0},
        "service",
        "PostgreSQL's CPU is nearly full: 1.8 of 2 cores",
    ),
    ({"backends": full(0.0, cpu_cores=1.6, cores=2), "in_progress": 12.0}, "backend", ""),
    (
        THREADS | {"backends": (replace(UPSTREAM, calls_per_s=15.0, cpu_cores=0.95),)},
        "service",
        "",
    ),
    (
        THREADS | {"backends": (replace(UPSTREAM, calls_per_s=5.0, cpu_cores=0.95),)},
        "threads",
        "",
    ),
    # The generator; where requests queue in the server, enough of them arrive.
    ({"generator_limited": 1.0}, "generator", "the load generator is the limit"),
    (FULL_SENDER, "generator", "the load generator is the limit, its CPU is full"),
    (LATE_SENDER, "generator", "the load generator is the limit, its requests leave late"),
    # Where the machine is full and its own CPU is not, everything is late: that comes first.
    (LATE_SENDER | {"machine": FULL_MACHINE}, "machine", "both cores are busy"),
    (LATE_SENDER | {"machine": QUOTA_MACHINE}, "machine", "all 1.5 cores are busy"),
    (LATE_SENDER | {"shared_cores": 3.7}, "machine", "all 4 cores are busy"),
    (FULL_SENDER | {"machine": FULL_MACHINE}, "generator", ""),
    (LATE_SENDER | {"machine": IDLE_MACHINE}, "generator", ""),
    # Of the processors that the server is bound to, the generator uses none.
    (LATE_SENDER | {"shared_cores": 3.7, "bound": True}, "generator", ""),
    ({"generator_limited": 0.5}, "generator", ""),
    ({"generator_limited": 0.4}, "nothing", ""),
    ({"generator_limited": 1.0, "cpu_cores": 0.97}, "generator", ""),
    (THREADS | {"generator_limited": 1.0}, "threads", ""),
    (THREADS | {"generator_limited": 1.0, "queued": 0.0}, "generator", ""),
    ({"generator_limited": 1.0, "backends": full()}, "pool", ""),
    # What is no limit of the server.
    ({"failed_per_s": 1_200.0}, "failures", "50 % of the requests fail"),
    ({"failed_per_s": 1_199.0}, "nothing", ""),
    ({"failed_per_s": 10.0, "ok_per_s": 0.0}, "failures", "100 % of the requests fail"),
    (THREADS | {"failed_per_s": 9_000.0}, "threads", ""),
    (
        {"users": None, "most_in_flight": 1_000, "dropped_per_s": 800.0},
        "plan",
        "the plan allows 1,000 in flight, so 800 arrivals/s are dropped",
    ),
    ({"users": None, "most_in_flight": 1_000, "dropped_per_s": 12.0}, "nothing", ""),
    (THREADS | {"users": None, "most_in_flight": 1_000, "dropped_per_s": 800.0}, "threads", ""),
    (
        {"users": None, "connections": 4, "waiting": 120.0, "dropped_per_s": 800.0},
        "connections",
        "all 4 connections are taken, 120 requests wait for one",
    ),
    ({"users": None, "connections": 4, "waiting": 0.0}, "nothing", ""),
    ({"users": None, "connections": None, "waiting": 120.0}, "nothing", ""),
    (THREADS | {"users": None, "connections": 64, "waiting": 120.0}, "threads", ""),
    # A CPU that is neither full nor idle.
    ({"cpu_cores": 0.7, "wait_ms": None}, "busy", "no single limit: the CPU is 70 % busy"),
    ({"cpu_cores": 0.5, "typical_ms": 75.0}, "busy", "no single limit: the CPU is 50 % busy"),
    ({"cpu_cores": 0.5, "typical_ms": 74.0}, "nothing", ""),
    ({"cpu_cores": 0.49, "wait_ms": None}, "nothing", ""),
    ({"cpu_cores": 0.7, "wait_ms": None, "users": None}, "nothing", ""),
]
