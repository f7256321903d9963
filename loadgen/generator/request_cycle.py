"""The requests of a plan, one after the other, over and over."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from typing import NamedTuple

from loadgen.generator.client.request import Origin, PreparedRequest
from loadgen.generator.loopback_check import check_target
from loadgen.model.load_plan import LoadPlan, LoadRequest

NextRequest = Callable[[], PreparedRequest]


class RequestCycle(NamedTuple):
    """``next_request`` gives the one that is to be sent next; all of them go to ``origin``."""

    next_request: NextRequest
    origin: Origin


def cycle_of(plan: LoadPlan) -> RequestCycle:
    """The requests of a plan, in turn.

    Raises TargetError, ValueError where there is none, or httpx.TransportError where one cannot be
    sent.

    A request is made ready when it is sent for the first time: a thousand of them at once, which
    take 34 µs each, would be felt as a stall.
    """
    if not plan.requests:
        raise ValueError("the plan has no requests, and there was none before")
    prepare = partial(_prepared, plan, check_target(plan.url))
    # A target cannot be wrong any more; but what is wrong in a header is to be known now.
    kinds = {(each.method, each.headers): each for each in reversed(plan.requests)}
    tried = [prepare(each) for each in kinds.values()]
    first = plan.first % len(plan.requests)
    rotated = plan.requests[first:] + plan.requests[:first]
    endless: Iterator[PreparedRequest] = cycle(map(prepare, rotated))
    return RequestCycle(endless.__next__, tried[0].wire.origin)


def _prepared(plan: LoadPlan, address: str, request: LoadRequest) -> PreparedRequest:
    return PreparedRequest(
        request.method,
        plan.url + request.target,
        headers=list(request.headers),
        content=request.body,
        timeout_s=plan.timeout_s,
        address=address,
    )
