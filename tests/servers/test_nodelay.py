"""No answer on a kept connection waits for the client's delayed acknowledgement."""

import contextlib
import http.client
import socket
import time
from collections.abc import Sequence

import pytest

from servers.launcher import RunningServer
from servers.parameters import defaults
from servers.requests import RequestSpec
from servers.scenarios import Scenario
from servers.serving import listener as listening
from servers.variants import ServerVariant
from tests.servers.contract.served import AVAILABLE, SERVED

STALL_S = 0.040
"""The shortest time for which Linux delays an acknowledgement."""

QUICK = {"wait_ms": 0, "latency_ms": 0, "compute_ms": 0, "primes_below": 10}
"""Nothing that a scenario itself waits for or computes."""

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


@pytest.mark.parametrize("variant", AVAILABLE, ids=lambda each: each.key)
@pytest.mark.parametrize("scenario", SERVED, ids=lambda each: each.key)
def test_a_kept_connection_is_answered_at_once(
    variant: ServerVariant, scenario: Scenario, running: dict[str, RunningServer]
) -> None:
    if not variant.serves(scenario.key):
        pytest.skip(f"{variant.title} does not serve it")
    known = defaults(scenario.parameters)
    requests = scenario.requests(known | {key: QUICK[key] for key in QUICK.keys() & known.keys()})
    assert answers_within_s(running[variant.key].ready.port, requests) < 0.6 * STALL_S


def test_a_connection_has_the_option_of_its_listener() -> None:
    with contextlib.closing(listening.bind()) as listener:
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
                # asyncio sets it itself on sockets of this protocol number.
                assert listener.proto == socket.IPPROTO_TCP
