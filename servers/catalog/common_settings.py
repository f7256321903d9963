"""Settings that every server has, whatever serves: its socket, its cores, its processes."""

import psutil

from servers.catalog.parameter import Parameter

NO_AFFINITY = (
    ""
    if hasattr(psutil.Process, "cpu_affinity")
    else "This system does not let a program keep its processes to processors."
)
"""Why a server cannot be bound to one core here; empty where it can."""

ALL_CORES, ONE_CORE = 0, 1
EVEN, SYSTEM = 0, 1

NODELAY = Parameter.choice(
    key="nodelay",
    title="TCP_NODELAY",
    choices=("off", "on"),
    default=1,
    words="TCP_NODELAY {}",
    rare=True,
    hint="Off, Nagle's algorithm holds back the second part of an answer until the client has "
    "acknowledged the first: 40 ms on Linux.",
)
CORES = Parameter.choice(
    key="cores",
    title="Cores",
    choices=("all", "one"),
    words="{} core",
    rare=True,
    unavailable=((ONE_CORE, NO_AFFINITY),) if NO_AFFINITY else (),
    hint="How many cores the server may use. Threads hand the GIL over between cores, which can "
    "cost more than the answer itself; on one core they cannot.",
)
SPREAD = Parameter.choice(
    key="spread",
    title="Connections over processes",
    choices=("even", "system"),
    words="connections over processes: {}",
    rare=True,
    hint="Even: each process has as many connections as the others. System: the process that "
    "accepts first has it, and a kept connection stays there for the whole run.",
)


def common_settings(own: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Those of a server that has these settings of its own."""
    several = any(each.key == "workers" for each in own)
    return (*((SPREAD,) if several else ()), CORES, NODELAY)
