"""Computing for a given time, to set it against waiting for the same time."""

import time


def spin(seconds: float) -> None:
    """Compute until the calling thread has used so much CPU time.

    It is the thread's own time, without what it waits for the GIL or a processor: the work is the
    same however many threads compute. Windows counts it in steps of 16 ms.
    """
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass
