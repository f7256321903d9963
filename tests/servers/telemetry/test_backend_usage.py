"""What a process asks of its services is counted, and those who wait are told from those served."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from servers.telemetry.backend_usage import CallStats


def pool(watch: CallStats) -> tuple[int | None, int | None, int | None]:
    use = watch.use()
    return use.in_use, use.size, use.waiting


def test_a_call_is_in_progress_and_then_counted() -> None:
    watch = CallStats(2)
    assert pool(watch) == (0, 2, 0)
    with watch.call():
        assert pool(watch) == (1, 2, 0)
        assert watch.use().calls == 0
    assert pool(watch) == (0, 2, 0)
    assert (watch.use().calls, watch.use().failures) == (1, 0)
    assert 0 < watch.use().call_s < 1


def test_calls_beyond_the_pool_wait() -> None:
    watch = CallStats(1)
    with watch.call(), watch.call(), watch.call():
        assert pool(watch) == (1, 1, 2)


def test_a_call_that_waits_is_in_use_once_it_has_begun() -> None:
    watch = CallStats(2)
    with watch.call(waits=True) as call:
        assert pool(watch) == (0, 2, 1)
        assert watch.begun == 0
        call.begin()
        assert pool(watch) == (1, 2, 0)
        assert watch.begun == 1
    assert pool(watch) == (0, 2, 0)


def test_waiting_in_vain_is_a_failure_that_took_no_time() -> None:
    watch = CallStats(2)
    with pytest.raises(KeyError), watch.call(waits=True):
        raise KeyError
    use = watch.use()
    assert (use.calls, use.failures, use.call_s, use.waiting) == (1, 1, 0.0, 0)


def test_an_exception_is_a_failure_and_so_is_what_is_said_to_be_one() -> None:
    watch = CallStats(2)
    with pytest.raises(KeyError), watch.call():
        raise KeyError
    with watch.call() as call:
        call.failed = True
    assert (watch.use().calls, watch.use().failures) == (2, 2)


@pytest.mark.slow
def test_no_call_is_lost_between_threads() -> None:
    watch = CallStats(8)

    def many(_: int) -> None:
        for _ in range(2_000):
            with watch.call(waits=True) as call:
                call.begin()

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(many, range(8)))
    finally:
        sys.setswitchinterval(before)
    assert (watch.use().calls, watch.begun, pool(watch)) == (16_000, 16_000, (0, 8, 0))
