"""Calls the upstream API and passes its answer on. The thread waits for it."""

import httpx
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from servers.backends import upstream

blueprint = Blueprint("upstream", __name__)
client = upstream.client()


class UpstreamQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    latency_ms = fields.Integer(load_default=50, validate=Range(0, 10_000))
    jitter_ms = fields.Integer(load_default=0, validate=Range(0, 10_000))
    failure_percent = fields.Integer(load_default=0, validate=Range(0, 100))
    timeout_ms = fields.Integer(load_default=1_000, validate=Range(1, 60_000))


upstream_query = UpstreamQuery()


@blueprint.get("/upstream")
def product() -> ResponseReturnValue:
    query = upstream_query.load(request.args)
    timeout_s = query.pop("timeout_ms") / 1000
    try:
        # The timeout is for each of: a connection, the request, the next piece of the answer.
        answer = client.get("/product", params=query, timeout=timeout_s)
        answer.raise_for_status()
    except httpx.TimeoutException:
        return {"error": "The upstream did not answer in time."}, 504
    except httpx.HTTPError:
        return {"error": "The upstream failed."}, 502
    return jsonify(answer.json())
