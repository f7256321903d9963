"""Calls the upstream API through httpx and passes its answer on. The thread waits for it."""

import httpx
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from servers.apps.flask.upstream_query import upstream_query
from servers.clients import upstream

blueprint = Blueprint("upstream", __name__)
client = upstream.client()


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
