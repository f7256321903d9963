"""What validation costs: CPU of the server for one order, of each application.

A block is a server of its own, so that the interval covers what differs from one start to the next.
It is bound to one core where the system can do that: threads that hand the GIL over between cores
would hide what validation costs. Nothing else of the program runs meanwhile; the order of the
applications is reversed from block to block.
"""

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx
import msgspec
import numpy as np
import psutil

from loadgen.generator.client.transport import LoadTransport
from loadgen.statistics.bootstrap import Ratio, student
from servers.catalog.common_settings import CORES, ONE_CORE
from servers.catalog.scenario_requests import RequestSpec, orders
from servers.catalog.server_variant import ServerVariant
from servers.launcher import start_server
from servers.process.reporting_child import LaunchError

BLOCKS, BLOCK_S = 6, 0.5
_WARM_UP = 50
"""Requests that are not measured, at the beginning of each block."""
_LINES = 3
ORDERS = "orders"
"""The scenario whose handlers are measured."""

(TAKEN,) = orders({"lines": _LINES})


def _refused(taken: RequestSpec) -> RequestSpec:
    """The order with a word in place of a number in its last line."""
    order = json.loads(taken.body)
    order["lines"][-1]["quantity"] = "two"
    return msgspec.structs.replace(taken, body=json.dumps(order).encode())


REFUSED = _refused(TAKEN)


@dataclass(slots=True)
class CostBlocks:
    """Of one application and kind of order: requests and CPU seconds of each block."""

    requests: list[int] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    @property
    def cpu_us(self) -> Ratio | None:
        """CPU of a request in µs, with its 95 % interval.

        Student's t over the logarithms: servers of their own are independent, and looked at once.
        None with fewer than three blocks, or where the system accounted no time for one.
        """
        if len(self.requests) < 3 or min(self.cpu_s) <= 0:
            return None
        logs = np.log(1e6 * np.array(self.cpu_s) / np.array(self.requests))
        error = float(logs.std(ddof=1)) / math.sqrt(logs.size)
        middle, half = float(logs.mean()), student(logs.size - 1) * error
        return Ratio(math.exp(middle), math.exp(middle - half), math.exp(middle + half))


@dataclass(slots=True)
class ApplicationCost:
    """``failure`` is why it is not known."""

    taken: CostBlocks = field(default_factory=CostBlocks)
    refused: CostBlocks = field(default_factory=CostBlocks)
    failure: str = ""


Costs = Mapping[str, ApplicationCost]
NO_COSTS: Costs = {}


async def measure_costs(
    variants: Sequence[ServerVariant],
    *,
    blocks: int = BLOCKS,
    block_s: float = BLOCK_S,
    on_block: Callable[[int], None] = lambda number: None,
) -> dict[str, ApplicationCost]:
    """The costs by key; one that fails is left out of further blocks."""
    costs = {each.key: ApplicationCost() for each in variants}
    for number in range(blocks):
        on_block(number + 1)
        for each in variants if number % 2 == 0 else reversed(variants):
            cost = costs[each.key]
            if cost.failure:
                continue
            try:
                await measure_block(each, cost, block_s)
            except _FAILURES as error:
                cost.failure = str(error)
    return costs


class UnexpectedStatusError(Exception):
    """An order was not answered as such an order is."""


_FAILURES = (LaunchError, psutil.Error, httpx.TransportError, UnexpectedStatusError)


async def measure_block(variant: ServerVariant, cost: ApplicationCost, block_s: float) -> None:
    """Add a block to both kinds of order; raises one of ``_FAILURES``."""
    settings = {} if CORES.unavailable else {CORES.key: ONE_CORE}
    server = await start_server(variant.key, settings)
    try:
        process = psutil.Process(server.pid)
        transport = LoadTransport()
        async with httpx.AsyncClient(transport=transport, base_url=server.url) as client:
            kinds = ((TAKEN, cost.taken, (201,)), (REFUSED, cost.refused, (400, 422)))
            for request, found, expected in kinds:
                sender = _Sender(client, request, expected)
                for _ in range(_WARM_UP):
                    await sender.send()
                before, sent, end = _cpu_s(process), 0, time.monotonic() + block_s
                while time.monotonic() < end:
                    await sender.send()
                    sent += 1
                found.requests.append(sent)
                found.cpu_s.append(_cpu_s(process) - before)
    finally:
        await server.stop()


class _Sender:
    """Sends the request over one connection; raises one of ``_FAILURES``."""

    def __init__(
        self, client: httpx.AsyncClient, request: RequestSpec, expected: Sequence[int]
    ) -> None:
        self._client, self._expected = client, expected
        self._request = client.build_request(
            request.method, request.target, content=request.body, headers=dict(request.headers)
        )

    async def send(self) -> None:
        """One after the other."""
        response = await self._client.send(self._request)
        if response.status_code not in self._expected:
            expected = " or ".join(map(str, self._expected))
            raise UnexpectedStatusError(
                f"An order was answered by {response.status_code}, not by {expected}."
            )


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
