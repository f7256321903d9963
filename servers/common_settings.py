"""Settings that every server has, whatever serves: its socket and its cores."""

import psutil

from servers.parameters import Parameter

NO_AFFINITY = (
    ""
    if hasattr(psutil.Process, "cpu_affinity")
    else "This system does not let a program keep its processes to processors."
)
"""Why a server cannot be bound to one core here; empty where it can."""

ONE_CORE = 1

NODELAY = Parameter.choice(
    "nodelay",
    "TCP_NODELAY",
    "off",
    "on",
    default=1,
    words="TCP_NODELAY {}",
    rare=True,
    hint="Off, Nagle's algorithm holds back the second part of an answer until the client has "
    "acknowledged the first: 40 ms on Linux.",
)
CORES = Parameter.choice(
    "cores",
    "Cores",
    "all",
    "one",
    words="{} core",
    rare=True,
    unavailable=((ONE_CORE, NO_AFFINITY),) if NO_AFFINITY else (),
    hint="How many cores the server may use. Threads hand the GIL over between cores, which can "
    "cost more than the answer itself; on one core they cannot.",
)
COMMON = (CORES, NODELAY)
