"""Computing for a given time is CPU time of the thread."""

import time

from servers.apps.workload.spin import spin


def test_it_uses_as_much_cpu_time_as_is_asked_for() -> None:
    before = time.thread_time()
    spin(0.02)
    used = time.thread_time() - before
    assert 0.02 <= used < 0.05


def test_nothing_is_computed_in_no_time() -> None:
    before = time.thread_time()
    spin(0.0)
    assert time.thread_time() - before < 0.01
