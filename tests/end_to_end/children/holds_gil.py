"""A server whose handler of *Compute* holds the GIL for 1.2 s of CPU time: it computes, and neither
answers nor reports meanwhile. Then it lets the thread that reports run.
"""

import sys
import time

from servers.apps.workload import primes

_HOLDS_S, _RESTS_S = 1.2, 0.3


def hold_gil(limit: int) -> int:
    """One loop in C, in which no bytecode is executed and so no thread is switched."""
    deadline = time.thread_time() + _HOLDS_S
    held = any(map(deadline.__le__, iter(time.thread_time, None)))
    time.sleep(_RESTS_S)
    return int(held)


primes.count_primes_below = hold_gil

if __name__ == "__main__":
    from servers.__main__ import main  # the handler takes the function as it is by now

    sys.exit(main())
