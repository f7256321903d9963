"""Computes, in the thread that serves the request. The other threads wait for the GIL."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from servers.apps.workload.primes import count_primes_below

blueprint = Blueprint("cpu", __name__)


class CpuQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    primes_below = fields.Integer(load_default=2_000, validate=Range(10, 100_000))


cpu_query = CpuQuery()


@blueprint.get("/cpu")
def cpu() -> ResponseReturnValue:
    query = cpu_query.load(request.args)
    limit = query["primes_below"]
    return {"primes_below": limit, "count": count_primes_below(limit)}
