"""Waits for a part of its time and computes for the rest. The thread does both."""

import time

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from servers.apps.workload.spin import spin

blueprint = Blueprint("split", __name__)


class SplitQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    service_ms = fields.Integer(load_default=20, validate=Range(1, 1_000))
    cpu_percent = fields.Integer(load_default=20, validate=Range(0, 100))


split_query = SplitQuery()


@blueprint.get("/split")
def split() -> ResponseReturnValue:
    query = split_query.load(request.args)
    cpu_s = query["service_ms"] * query["cpu_percent"] / 100_000
    time.sleep(query["service_ms"] / 1000 - cpu_s)
    spin(cpu_s)
    return {"service_ms": query["service_ms"], "cpu_percent": query["cpu_percent"]}
