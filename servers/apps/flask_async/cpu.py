"""Computes, in an event loop of its own. The other threads wait for the GIL."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from servers.apps.flask.cpu import cpu_query
from servers.apps.workload.primes import count_primes_below

blueprint = Blueprint("cpu", __name__)


@blueprint.get("/cpu")
async def cpu() -> ResponseReturnValue:
    query = cpu_query.load(request.args)
    limit = query["primes_below"]
    return {"primes_below": limit, "count": count_primes_below(limit)}
