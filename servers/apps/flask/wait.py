"""Waits, as for a slow service, before it answers. The thread waits with it."""

import time

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

blueprint = Blueprint("wait", __name__)


class WaitQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    wait_ms = fields.Integer(load_default=50, validate=Range(0, 10_000))
    payload_bytes = fields.Integer(load_default=0, validate=Range(0, 1_048_576))


wait_query = WaitQuery()


@blueprint.get("/wait")
def wait() -> ResponseReturnValue:
    query = wait_query.load(request.args)
    time.sleep(query["wait_ms"] / 1000)
    return {"waited_ms": query["wait_ms"], "payload": "x" * query["payload_bytes"]}
