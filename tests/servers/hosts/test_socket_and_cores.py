"""No answer on a kept connection waits for the client's delayed acknowledgement."""

import contextlib
import http.client
import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence

import psutil
import pytest

from servers.catalog.common_settings import NODELAY, ONE_CORE
from servers.catalog.parameter import defaults
from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.scenarios import Scenario, scenario
from servers.catalog.server_variant import ServerVariant
from servers.launcher import RunningServer, start_server
from servers.process import loopback_socket
from tests.support.best_of import best_of
from tests.support.every_case import every_case
from tests.support.loop_thread import LoopThread
from tests.support.served_scenarios import AVAILABLE, SERVED

STALL_S = 0.040
"""The shortest time for which Linux delays an acknowledgement."""

QUICK = {"wait_ms": 0, "latency_ms": 0, "compute_ms": 0, "primes_below": 10}
"""Nothing that a scenario itself waits for or computes."""

SERVERS = tuple({(each.server, each.accelerated): each for each in reversed(AVAILABLE)}.values())
"""One variant of each server, and of each event loop under it."""

ANSWERED = tuple(
    (variant, scenario)
    for scenario in SERVED
    for variant in AVAILABLE
    if variant.serves(scenario.key) and (variant in SERVERS or scenario.key == "orders")
)
"""Every scenario on each of those, for it is the server that sends; the others once each."""

_FIRST, _MEASURED, _AMONG_THE_FASTEST = 15, 20, 5
# For the first segments of a connection Linux acknowledges at once.


def answers_within_s(port: int, requests: Sequence[RequestSpec]) -> float:
    """The fifth fastest of 20 answers on one connection that has been used before.

    A stall holds up every answer, other programs only some of them: so the fastest are looked at.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    seconds = []
    with contextlib.closing(connection):
        for n in range(_FIRST + _MEASURED):
            request = requests[n % len(requests)]
            began = time.perf_counter()
            connection.request(
                request.method, request.target, request.body or None, dict(request.headers)
            )
            response = connection.getresponse()
            response.read()
            seconds.append(time.perf_counter() - began)
            assert response.status in (200, 201)
    return sorted(seconds[_FIRST:])[_AMONG_THE_FASTEST - 1]


@every_case(("variant", "scenario"), ANSWERED, ids=lambda each: each.key)
def test_a_kept_connection_is_answered_at_once(
    variant: ServerVariant, scenario: Scenario, running: dict[str, RunningServer]
) -> None:
    known = defaults(scenario.parameters)
    requests = scenario.requests(known | {key: QUICK[key] for key in QUICK.keys() & known.keys()})
    port, bar_s = running[variant.key].ready.port, 0.6 * STALL_S
    assert best_of(5, lambda: answers_within_s(port, requests), bar_s) < bar_s


@pytest.fixture(scope="module", params=SERVERS, ids=lambda each: each.key)
def changed(request: pytest.FixtureRequest, loop_thread: LoopThread) -> Iterator[RunningServer]:
    """Each server on one core and without the option."""
    settings = {"nodelay": NODELAY.parse("off"), "cores": ONE_CORE}
    server = loop_thread.run(start_server(request.param.key, settings, timeout_s=60))
    yield server
    loop_thread.run(server.stop())


@pytest.mark.process
def test_without_the_option_every_answer_waits(changed: RunningServer) -> None:
    """The stall can be shown on every server, and the test above would see it."""
    orders = scenario("orders")
    requests = orders.requests(defaults(orders.parameters))
    row = {each.key: each for each in changed.ready.settings}["nodelay"]
    on_by_default = changed.ready.variant != "flask-gevent"
    assert (row.value, row.default) == ("off", "on" if on_by_default else "off")
    if sys.platform == "linux":  # elsewhere acknowledgements are delayed otherwise
        assert answers_within_s(changed.ready.port, requests) >= STALL_S - 0.001


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of every process")
def test_a_server_on_one_core_has_all_its_threads_there(changed: RunningServer) -> None:
    row = {each.key: each for each in changed.ready.settings}["cores"]
    assert (row.value, row.default) == ("one", "all")
    root = psutil.Process(changed.pid)
    processes = [root, *root.children(recursive=True)]
    threads = [thread.id for process in processes for thread in process.threads()]
    allowed = {tuple(os.sched_getaffinity(thread)) for thread in threads}
    assert len(allowed) == 1
    assert len(allowed.pop()) == 1


def test_a_connection_has_the_option_of_its_listener() -> None:
    with contextlib.closing(loopback_socket.bind()) as listener:
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
                # asyncio sets it itself on sockets of this protocol number.
                assert listener.proto == socket.IPPROTO_TCP
